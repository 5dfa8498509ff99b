import { sql, type Transaction } from "kysely";
import { z } from "zod";
import type { Job } from "../application/index.ts";
import type { Database, Listening } from "./database/database.ts";
import type { Tables } from "./database/tables.ts";
import type { Influx } from "./influx.ts";
import { Lookout } from "./lookout.ts";

/** What GitHub sent: verified, and not yet looked into. */
export interface Delivery {
  /** GitHub's `X-GitHub-Delivery`: the same for every attempt to deliver it. */
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

export interface InboxOptions {
  readonly database: Database;
  readonly influx: Influx;
  /** Which work a delivery hints at. @throws where the payload is not as GitHub describes it */
  readonly jobsOf: (delivery: Delivery) => readonly Job[];
  /** Puts the work into the queue within the transaction that makes the deliveries handled. */
  readonly enqueue: (jobs: readonly Job[], transaction: Transaction<Tables>) => Promise<void>;
  readonly onHandled: (delivery: Pick<Delivery, "id" | "event">, jobs: readonly Job[]) => void;
  readonly onFailure: (
    delivery: Pick<Delivery, "id" | "event">,
    error: unknown,
    parked: boolean,
  ) => void;
  /** Told that the database could not be asked. */
  readonly onTrouble: (error: unknown) => void;
}

const AT_A_TIME = 200;
const LOOK_EVERY_MS = 5_000;

/**
 * What comes within a moment is handled together: a burst costs few transactions. While events pour
 * in, and little is done with them anyway, the moment is longer.
 */
const TOGETHER_MS = 15;
const TOGETHER_IN_INFLUX_MS = 100;

/** Seconds before the second, third, … attempt; after the last one a delivery is parked. */
const DELAYS = [1, 10, 60, 600];

/** GitHub delivers again for three days; so long we remember what came already, and a day more. */
const REMEMBERED_FOR_DAYS = 4;

/** Whoever wants to handle a parked one has so long; then what people wrote in it is deleted. */
const PARKED_FOR_DAYS = 30;

/** A delivery as it waits. */
interface Arrived extends Delivery {
  /** The work that it hints at; null where it was not understood: then its payload is kept. */
  readonly jobs: readonly Job[] | null;
}

/**
 * Every delivery that was accepted, until it is handled; of what it said only the work is kept that it
 * hints at, and of a handled one only the id, for a while. One that is not understood is kept whole:
 * it is tried again, and then parked for an operator.
 */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #lookout: Lookout;
  #arriving: { readonly deliveries: Arrived[]; readonly stored: Promise<void> } | null = null;
  #storing: Promise<unknown> = Promise.resolve();
  #listening: Listening | null = null;

