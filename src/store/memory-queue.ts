import { EvidenceUnavailable, keyOf, repositoryOf } from "../application/index.ts";
import type { Job, JobQueue } from "../application/index.ts";

/** What a queue needs. */
export interface MemoryQueueOptions {
  /** Does the work; `attempt` counts from 1. A rejection means: again later. */
  readonly handle: (job: Job, attempt: number) => Promise<void>;
  /** Told of every attempt that failed, and in how many milliseconds the next one comes. */
  readonly onFailure: (job: Job, error: unknown, attempt: number, nextInMs: number) => void;
  /** Milliseconds before the second, third, … attempt; the last one repeats. */
  readonly delays?: readonly number[];
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
  #closed = false;

  constructor(options: MemoryQueueOptions) {
    this.#options = options;
  }

  add(job: Job, notBefore?: string): void {
    if (this.#closed) return;
    const entry = { job, attempt: 1, due: notBefore === undefined ? 0 : Date.parse(notBefore) };
    if (notBefore === undefined) this.#put(entry);
    else this.#putBack(entry);
    this.#advance(repositoryOf(job));
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
    const repository = repositoryOf(entry.job);
    const entries = this.#waiting.get(repository) ?? new Map<string, Entry>();
    const key = keyOf(entry.job);
    const before = entries.get(key);
    entries.set(key, before ? { ...entry, job: merge(before.job, entry.job) } : entry);
    this.#waiting.set(repository, entries);
  }

  /** For later. A newer event of the same work is not made to wait for it. */
  #putBack(entry: Entry): void {
    const newer = this.#waiting.get(repositoryOf(entry.job))?.get(keyOf(entry.job));
    if (newer) {
      newer.job = merge(entry.job, newer.job);
      newer.due = Math.min(newer.due, entry.due);
    } else this.#put(entry);
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
    const wait = entry.due - Date.now();
    if (wait > 0) {
      this.#wakeIn(repository, wait);
      return;
    }
    entries.delete(key);
    const run = this.#run(entry).finally(() => {
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
      this.#putBack({ ...entry, attempt: entry.attempt + 1, due: Date.now() + wait });
    }
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

/** The newer job, doing all that either was to do. */
function merge(before: Job, after: Job): Job {
  if (!("again" in before) || !("again" in after)) return after;
  return { ...after, again: before.again || after.again };
}
