import { isReleaseBranch } from "../candidacy.ts";
import { judge, judgeCommit, type Judgement, type JudgeOptions } from "../judge.ts";
import {
  type EvidenceUnavailable,
  type Platform,
  type Publication,
  type PullRequestRef,
  type PullRequestSnapshot,
} from "../ports.ts";
import { plan } from "../publication.ts";
import type { JobOf } from "../queue.ts";
import type { AnySeen } from "../shared-checks.ts";
import type { Surroundings } from "../surroundings.ts";
import { NO_RELEASE_YET } from "./no-release-yet.ts";
import { isWorthSaying, sayItCouldNotBeTold } from "./could-not-tell.ts";
import { judgeSiblings, summaryOf } from "./siblings.ts";
import { record } from "./record.ts";
import { isPartlyUnread, lookAgainInTime, lookAgainSoon, wakeHeld } from "./look-again.ts";

type PullRequestJob = JobOf<"pull-request">;
type Seen = Extract<Judgement, { snapshot: unknown }>;

/** The main way: gather the evidence, decide, publish. */
export async function decidePullRequest(
  job: PullRequestJob,
  attempt: number,
  around: Surroundings,
): Promise<void> {
  const platform = await around.platform(job.ref.installationId);
  const freshness = job.again ? ("anew" as const) : ("remembered" as const);
  const options = { now: around.now(), knowledge: around.knowledge, freshness };
  let isUnfinished: boolean;
  let failure: EvidenceUnavailable | null;
  try {
    const own = await judge(platform.pullRequest(job.ref), options);
    if (own.status === "nobody-asked" || own.status === "gone") return;
    await queueWhatItBecame(job.ref, own.snapshot, around);
    const siblings = [
      ...(await judgeSiblings(own.snapshot, job.ref, platform, options)),
      ...(await judgeItsBranch(own, platform, options)),
    ];
    const publication = plan(own, siblings, around);
    if (publication === null || (await hasMovedOn(job, publication, around))) return;
    await record([own], around);
    const unwritten = await platform.publish(publication, own.snapshot.published, {
      again: job.again,
    });
    const { notAsked, comment } = unwritten;
    // The checks say what was decided: that is not taken back because nothing more could be said.
    failure = unwritten.failure;
    await queueSiblings(job.ref, own, publication, around);
    const unread = isPartlyUnread(own) || siblings.some(isUnread);
    if (!unread && own.status === "decided") await lookAgainInTime(job, own, around);
    // Whom asking failed for now is asked the next time; the checks stand meanwhile.
    const refused = notAsked.filter(({ why }) => why !== "not-yet");
    isUnfinished = unread || refused.length < notAsked.length || failure !== null;
    // The comment says whom GitHub does not let us ask; the log names nobody.
    const summary = { ...summaryOf([own, ...siblings]), refused: refused.length };
    around.log.info(comment === null ? summary : { ...summary, comment }, "decided");
  } catch (error) {
    if (isWorthSaying(error, attempt) && job.head !== null) {
      const { repository, number } = job.ref;
      const untold = {
        repository,
        commit: job.head,
        pullRequest: number,
        stage: "review" as const,
      };
      await sayItCouldNotBeTold(untold, error, platform, around);
    }
    throw error;
  } finally {
    await wakeHeld(job.ref, around);
  }
  if (isUnfinished) await lookAgainSoon(job, around, failure);
}

/** What comes next for it tells of another head: what was found out about this one is past. */
async function hasMovedOn(
  job: PullRequestJob,
  { commit }: Publication,
  around: Surroundings,
): Promise<boolean> {
  const next = await around.queue.waiting(job);
  return next?.kind === "pull-request" && next.head !== null && next.head !== commit;
}

/** What was merged lives on in its branch and in releases: an approval may still come. */
async function queueWhatItBecame(
  { installationId, repository }: PullRequestRef,
  { candidate, changesPolicy }: PullRequestSnapshot,
  around: Surroundings,
): Promise<void> {
  const { pullRequest } = candidate;
  if (pullRequest?.state !== "merged") return;
  // Who approves what became the policy concerns everything there.
  if (changesPolicy) await around.queue.add({ kind: "repository", installationId, repository });
  const where = { installationId, repository, again: false };
  await around.queue.add({ ...where, kind: "branch", branch: pullRequest.base.ref });
  await around.queue.add({ ...where, kind: "releases", commit: null });
}

/** The head can be that of a release branch at the same time: `release/1.x` up for merging into `main`. */
async function judgeItsBranch(
  own: Seen,
  platform: Platform,
  options: JudgeOptions,
): Promise<readonly AnySeen[]> {
  if (own.status !== "decided" || own.policy === null) return [];
  const { candidate, policies } = own.snapshot;
  const { pullRequest, repository, commit } = candidate;
  if (!pullRequest || pullRequest.fromFork) return [];
  if (!isReleaseBranch(pullRequest.headRef, own.policy, policies.defaultBranch)) return [];
  const branch = await judgeCommit(
    platform.commit({ repository, commit, kind: "commit", ...NO_RELEASE_YET }),
    options,
  );
  return branch.status === "decided" ? [branch] : [];
}

/**
 * Checks belong to the commit, comments to a pull request: where the checks turned, what the others
 * with that head say about them is looked at as well. They find the checks written, and end there.
 */
async function queueSiblings(
  ref: PullRequestRef,
  own: Seen,
  publication: Publication,
  around: Surroundings,
): Promise<void> {
  const { siblings, published } = own.snapshot;
  const aggregate = ({ name }: { readonly name: string }) => name === "portcullis";
  const before = published.checks.find(aggregate)?.conclusion;
  if (siblings.status !== "read" || before === publication.checks.find(aggregate)?.conclusion)
    return;
  for (const number of siblings.value) {
    const sibling = { ...ref, number };
    await around.queue.add({
      kind: "pull-request",
      ref: sibling,
      head: publication.commit,
      again: false,
    });
  }
}

function isUnread(seen: AnySeen): boolean {
  return isPartlyUnread(seen);
}