  constructor(options: InboxOptions) {
    this.#options = options;
    const { onTrouble } = options;
    const look = async () => (await this.#handle()) === AT_A_TIME;
    this.#lookout = new Lookout({ look, onTrouble, longest: LOOK_EVERY_MS });
  }

  /** Begins to handle what is there. */
  async start(): Promise<void> {
    this.#listening = await this.#options.database.listen("portcullis_inbox", () => {
      const isPouringIn = this.#options.influx.left > 0;
      this.#lookout.wakeWithin(isPouringIn ? TOGETHER_IN_INFLUX_MS : TOGETHER_MS);
    });
    this.#lookout.start();
  }

  /**
   * Resolves when the delivery is stored for good. Those that come while others are being stored are
   * stored together: a burst costs few transactions. One that is there already is not stored again,
   * and one that hints at no work is not stored at all: GitHub tells us of every check run we write.
   */
  accept(delivery: Delivery): Promise<void> {
    const arrived = this.#understood(delivery);
    if (arrived.jobs?.length === 0) return Promise.resolve();
    this.#options.influx.note();
    if (this.#arriving === null) {
      const deliveries: Arrived[] = [];
      const stored = this.#storing.then(() => {
        this.#arriving = null;
        return this.#store(deliveries);
      });
      this.#arriving = { deliveries, stored };
      this.#storing = stored.catch(() => undefined);
    }
    this.#arriving.deliveries.push(arrived);
    return this.#arriving.stored;
  }

  /** Resolves when nothing waits to be handled now. */
  async idle(): Promise<void> {
    for (;;) {
      await this.#storing;
      const due = await this.#options.database.sql
        .selectFrom("delivery")
        .select("id")
        .where("state", "=", "waiting")
        .where("due_at", "<=", sql<Date>`now()`)
        .executeTakeFirst();
      if (due === undefined && !this.#lookout.isLooking) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Starts nothing more, and waits for what runs. */
  async close(): Promise<void> {
    await this.#lookout.close();
    await this.#listening?.close();
    await this.#storing;
  }

  async #store(deliveries: readonly Arrived[]): Promise<void> {
    const rows = deliveries.map(({ id, event, jobs, payload }) => ({
      id,
      event,
      jobs: jobs && textOf(jobs),
      payload: jobs ? null : textOf(payload),
      state: "waiting" as const,
    }));
    await this.#options.database.sql
      .with("stored", (db) =>
        db
          .insertInto("delivery")
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .returning("id"),
      )
      .selectFrom("stored")
      .select(sql`pg_notify('portcullis_inbox', '')`.as("told"))
      .limit(1)
      .execute();
  }

  #understood(delivery: Delivery): Arrived {
    try {
      return { ...delivery, jobs: this.#options.jobsOf(delivery), payload: null };
    } catch {
      // Whoever handles it tells of it.
      return { ...delivery, jobs: null };
    }
  }

  /** Handles what is due, oldest first; answers how many. */
  async #handle(): Promise<number> {
    const { database, jobsOf, enqueue, onHandled, onFailure } = this.#options;
    const handled: {
      readonly delivery: Pick<Delivery, "id" | "event">;
      readonly jobs: readonly Job[];
    }[] = [];
    const failed: {
      readonly delivery: Pick<Delivery, "id" | "event">;
      readonly error: unknown;
      readonly parked: boolean;
    }[] = [];
    const found = await database.sql.transaction().execute(async (transaction) => {
      const deliveries = await due(transaction);
      for (const delivery of deliveries) {
        try {
          handled.push({ delivery, jobs: delivery.jobs ?? jobsOf(delivery) });
        } catch (error) {
          const parked = await postpone(delivery, error, transaction);
          failed.push({ delivery, error, parked });
        }
      }
      if (handled.length > 0) {
        await enqueue(
          handled.flatMap(({ jobs }) => jobs),
          transaction,
        );
        await markHandled(
          handled.map(({ delivery }) => delivery.id),
          transaction,
        );
      }
      return deliveries.length;
    });
    for (const { delivery, jobs } of handled) onHandled(delivery, jobs);
    for (const { delivery, error, parked } of failed) onFailure(delivery, error, parked);
    return found;
  }

  /**
   * Forgets the ids of what was handled so long ago that GitHub delivers it no more, and what has been
   * parked for too long.
   */
  async forget(): Promise<void> {
    await sql`
      delete from delivery
      where state = 'handled' and received_at < now() - ${REMEMBERED_FOR_DAYS} * interval '1 day'
         or state = 'parked' and received_at < now() - ${PARKED_FOR_DAYS} * interval '1 day'`.execute(
      this.#options.database.sql,
    );
  }
}

/** PostgreSQL's JSON takes neither NUL nor half a character; one such text must not stop a delivery. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "string" ? each.toWellFormed().replaceAll("\0", "\ufffd") : each,
  );
}

function due(transaction: Transaction<Tables>) {
  return transaction
    .selectFrom("delivery")
    .select(["id", "event", "jobs", "payload", "attempts"])
    .where("state", "=", "waiting")
    .where("due_at", "<=", sql<Date>`now()`)
    .orderBy("received_at")
    .limit(AT_A_TIME)
    .forUpdate()
    .skipLocked()
    .execute();
}

async function markHandled(
  ids: readonly string[],
  transaction: Transaction<Tables>,
): Promise<void> {
  await transaction
    .updateTable("delivery")
    .set({ state: "handled", jobs: null, payload: null, reason: null })
    .where("id", "in", ids)
    .execute();
}

/** For an operator, who sees it in `portcullis inbox`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const places = error.issues.map(
    ({ path, message }) => `${path.join(".") || "the payload"} (${message})`,
  );
  return `Its form is not known to this version: ${places.join(", ")}.`;
}

/** Later again, or never by itself; answers which. */
async function postpone(
  { id, attempts }: { readonly id: string; readonly attempts: number },
  error: unknown,
  transaction: Transaction<Tables>,
): Promise<boolean> {
  // What is not of the form that we know will not be the next time either.
  const delay = error instanceof z.ZodError ? undefined : DELAYS[attempts];
  await transaction
    .updateTable("delivery")
    .set({
      attempts: attempts + 1,
      reason: reasonOf(error),
      ...(delay === undefined
        ? { state: "parked" as const }
        : { due_at: sql<Date>`now() + ${delay} * interval '1 second'` }),
    })
    .where("id", "=", id)
    .execute();
  return delay === undefined;
}
