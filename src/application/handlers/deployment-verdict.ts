import type { Outcome, Policy } from "../../domain/index.ts";
import { isNamed } from "../candidacy.ts";
import { judgeCommit, type Decided } from "../judge.ts";
import {
  EvidenceUnavailable,
  type CommitSnapshot,
  type Platform,
  type WaitingDeployment,
} from "../ports.ts";
import type { DeploymentReport, DeploymentState } from "../report/index.ts";
import type { Surroundings } from "../surroundings.ts";
import { record } from "./record.ts";
import { isPartlyUnread } from "./look-again.ts";
import { NO_RELEASE_YET } from "./no-release-yet.ts";
import { policyOf } from "./policy-of.ts";

/** What was found out about a deployment, before it is known whether its time is over. */
export interface FoundOut {
  readonly verdict: Exclude<DeploymentReport, { why: "given-up" }>;
  /** The one in force, or the last that was valid; null where there is none. */
  readonly policy: Policy | null;
  /** What could not be read, and may be there the next time. */
  readonly unread: EvidenceUnavailable | null;
}

interface Place {
  readonly platform: Platform;
  readonly repository: string;
  readonly policy: Policy;
  readonly around: Surroundings;
}

/** Finds out whether what is deployed may go where it is deployed to. */
export async function findOut(
  { environment, commit }: WaitingDeployment,
  repository: string,
  platform: Platform,
  around: Surroundings,
): Promise<FoundOut> {
  const about = { environment, commit: commit ?? "" };
  let policy: Policy | null = null;
  try {
    const standing = await policyOf(platform, repository, around.knowledge);
    policy = standing?.policy ?? null;
    if (standing === null)
      return { verdict: { ...about, why: "no-policy", state: "held" }, policy, unread: null };
    if (standing.isBroken || policy === null) {
      const { problems } = standing;
      const verdict = { ...about, why: "policy-broken", state: "held", problems } as const;
      return { verdict, policy, unread: null };
    }
    if (!isNamed(environment, policy.candidates.environments)) {
      const verdict = { ...about, why: "not-a-candidate", state: "approved" } as const;
      return { verdict, policy, unread: null };
    }
    if (commit === null) {
      const unsaid = new EvidenceUnavailable(
        "unexpected-answer",
        "GitHub does not say which commit the run of a pull request deploys.",
      );
      return { verdict: couldNotTell(about, unsaid, policy), policy, unread: null };
    }
    return {
      ...(await decide(environment, commit, { platform, repository, policy, around })),
      policy,
    };
  } catch (error) {
    if (!(error instanceof EvidenceUnavailable)) throw error;
    return { verdict: couldNotTell(about, error, policy), policy, unread: error };
  }
}

async function decide(
  environment: string,
  commit: string,
  place: Place,
): Promise<Pick<FoundOut, "verdict" | "unread">> {
  const { policy, around } = place;
  const about = { environment, commit };
  const { mode } = policy;
  const { whenBlocked } = policy.deployments;
  const tags = policy.deployments.of === "release" ? await tagsOf(commit, place) : [null];
  if (tags.length === 0) {
    const patterns = policy.candidates.tags.map(({ text }) => text);
    const settings = { mode, whenBlocked, tags: patterns } as const;
    const state = stateFor("blocked", policy);
    return { verdict: { ...about, ...settings, why: "no-release", state }, unread: null };
  }
  const decided = await bestOf(tags, environment, commit, place);
  const { decision } = decided;
  const { catalogue } = around.knowledge;
  const state = stateFor(decision.outcome, policy);
  const isUnread = isPartlyUnread(decided) && decision.outcome !== "passed";
  return {
    verdict: { ...about, mode, whenBlocked, why: "decided", state, decision, catalogue },
    unread: isUnread
      ? new EvidenceUnavailable("forbidden", "GitHub did not tell everything.")
      : null,
  };
}

function stateFor(outcome: Outcome, { mode, deployments }: Policy): DeploymentState {
  if (outcome === "passed" || mode === "observe") return "approved";
  return outcome === "blocked" && deployments.whenBlocked === "reject" ? "rejected" : "held";
}

function couldNotTell(
  about: { readonly environment: string; readonly commit: string },
  reason: EvidenceUnavailable,
  policy: Policy | null,
): FoundOut["verdict"] {
  const state = policy === null ? "held" : stateFor("unknown", policy);
  return { ...about, why: "could-not-tell", state, reason };
}

/** The tags that make the commit a release. */
async function tagsOf(
  commit: string,
  { platform, repository, policy }: Place,
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
  { platform, repository, around }: Place,
): Promise<Decided<CommitSnapshot>> {
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
  const [best] = judged.toSorted((a, b) => rank(a) - rank(b));
  if (best) {
    await record([best], around);
    return best;
  }
  const message = "The commit is not in the repository any more.";
  throw new EvidenceUnavailable("unexpected-answer", message);
}

async function assetsOf(tag: string, platform: Platform, repository: string) {
  const releases = await platform.releases(repository, { tag });
  if (releases.status !== "read") return releases;
  const having = releases.value.filter((release) => release.tag === tag);
  // Where a draft has the tag of a published release, what is out counts.
  const release = having.find(({ draft }) => !draft) ?? having[0];
  return { status: "read" as const, value: release?.assets ?? [] };
}
