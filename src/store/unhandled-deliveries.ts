import { sql, type Kysely } from "kysely";
import type { Tables } from "./database/tables.ts";

/** A delivery that could not be handled, and that nobody tries again by himself. */
export interface ParkedDelivery {
  readonly id: string;
  readonly event: string;
  readonly receivedAt: Date;
  readonly attempts: number;
  /** How the last attempt failed. */
  readonly reason: string | null;
}

/** What is still in the inbox. */
export interface InboxState {
  /** Deliveries that are handled next, or after a pause. */
  readonly waiting: number;
  readonly waitingSince: Date | null;
  readonly parked: number;
  /** The parked ones, oldest first; not all where they are many. */
  readonly first: readonly ParkedDelivery[];
}

/** Parked deliveries are meant: one, or every one. */
export type Which = { readonly id: string } | "all";

/** The inbox as an operator sees it. */
export class UnhandledDeliveries {
  readonly #sql: Kysely<Tables>;

  constructor(sql: Kysely<Tables>) {
    this.#sql = sql;
  }

  /** What is there, with so many of the parked ones at the most. */
  async look(limit: number): Promise<InboxState> {
    const { rows } = await sql<Omit<InboxState, "first">>`
      select
        count(*) filter (where state = 'waiting')::int as waiting,
        min(received_at) filter (where state = 'waiting') as "waitingSince",
        count(*) filter (where state = 'parked')::int as parked
      from delivery where state in ('waiting', 'parked')`.execute(this.#sql);
    const first = await this.#sql
      .selectFrom("delivery")
      .select(["id", "event", "received_at as receivedAt", "attempts", "reason"])
      .where("state", "=", "parked")
      .orderBy("received_at")
      .orderBy("id")
      .limit(limit)
      .execute();
    return { waiting: 0, waitingSince: null, parked: 0, ...rows[0], first };
  }

  /** Has parked deliveries tried again, from the first attempt on; answers how many. */
  async requeue(which: Which): Promise<number> {
    return this.#sql.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await this.#parked(transaction, which)
        .set({ state: "waiting", attempts: 0, due_at: sql<Date>`now()` })
        .executeTakeFirst();
      await sql`select pg_notify('portcullis_inbox', '')`.execute(transaction);
      return Number(numUpdatedRows);
    });
  }

  /** Gives parked deliveries up: what was in them is deleted. Answers how many. */
  async discard(which: Which): Promise<number> {
    const { numUpdatedRows } = await this.#parked(this.#sql, which)
      .set({ state: "handled", jobs: null, payload: null })
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  #parked(db: Kysely<Tables>, which: Which) {
    const parked = db.updateTable("delivery").where("state", "=", "parked");
    return which === "all" ? parked : parked.where("id", "=", which.id);
  }
}
