import { secondsOf, type Outcome, type Policy } from "../../domain/index.ts";
import { isNamed } from "../candidacy.ts";
import { judgeCommit, type Decided } from "../judge.ts";
import {
  EvidenceUnavailable,
  type CommitSnapshot,
  type Platform,
  type WaitingDeployment,
} from "../ports.ts";
import type { DeploymentJob } from "../queue.ts";
import { deploymentWords, type DeploymentReport, type DeploymentState } from "../report/index.ts";
import type { Surroundings } from "../surroundings.ts";
import { NO_RELEASE_YET } from "./no-release-yet.ts";
import { policyOf } from "./policy-of.ts";

/** GitHub takes ten; the last word needs none of them, and nobody reads ten. */
const MOST_REPORTS = 5;

/** What is held is looked at so often, in case that an event was lost. */
const LOOK_AGAIN_AFTER_MS = 30 * 60_000;

/** Where nobody set how long a deployment may wait. */
const GIVE_UP_AFTER = "7d";

/** What was found out about a deployment, before it is known whether its time is over. */
type Verdict = Exclude<DeploymentReport, { why: "given-up" }>;

/** Answers a deployment: at once, or when what it waits for has come, or when its time is over. */
export async function decideDeployment(job: DeploymentJob, around: Surroundings): Promise<void> {
  const { repository, runId, environment } = job;
  const platform = await around.platform(job.installationId);
  const waiting = await platform.waitingDeployment(repository, runId, environment);
  if (waiting === null) return around.held.release(job);
  const standing = await policyOf(platform, repository, around.knowledge);
  const policy = standing?.policy ?? null;
  const commit = job.commit ?? waiting.commit;
  const about = { environment: waiting.environment, commit: commit ?? "" };
  const verdict: Verdict =
    standing === null
      ? { ...about, why: "no-policy", state: "held" }
      : standing.isBroken
        ? { ...about, why: "policy-broken", state: "held", problems: standing.problems }
        : await verdictOf(waiting, commit, { platform, repository, policy, around });
  await answer(job, waiting, inTime(verdict, waiting, policy, around), {
    platform,
    policy,
    around,
  });
}

interface Desk {
  readonly platform: Platform;
  readonly repository: string;
  readonly policy: Policy | null;
  readonly around: Surroundings;
}

async function verdictOf(
  { environment }: WaitingDeployment,
  commit: string | null,
  desk: Desk,
): Promise<Verdict> {
  const { policy, platform, repository, around } = desk;
  const about = { environment, commit: commit ?? "" };
  if (policy && !isNamed(environment, policy.candidates.environments))
    return { ...about, why: "not-a-candidate", state: "approved" };
  if (policy === null || commit === null) {
    const message = "GitHub does not say which commit is deployed.";
    const reason = { code: "unexpected-answer", message } as const;
    return { ...about, why: "could-not-tell", state: "held", reason };
  }
  const { mode } = policy;
  const { whenBlocked } = policy.deployments;
  const settings = { mode, whenBlocked } as const;
  const tags = policy.deployments.of === "release" ? await tagsOf(commit, desk, policy) : [null];
  if (tags.length === 0) {
    const patterns = policy.candidates.tags.map(({ text }) => text);
    const state = stateFor("blocked", policy);
    return { ...about, ...settings, why: "no-release", state, tags: patterns };
  }
  const decided = await bestOf(tags, environment, commit, desk);
  if (decided === null) {
    const message = "The commit is not in the repository any more.";
    const reason = { code: "unexpected-answer", message } as const;
    return { ...about, why: "could-not-tell", state: "held", reason };
  }
  const { decision } = decided;
  const { catalogue } = around.knowledge;
  const state = stateFor(decision.outcome, policy);
  return { ...about, ...settings, why: "decided", state, decision, catalogue };

  function stateFor(outcome: Outcome, { deployments }: Policy): DeploymentState {
    if (outcome === "passed" || mode === "observe") return "approved";
    return outcome === "blocked" && deployments.whenBlocked === "reject" ? "rejected" : "held";
  }
}

