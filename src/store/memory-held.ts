import { keyOf, type Held, type HeldJob, type HeldJobs } from "../application/index.ts";

/** Keeps in memory what waits for people. After a restart, going through everything finds it again. */
export class MemoryHeld implements HeldJobs {
  readonly #held = new Map<string, Held>();

  get(job: HeldJob): Held | null {
    return this.#held.get(keyOf(job)) ?? null;
  }

  keep(held: Held): void {
    this.#held.set(keyOf(held.job), held);
  }

  release(job: HeldJob): void {
    this.#held.delete(keyOf(job));
  }

  of(repository: string): readonly HeldJob[] {
    const here = repository.toLowerCase();
    return [...this.#held.values()]
      .map(({ job }) => job)
      .filter((job) => job.repository.toLowerCase() === here);
  }
}
