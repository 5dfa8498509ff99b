import { EvidenceUnavailable, keyOf, laneOf, mergeJobs } from "../application/index.ts";
import type { Job, JobQueue } from "../application/index.ts";

/** What a queue needs. */
export interface MemoryQueueOptions {
  /** Does the work; `attempt` counts from 1. A rejection means: again later. */
  readonly handle: (job: Job, attempt: number) => Promise<void>;
  /** Told of every attempt that failed, and in how many milliseconds the next one comes. */
  readonly onFailure: (job: Job, error: unknown, attempt: number, nextInMs: number) => void;
  /** Milliseconds before the second, third, … attempt; the last one repeats. */
  readonly delays?: readonly number[];
  /** The clock by which jobs that wait for a date are due; milliseconds since 1970. */
  readonly now?: () => number;
}

interface Entry {
  job: Job;
  attempt: number;
  /** Not before this time (milliseconds since 1970). */
  due: number;
}

/** Node's timers hold no more (24.8 days); who wakes too early waits again. */
const LONGEST_TIMER = 2 ** 31 - 1;

const DELAYS = [500, 2_000, 10_000, 30_000, 60_000, 300_000];

/**
 * A queue in memory: one job at a time for each repository, repositories beside each other, jobs
 * that mean the same work done once. A job that fails is tried again until it succeeds. What waits
 * here is lost when the process ends.
 */
export class MemoryQueue implements JobQueue {
  readonly #options: MemoryQueueOptions;
  readonly #waiting = new Map<string, Map<string, Entry>>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #heldUntil = new Map<string, number>();
  #closed = false;

  constructor(options: MemoryQueueOptions) {
    this.#options = options;
  }

  add(job: Job, notBefore?: string): void {
    if (this.#closed) return;
    const due = notBefore === undefined ? 0 : Date.parse(notBefore);
    this.#put({ job, attempt: 1, due });
    this.#advance(laneOf(job));
  }

  /** Resolves when nothing runs and nothing is due: what failed waits for its next attempt. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running.values());
  }

  /** Starts nothing more, and waits for what runs. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await this.idle();
  }

  #put(entry: Entry): void {
    const repository = laneOf(entry.job);
    const entries = this.#waiting.get(repository) ?? new Map<string, Entry>();
    const key = keyOf(entry.job);
    const before = entries.get(key);
    entries.set(key, before ? together(before, entry) : entry);
    this.#waiting.set(repository, entries);
  }

  #advance(repository: string): void {
    if (this.#closed || this.#running.has(repository)) return;
    const entries = this.#waiting.get(repository);
    const next = [...(entries ?? [])].sort(([, a], [, b]) => a.due - b.due)[0];
    if (!entries || !next) {
      this.#waiting.delete(repository);
      return;
    }
    const [key, entry] = next;
    const wait = Math.max(entry.due, this.#heldUntil.get(repository) ?? 0) - this.#now();
    if (wait > 0) {
      this.#wakeIn(repository, wait);
      return;
    }
    entries.delete(key);
    // Marked as running before it runs: what it adds for itself must wait its turn.
    const run = Promise.resolve(entry)
      .then((each) => this.#run(each))
      .finally(() => {
        this.#running.delete(repository);
        this.#advance(repository);
      });
    this.#running.set(repository, run);
  }

  async #run(entry: Entry): Promise<void> {
    try {
      await this.#options.handle(entry.job, entry.attempt);
    } catch (error) {
      const wait = this.#delayAfter(entry.attempt, error);
      this.#options.onFailure(entry.job, error, entry.attempt, wait);
      const due = this.#now() + wait;
      // What GitHub asked of one request holds for all: newer events do not hurry it.
      if (isLimited(error)) this.#heldUntil.set(laneOf(entry.job), due);
      this.#put({ ...entry, attempt: entry.attempt + 1, due });
    }
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  #delayAfter(attempt: number, error: unknown): number {
    const delays = this.#options.delays ?? DELAYS;
    const delay = delays[Math.min(attempt, delays.length) - 1] ?? 0;
    const asked = error instanceof EvidenceUnavailable ? (error.retryAfter ?? 0) * 1000 : 0;
    return Math.max(delay, asked);
  }

  #wakeIn(repository: string, milliseconds: number): void {
    clearTimeout(this.#timers.get(repository));
    const timer = setTimeout(
      () => {
        this.#timers.delete(repository);
        this.#advance(repository);
      },
      Math.min(milliseconds, LONGEST_TIMER),
    );
    this.#timers.set(repository, timer);
  }
}

/** The same work asked for twice: once is enough, as soon as either, and doing all that either asks. */
function together(before: Entry, after: Entry): Entry {
  return {
    job: mergeJobs(before.job, after.job),
    attempt: Math.max(before.attempt, after.attempt),
    due: Math.min(before.due, after.due),
  };
}

function isLimited(error: unknown): boolean {
  return error instanceof EvidenceUnavailable && error.code === "rate-limited";
}
