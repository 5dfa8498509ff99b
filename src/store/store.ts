import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import type { Job } from "../application/index.ts";
import type { Database } from "./database/database.ts";
import { StoredHeld } from "./held.ts";
import { Influx } from "./influx.ts";
import { Inbox, type InboxOptions } from "./inbox.ts";
import { migrate } from "./migrations/index.ts";
import { Pauses } from "./pauses.ts";
import { StoredTurns } from "./turns.ts";
import { WorkQueue, type WorkQueueOptions } from "./work-queue.ts";
import { QUEUE, QUEUE_OPTIONS } from "./work-table.ts";

/** What the store is given by whoever wires it. */
export interface StoreOptions
  extends
    Pick<WorkQueueOptions, "onTrouble" | "delays" | "now" | "patience">,
    Pick<InboxOptions, "jobsOf" | "onHandled"> {
  /** As in `WorkQueueOptions`, with what the work itself may keep or ask for. */
  readonly handle: (
    job: Job,
    attempt: number,
    kept: Pick<Store, "queue" | "held" | "turns">,
  ) => Promise<void>;
  readonly onJobFailure: WorkQueueOptions["onFailure"];
  readonly onDeliveryFailure: InboxOptions["onFailure"];
}

/** Everything that has to outlive the process. */
export interface Store {
  readonly inbox: Inbox;
  readonly queue: WorkQueue;
  readonly held: StoredHeld;
  readonly turns: StoredTurns;
  /** Resolves when nothing waits to be done now. */
  idle(): Promise<void>;
  /** Forgets what is of no use any more; to be called now and then, by any process. */
  tidy(): Promise<void>;
  /** Whether the database answers. */
  isReachable(): Promise<boolean>;
  /** Stops, within so many milliseconds; what is not finished by then is done again by others. */
  close(patience: number): Promise<void>;
}

/**
 * pg-boss looks for jobs of dead processes so often, in seconds. Where there is one process only, the
 * next one takes them back when it starts.
 */
const SUPERVISE_EVERY = { server: 5, embedded: 60 };

/** Whoever asks whether we are ready gives up soon, also while no connection is free. */
const REACHED_WITHIN_MS = 2_000;

/** Brings the tables up to date, and begins to handle what waits in them. */
export async function startStore(database: Database, options: StoreOptions): Promise<Store> {
  await migrate(database.sql);
  const seconds = SUPERVISE_EVERY[database.kind];
  const boss = new PgBoss({
    ...database.boss,
    schedule: false,
    superviseIntervalSeconds: seconds,
    monitorIntervalSeconds: seconds,
  });
  boss.on("error", options.onTrouble);
  await boss.start();
  await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  // Nobody else can have an embedded database open: what was begun there, a dead process began. pg-boss
  // then also knows the queue, and does not ask for it within a transaction, which would never end.
  if (database.kind === "embedded") await takeBack(boss);
  const held = new StoredHeld(database);
  const turns = new StoredTurns(database);
  const influx = new Influx();
  const queue: WorkQueue = new WorkQueue({
    ...options,
    handle: (job, attempt) => options.handle(job, attempt, { queue, held, turns }),
    database,
    boss,
    influx,
    pauses: new Pauses(database),
    onFailure: options.onJobFailure,
  });
  const inbox = new Inbox({
    ...options,
    database,
    influx,
    enqueue: (jobs: readonly Job[], transaction) => queue.addAll(jobs, transaction),
    onFailure: options.onDeliveryFailure,
  });
  await Promise.all([queue.start(), inbox.start()]);
  return {
    inbox,
    queue,
    held,
    turns,
    tidy: async () => {
      await inbox.forget();
      await turns.forget();
    },
    idle: async () => {
      await inbox.idle();
      await queue.idle();
    },
    isReachable: () => isReachable(database),
    close: async (patience) => {
      await inbox.close();
      await queue.close(patience);
      await boss.stop({ graceful: false });
    },
  };
}

async function takeBack(boss: PgBoss): Promise<void> {
  const jobs = await boss.findJobs(QUEUE);
  const begun = jobs.filter(({ state }) => state === "active").map(({ id }) => id);
  if (begun.length > 0) await boss.fail(QUEUE, begun);
}

async function isReachable(database: Database): Promise<boolean> {
  const asked = database.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, sleep(REACHED_WITHIN_MS, false, { ref: false })]);
}
