import { setTimeout as sleep } from "node:timers/promises";
import type { Transaction } from "kysely";
import type { PgBoss } from "pg-boss";
import type { Instant } from "../domain/index.ts";
import {
  EvidenceUnavailable,
  installationOf,
  keyOf,
  Overtaken,
  type Job,
  type JobQueue,
} from "../application/index.ts";
import type { Database, Listening } from "./database/database.ts";
import type { Tables } from "./database/tables.ts";
import type { Influx } from "./influx.ts";
import { Lookout } from "./lookout.ts";
import type { Pauses } from "./pauses.ts";
import {
  addWork,
  endWork,
  isDue,
  QUEUE,
  type Claim,
  type KeyedWork,
  type Work,
  type WorkToDo,
} from "./work-table.ts";

/** What a queue needs. */
export interface WorkQueueOptions {
  readonly database: Database;
  readonly boss: PgBoss;
  readonly pauses: Pauses;
  readonly influx: Influx;
  /** Does the work; `attempt` counts from 1. A rejection means: again later. */
  readonly handle: (job: Job, attempt: number) => Promise<void>;
  /** Told of every attempt that failed, and in how many milliseconds the next one comes. */
  readonly onFailure: (job: Job, error: unknown, attempt: number, nextInMs: number) => void;
  /** Told that the database could not be asked. */
  readonly onTrouble: (error: unknown) => void;
  /** Milliseconds for which what comes together is waited for. */
  readonly patience?: number;
  /** Milliseconds before the second, third, … attempt; the last one repeats. */
  readonly delays?: readonly number[];
  /** The clock by which jobs that wait for a date are due. */
  readonly now: () => Date;
}

const DELAYS = [500, 2_000, 10_000, 30_000, 60_000, 300_000];

/**
 * How many jobs run beside each other: in this process, in this process while events pour in, and of
 * one repository in all processes.
 */
const AT_A_TIME = 16;
const BESIDE_INFLUX = 1;
const OF_A_REPOSITORY = 6;

/**
 * Events come in bursts (`opened` with `labeled`, a review with its comment): a moment's patience
 * makes one evaluation of them.
 */
const PATIENCE_MS = 80;

/** What is spread over time comes each second. */
const A_MOMENT_MS = 1_500;

/** Work is told of; looking for it as well finds what a dead process left. */
const LOOK_EVERY_MS = 5_000;
const AFTER_TROUBLE_MS = 1_000;

/** What came of work is told to a database that does not answer for so long. */
const TOLD_WITHIN_MS = 60_000;
const HEARTBEAT_EVERY_MS = 3_000;

/** Does what waits in the database, whichever process put it there. */
export class WorkQueue implements JobQueue {
  readonly #options: WorkQueueOptions;
  readonly #patience: number;
  readonly #running = new Map<string, Promise<void>>();
  readonly #lookout: Lookout;
  #listening: Listening | null = null;
  #heartbeat: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE_MS;
    const { onTrouble } = options;
    const look = async () => (await this.#take()) > 0;
    this.#lookout = new Lookout({ look, onTrouble, longest: LOOK_EVERY_MS });
  }

