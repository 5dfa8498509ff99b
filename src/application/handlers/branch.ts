import { isReleaseBranch } from "../candidacy.ts";
import { judgeCommit } from "../judge.ts";
import { planCommit } from "../publication.ts";
import type { BranchJob } from "../queue.ts";
import type { Surroundings } from "../surroundings.ts";
import { isWorthSaying, sayItCouldNotBeTold } from "./could-not-tell.ts";
import { policyOf } from "./policy-of.ts";
import { record } from "./record.ts";
import { isPartlyUnread, lookAgainInTime, lookAgainSoon, wakeHeld } from "./look-again.ts";
import { NO_RELEASE_YET } from "./no-release-yet.ts";
import { judgeSiblings, summaryOf } from "./siblings.ts";

/** Decides the head of a branch from which releases are made: also what was pushed there directly. */
export async function decideBranch(
  job: BranchJob,
  attempt: number,
  around: Surroundings,
): Promise<void> {
  const { repository, branch } = job;
  const platform = await around.platform(job.installationId);
  const standing = await policyOf(platform, repository, around.knowledge);
  if (standing === null) return;
  const { policy, defaultBranch } = standing;
  const isOne = policy ? isReleaseBranch(branch, policy, defaultBranch) : branch === defaultBranch;
  const commit = isOne ? await platform.branchHead(repository, branch) : null;
  if (commit === null) return;
  // A draft can be meant for whatever is the branch's head when it is published.
  const { installationId } = job;
  await around.queue.add({
    kind: "releases",
    installationId,
    repository,
    commit: null,
    again: false,
  });
  const freshness = job.again ? ("anew" as const) : ("remembered" as const);
  const options = { now: around.now(), knowledge: around.knowledge, freshness };
  let unread: boolean;
  try {
    const asked = { repository, commit, kind: "commit" as const, ...NO_RELEASE_YET };
    const own = await judgeCommit(platform.commit(asked), options);
    // Nobody waits for a check on what is no release: there is nothing to say, except to mend.
    if (own.status === "nobody-asked" || own.status === "gone") return;
    const { checks } = own.snapshot.published;
    if (own.status === "no-candidate" && checks.every(({ name }) => name !== "portcullis")) return;
    const siblings = await judgeSiblings(own.snapshot, job, platform, options);
    await record([own], around);
    await platform.publish(planCommit([own, ...siblings], around), own.snapshot.published, {
      again: job.again,
    });
    unread = isPartlyUnread(own) || siblings.some((each) => isPartlyUnread(each));
    if (!unread && own.status === "decided") await lookAgainInTime(job, own, around);
    around.log.info(summaryOf([own, ...siblings]), "decided");
  } catch (error) {
    if (isWorthSaying(error, attempt)) {
      const untold = { repository, commit, pullRequest: null, stage: "review" as const };
      await sayItCouldNotBeTold(untold, error, platform, around);
    }
    throw error;
  } finally {
    await wakeHeld(job, around);
  }
  if (unread) await lookAgainSoon(job, around);
}
