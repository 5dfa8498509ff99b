import type { Account } from "../world/accounts.ts";
import type { MergeMethod } from "../world/actions/merge-pull-request.ts";
import { dropGroup, enqueue, formGroup, mergeGroup } from "../world/actions/merge-queues.ts";
import type { MergeGroup, MergeQueue } from "../world/merge-queues.ts";
import type { World } from "../world/world.ts";
import type { PullRequestHandle } from "./pull-request-handle.ts";

/** A merge queue and what happens in it. */
export class MergeQueueHandle {
  readonly #world: World;
  /** The state itself, to look at. */
  readonly record: MergeQueue;

  constructor(world: World, record: MergeQueue) {
    this.#world = world;
    this.record = record;
  }

  /** Their authors add pull requests. */
  enqueue(...pulls: readonly PullRequestHandle[]): void {
    for (const { record } of pulls) enqueue(this.#world, this.record, record, record.author);
  }

  /** Somebody adds a pull request. */
  enqueueBy(by: Account, pull: PullRequestHandle): void {
    enqueue(this.#world, this.record, pull.record, by);
  }

  /** Puts the next pull requests together, all of them unless a number is given. */
  formGroup(size = Infinity, options: { method?: MergeMethod } = {}): MergeGroupHandle {
    const group = formGroup(this.#world, this.record, size, options.method ?? "merge");
    return new MergeGroupHandle(this.#world, group);
  }

  /** The groups that are checked now, first to be merged first. */
  groups(): MergeGroupHandle[] {
    return this.record.groups.map((group) => new MergeGroupHandle(this.#world, group));
  }

  /** Merges the first group. */
  merge(): void {
    this.#first().merge();
  }

  /** Gives the first group up. */
  drop(reason?: "dequeued" | "invalidated"): void {
    this.#first().drop(reason);
  }

  #first(): MergeGroupHandle {
    const [group] = this.groups();
    if (group === undefined) throw new Error("The queue has no group");
    return group;
  }
}

/** Pull requests that are checked, and merged, together. */
export class MergeGroupHandle {
  readonly #world: World;
  /** The state itself, to look at. */
  readonly record: MergeGroup;

  constructor(world: World, record: MergeGroup) {
    this.#world = world;
    this.record = record;
  }

  /** The commit that is checked, and would become the branch. */
  get headOid(): string {
    return this.record.headOid;
  }

  /** What the group was put on top of. */
  get baseOid(): string {
    return this.record.baseOid;
  }

  /** In full: "refs/heads/gh-readonly-queue/main/pr-7-<base>". */
  get headRef(): string {
    return this.record.headRef;
  }

  /** Merges it, once the required checks of its head are green. */
  merge(): void {
    mergeGroup(this.#world, this.record);
  }

  /** Gives it up; "invalidated" leaves its pull requests in the queue. */
  drop(reason: "dequeued" | "invalidated" = "dequeued"): void {
    dropGroup(this.#world, this.record, reason);
  }
}