/** The tags that make the commit a release. */
async function tagsOf(
  commit: string,
  { platform, repository }: Desk,
  policy: Policy,
): Promise<readonly string[]> {
  const tags = await platform.tagsAt(repository, commit);
  if (tags.status !== "read") {
    const reason = tags.status === "unreadable" ? tags.reason : "Nobody asked GitHub.";
    throw new EvidenceUnavailable("unexpected-answer", reason);
  }
  return tags.value.filter((tag) => isNamed(tag, policy.candidates.tags));
}

const FROM_BEST_TO_WORST: readonly Outcome[] = ["passed", "waiting", "unknown", "blocked"];

/** A commit that is released under several tags may go out as the best of them. */
async function bestOf(
  tags: readonly (string | null)[],
  environment: string,
  commit: string,
  { platform, repository, around }: Desk,
): Promise<Decided<CommitSnapshot> | null> {
  const judged: Decided<CommitSnapshot>[] = [];
  for (const tag of tags) {
    const asked = { repository, commit, kind: "deployment" as const, environment };
    const one = await judgeCommit(
      platform.commit(
        tag === null
          ? { ...asked, ...NO_RELEASE_YET }
          : {
              ...asked,
              stage: "release",
              release: tag,
              member: null,
              assets: await assetsOf(tag, platform, repository),
            },
      ),
      { now: around.now(), knowledge: around.knowledge, freshness: "anew" },
    );
    if (one.status === "decided") judged.push(one);
  }
  const rank = ({ decision }: Decided<CommitSnapshot>) =>
    FROM_BEST_TO_WORST.indexOf(decision.outcome);
  return judged.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

async function assetsOf(tag: string, platform: Platform, repository: string) {
  const releases = await platform.releases(repository, { tag });
  if (releases.status !== "read") return releases;
  const having = releases.value.filter((release) => release.tag === tag);
  // Where a draft has the tag of a published release, what is out counts.
  const release = having.find(({ draft }) => !draft) ?? having[0];
  return { status: "read" as const, value: release?.assets ?? [] };
}

/** What was held for too long is rejected: it would block the environment's queue for ever. */
function inTime(
  verdict: Verdict,
  { since }: WaitingDeployment,
  policy: Policy | null,
  around: Surroundings,
): DeploymentReport {
  if (verdict.state !== "held") return verdict;
  const after = policy?.deployments.giveUpAfter ?? GIVE_UP_AFTER;
  if (Date.parse(around.now()) < endOf(since, after)) return verdict;
  const { environment, commit } = verdict;
  const last = verdict.why === "decided" ? verdict : null;
  return { environment, commit, why: "given-up", state: "rejected", since, after, last };
}

function endOf(since: string, after: string): number {
  return Date.parse(since) + (secondsOf(after) ?? 0) * 1_000;
}

async function answer(
  job: DeploymentJob,
  waiting: WaitingDeployment,
  report: DeploymentReport,
  { platform, policy, around }: Omit<Desk, "repository">,
): Promise<void> {
  const { repository, runId } = job;
  const comment = deploymentWords(report);
  const deployment = { runId, environment: waiting.environment };
  const details = { repository, runId, environment: waiting.environment, state: report.state };
  if (report.state !== "held") {
    const { state } = report;
    const done = await platform.answerDeployment(repository, deployment, { state, comment });
    if (done.status === "refused") throw new EvidenceUnavailable("forbidden", done.why);
    around.log.info(details, "deployment answered");
    return around.held.release(job);
  }
  const before = around.held.get(job);
  const reports = before?.reports ?? 0;
  const isNews = before?.said !== comment && reports < MOST_REPORTS;
  if (isNews) {
    const done = await platform.answerDeployment(repository, deployment, { comment });
    if (done.status === "refused")
      around.log.warn({ ...details, why: done.why }, "GitHub refused the report");
  }
  around.held.keep({
    job: { ...job, commit: job.commit ?? waiting.commit },
    reports: reports + (isNews ? 1 : 0),
    said: isNews ? comment : (before?.said ?? comment),
  });
  const end = endOf(waiting.since, policy?.deployments.giveUpAfter ?? GIVE_UP_AFTER);
  const soon = Date.parse(around.now()) + LOOK_AGAIN_AFTER_MS;
  around.queue().add(job, new Date(Math.min(end, soon)).toISOString());
}
