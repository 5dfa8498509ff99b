import { commitsBetween } from "../../git/history.ts";
import type { Account } from "../accounts.ts";
import type { PullRequest } from "../issues.ts";
import type { World } from "../world.ts";
import { recordEvent } from "./record-event.ts";

/** Closes a pull request without merging it. */
export function closePullRequest(world: World, pullRequest: PullRequest, by: Account): void {
  pullRequest.state = "CLOSED";
  pullRequest.closedAt = world.now();
  recordEvent(world, pullRequest, by, { type: "ClosedEvent" });
  world.emit({ event: "pull_request", action: "closed", pullRequest, sender: by });
}

/** Records that a pull request is merged, and announces it; a rebase made `rewritten` commits. */
export function markMerged(
  world: World,
  pullRequest: PullRequest,
  commitOid: string,
  by: Account,
  rewritten: readonly string[] = [],
): void {
  const now = world.now();
  const { repository, baseOid, headOid } = pullRequest;
  // Those of its branch stay associated with it, also where a squash or rebase left them out.
  const own = commitsBetween(repository.objects, baseOid, headOid).map((commit) => commit.oid);
  pullRequest.introducedOids = new Set([...own, ...rewritten, commitOid]);
  Object.assign(pullRequest, {
    state: "MERGED",
    mergedAt: now,
    closedAt: now,
    updatedAt: now,
    mergedBy: by,
    mergeCommitOid: commitOid,
  } satisfies Partial<PullRequest>);
  const refName = pullRequest.baseRef;
  recordEvent(world, pullRequest, by, { type: "MergedEvent", commitOid, refName });
  recordEvent(world, pullRequest, by, { type: "ClosedEvent" });
  world.emit({ event: "pull_request", action: "closed", pullRequest, sender: by });
}
