import { keyOf, type Held, type HeldJob, type HeldJobs } from "../../src/application/index.ts";

/** Keeps in memory what waits for people. */
export class MemoryHeld implements HeldJobs {
  readonly #held = new Map<string, Held>();

  get(job: HeldJob): Promise<Held | null> {
    return Promise.resolve(this.#held.get(keyOf(job)) ?? null);
  }

  keep(held: Held): Promise<void> {
    this.#held.set(keyOf(held.job), held);
    return Promise.resolve();
  }

  release(job: HeldJob): Promise<void> {
    this.#held.delete(keyOf(job));
    return Promise.resolve();
  }

  of({
    installationId,
    repository,
  }: Pick<HeldJob, "installationId" | "repository">): Promise<readonly HeldJob[]> {
    const here = repository.toLowerCase();
    return Promise.resolve(
      [...this.#held.values()]
        .map(({ job }) => job)
        .filter((job) => job.repository.toLowerCase() === here)
        .map((job) => ({ ...job, installationId })),
    );
  }
}
