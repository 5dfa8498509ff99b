import { judgeCommit } from "../judge.ts";
import { EvidenceUnavailable, type MergeGroup, type Platform } from "../ports.ts";
import { planCommit } from "../publication.ts";
import type { MergeGroupJob } from "../queue.ts";
import type { AnySeen } from "../shared-checks.ts";
import { FIRST_ATTEMPT_SHOWN, type Surroundings } from "../surroundings.ts";
import { NO_RELEASE_YET } from "./no-release-yet.ts";
import { isWorthSaying, sayItCouldNotBeTold } from "./could-not-tell.ts";
import { record } from "./record.ts";
import { isPartlyUnread, lookAgainAtMembers } from "./look-again.ts";
import { summaryOf } from "./siblings.ts";

/** Decides what the merge queue wants to merge: by every member that is a release. */
export async function decideMergeGroup(
  job: MergeGroupJob,
  attempt: number,
  around: Surroundings,
): Promise<void> {
  const { repository, head } = job;
  const platform = await around.platform(job.installationId);
  let unread: boolean;
  try {
    const group = await groupOf(job, attempt, platform, around);
    if (group === null) {
      await around.held.release(job);
      return;
    }
    const all = await judgeMembers(job, group, platform, around);
    const [first, ...others] = all;
    if (!first) return;
    await record(all, around);
    await platform.publish(planCommit([first, ...others], around), first.snapshot.published, {
      again: false,
    });
    await around.held.keep({ job, told: null });
    await lookAgainAtMembers(job, all, around);
    unread = all.some((each) => isPartlyUnread(each));
    around.log.info(summaryOf(all), "decided");
  } catch (error) {
    if (isWorthSaying(error, attempt)) {
      const untold = { repository, commit: head, pullRequest: null, stage: "review" as const };
      await sayItCouldNotBeTold(untold, error, platform, around);
    }
    throw error;
  }
  if (unread) throw new EvidenceUnavailable("forbidden", "GitHub did not tell everything.");
}

/** Null: nothing waits for that commit any more. The queue may show a new group a little late. */
async function groupOf(
  job: MergeGroupJob,
  attempt: number,
  platform: Platform,
  around: Surroundings,
): Promise<MergeGroup | null> {
  const { sources } = await platform.policies(job.repository, "anew");
  if (sources.length === 0) return null;
  const groups = await platform.mergeGroups(job.repository, job.branch);
  const group = groups.find(({ head }) => head === job.head) ?? null;
  if (group !== null || attempt > FIRST_ATTEMPT_SHOWN || (await around.held.get(job)) !== null)
    return group;
  // What was decided and has left the queue, merged perhaps, is not called in question.
  const { checks } = await platform.published(job.repository, job.head);
  if (checks.some(({ name }) => name === "portcullis")) return null;
  throw new EvidenceUnavailable("unexpected-answer", "The merge queue does not show this group.");
}

async function judgeMembers(
  { repository }: MergeGroupJob,
  { head, members }: MergeGroup,
  platform: Platform,
  around: Surroundings,
) {
  if (members.status !== "read") {
    const reason = members.status === "unreadable" ? members.reason : "Nobody asked GitHub.";
    throw new EvidenceUnavailable("unexpected-answer", reason);
  }
  const options = { now: around.now(), knowledge: around.knowledge };
  const asked = { repository, commit: head, kind: "merge-group" as const, ...NO_RELEASE_YET };
  const judged: Extract<Awaited<ReturnType<typeof judgeCommit>>, AnySeen>[] = [];
  for (const member of members.value) {
    const one = await judgeCommit(platform.commit({ ...asked, member }), options);
    if (!("snapshot" in one)) return [];
    // Without its pull request nobody can tell whether it is a release.
    if (one.snapshot.candidate.pullRequest === null && one.status === "no-candidate") {
      const words = `Pull request ${member} of the merge group could not be read.`;
      throw new EvidenceUnavailable("unexpected-answer", words);
    }
    judged.push(one);
  }
  return judged;
}