  /** Begins to work. */
  async start(): Promise<void> {
    this.#listening = await this.#options.database.listen("portcullis_work", (inMs) => {
      this.#lookout.wake(Number(inMs) || 0);
      // Of what may have been missed, the latest is due in a moment.
      if (inMs === "") this.#lookout.wake(this.#patience);
    });
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_EVERY_MS);
    this.#lookout.start();
  }

  add(job: Job, notBefore?: Instant): Promise<void> {
    return this.#transaction((transaction) => this.addAll([job], transaction, notBefore));
  }

  /** Adds within somebody's transaction: either all of it happens or nothing. */
  async addAll(
    jobs: readonly Job[],
    transaction: Transaction<Tables>,
    notBefore?: Instant,
  ): Promise<void> {
    const wait =
      notBefore === undefined
        ? this.#patience
        : Date.parse(notBefore) - this.#options.now().getTime();
    const inMs = Math.max(0, wait);
    await addWork(
      this.#options.boss,
      jobs.map((job) => ({ key: keyOf(job), job, attempt: 1, inMs })),
      transaction,
    );
  }

  async waiting(job: Job): Promise<Job | null> {
    const key = keyOf(job);
    const [next] = await this.#options.boss.findJobs<Work>(QUEUE, { key, queued: true });
    return next?.data.job ?? null;
  }

  /**
   * Resolves when nothing runs here and nothing is due, nor will be in a moment: looking at everything
   * is spread over seconds. What failed waits for its next attempt.
   */
  async idle(): Promise<void> {
    for (;;) {
      await Promise.all(this.#running.values());
      const soon = await isDue(this.#options.database.sql, { inMs: A_MOMENT_MS, untried: true });
      if (this.#running.size === 0 && !this.#lookout.isLooking && !soon) return;
      await sleep(25);
    }
  }

  /** Starts nothing more, waits for what runs, and hands back what takes longer (milliseconds). */
  async close(patience: number): Promise<void> {
    this.#isClosing = true;
    await this.#lookout.close();
    const late = sleep(patience, null, { ref: false });
    await Promise.race([Promise.all(this.#running.values()), late]);
    clearInterval(this.#heartbeat);
    await this.#listening?.close();
    const unfinished = [...this.#running.keys()];
    if (unfinished.length === 0) return;
    // Where the database cannot be told, they fall silent, and are done again.
    await this.#options.boss.fail(QUEUE, unfinished).catch(this.#options.onTrouble);
  }

  async #take(): Promise<number> {
    const { left } = this.#options.influx;
    if (left > 0) this.#lookout.wake(left);
    const free = (left > 0 ? BESIDE_INFLUX : AT_A_TIME) - this.#running.size;
    if (free <= 0 || !(await isDue(this.#options.database.sql))) return 0;
    const found = await this.#options.boss.fetch<Work>(QUEUE, {
      batchSize: free,
      groupConcurrency: OF_A_REPOSITORY,
      includeMetadata: true,
    });
    for (const { id, retryCount, singletonKey, data } of found) {
      const key = singletonKey ?? keyOf(data.job);
      // One that fell silent while it ran here is taken again here: not beside itself.
      const earlier = this.#running.get(id) ?? Promise.resolve();
      const run = earlier
        .then(() => this.#run({ id, retryCount }, { ...data, key }))
        .finally(() => {
          if (this.#running.get(id) === run) this.#running.delete(id);
          this.#lookout.wake();
        });
      this.#running.set(id, run);
    }
    return found.length;
  }

  /**
   * Does the work, and tells the database, again and again while that cannot be told: so what waits
   * for the same candidate goes on as soon as it can.
   */
  async #run(claim: Claim, work: KeyedWork): Promise<void> {
    const { onTrouble } = this.#options;
    const left = await this.#attempt(work).catch((error: unknown) => {
      onTrouble(error);
      return { ...work, inMs: 0 };
    });
    const until = performance.now() + TOLD_WITHIN_MS;
    do {
      try {
        await this.#settle(claim, left);
        return;
      } catch (error) {
        onTrouble(error);
      }
      await sleep(AFTER_TROUBLE_MS);
    } while (performance.now() < until && !this.#isClosing);
    // It stays active, falls silent, and is done again.
  }

  /** Does the work; answers what is left to do. */
  async #attempt(work: KeyedWork): Promise<WorkToDo | null> {
    const { pauses, handle, onFailure } = this.#options;
    const { key, job, attempt } = work;
    const installation = installationOf(job);
    const paused = await pauses.left(installation);
    if (paused > 0) return { ...work, inMs: paused };
    try {
      await handle(job, attempt);
      return null;
    } catch (error) {
      if (error instanceof Overtaken) return { ...work, inMs: 0 };
      const asked = error instanceof EvidenceUnavailable ? (error.retryAfter ?? 0) * 1000 : 0;
      const delay = this.#delayAfter(attempt);
      const wait = Math.max(delay, asked);
      onFailure(job, error, attempt, wait);
      // What GitHub asked of one request holds for all of the installation; how often this job has
      // failed is its own affair.
      if (isLimited(error)) await pauses.pause(installation, asked || delay);
      return { key, job, attempt: attempt + 1, inMs: wait };
    }
  }

  async #settle(claim: Claim, left: WorkToDo | null): Promise<void> {
    const { boss, database } = this.#options;
    if (left === null) return endWork(claim, database.sql);
    await this.#transaction(async (transaction) => {
      await addWork(boss, [left], transaction, "oldest");
      await endWork(claim, transaction);
    });
  }

  #transaction<T>(run: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#options.database.sql.transaction().execute(run);
  }

  #delayAfter(attempt: number): number {
    const { delays = DELAYS } = this.#options;
    return delays[Math.min(attempt, delays.length) - 1] ?? 0;
  }

  /** Says that what runs here is alive. */
  async #beat(): Promise<void> {
    const ids = [...this.#running.keys()];
    if (ids.length === 0) return;
    await this.#options.boss.touch(QUEUE, ids).catch(this.#options.onTrouble);
  }
}

function isLimited(error: unknown): boolean {
  return error instanceof EvidenceUnavailable && error.code === "rate-limited";
}
