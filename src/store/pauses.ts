import { sql } from "kysely";
import type { Database } from "./database/database.ts";

/** How long what the table says is believed without asking it again. */
const BELIEVED_FOR_MS = 1_000;

/**
 * Installations that GitHub asked to wait: a limit is an installation's, so its other jobs wait too,
 * in every process, and those of other installations do not.
 */
export class Pauses {
  readonly #database: Database;
  readonly #known = new Map<number, { readonly until: number; readonly readAt: number }>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** For so many milliseconds; a longer pause stays. */
  async pause(installation: number | null, milliseconds: number): Promise<void> {
    if (installation === null) return;
    const seconds = milliseconds / 1_000;
    await sql`
      insert into pause (installation, until)
      values (${installation}, now() + ${seconds} * interval '1 second')
      on conflict (installation) do update set until = greatest(pause.until, excluded.until)`.execute(
      this.#database.sql,
    );
    this.#known.delete(installation);
  }

  /** Milliseconds that are left; 0 where nobody has to wait. */
  async left(installation: number | null): Promise<number> {
    if (installation === null) return 0;
    const known = this.#known.get(installation);
    const now = performance.now();
    if (known && now - known.readAt < BELIEVED_FOR_MS) return Math.max(0, known.until - now);
    const { rows } = await sql<{ left: number }>`
      select extract(epoch from until - now())::float8 * 1000 as left
      from pause where installation = ${installation} and until > now()`.execute(
      this.#database.sql,
    );
    const left = rows[0]?.left ?? 0;
    this.#known.set(installation, { until: now + left, readAt: now });
    return left;
  }
}
