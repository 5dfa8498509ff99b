import { sql } from "kysely";
import type { Database } from "./database/database.ts";
import { QUEUE } from "./work-table.ts";

/** How much there is to do. */
export interface Depth {
  /** Jobs that could run now, that run, and that wait for a date. */
  readonly due: number;
  readonly running: number;
  readonly later: number;
  /** Since when the oldest job that is due has been due. */
  readonly oldestSeconds: number;
  /** Deliveries that are not handled yet, and those that nobody can handle. */
  readonly received: number;
  readonly parked: number;
}

export async function measureDepth(database: Database): Promise<Depth> {
  const { rows } = await sql<Depth>`
    select
      count(*) filter (where state < 'active' and start_after <= now())::int as due,
      count(*) filter (where state = 'active')::int as running,
      count(*) filter (where state < 'active' and start_after > now())::int as later,
      coalesce(extract(epoch from now() - min(start_after)
        filter (where state < 'active' and start_after <= now())), 0)::float8 as "oldestSeconds",
      (select count(*)::int from delivery where state = 'waiting') as received,
      (select count(*)::int from delivery where state = 'parked') as parked
    from pgboss.job where name = ${QUEUE}`.execute(database.sql);
  const [depth] = rows;
  if (!depth) throw new Error("The database did not count.");
  return depth;
}
