import type { Account } from "./accounts.ts";
import type { PullRequest } from "./issues.ts";
import type { Repository } from "./repositories.ts";

/** A pull request that waits for its turn. */
export interface QueueEntry {
  readonly id: number;
  readonly nodeId: string;
  readonly pullRequest: PullRequest;
  readonly enqueuer: Account;
  readonly enqueuedAt: Date;
  /** What the branch would become with it and all before it, once it is in a group. */
  headOid: string | null;
  /** What it was put on top of. */
  baseOid: string | null;
  /** The commits that were made for it. */
  rewrittenOids: readonly string[];
}

/** Pull requests that are checked, and merged, together. */
export interface MergeGroup {
  readonly queue: MergeQueue;
  readonly entries: readonly QueueEntry[];
  readonly headOid: string;
  readonly baseOid: string;
  /** In full: "refs/heads/gh-readonly-queue/main/pr-7-<base>". */
  readonly headRef: string;
}

/** The queue before a branch. */
export interface MergeQueue {
  readonly repository: Repository;
  readonly branch: string;
  readonly entries: QueueEntry[];
  readonly groups: MergeGroup[];
}
