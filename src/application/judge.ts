import type {
  Candidate,
  Decision,
  Evidence,
  Instant,
  Policy,
  PolicySource,
} from "../domain/index.ts";
import { isCandidate, isRelease } from "./candidacy.ts";
import { decide } from "./decide.ts";
import { gatherEvidence, readInForce, type Gathered } from "./gather-evidence.ts";
import { interpret } from "./policy-reading.ts";
import type { Knowledge } from "./knowledge.ts";
import {
  EvidenceUnavailable,
  type CommitSnapshot,
  type EvidenceSource,
  type Freshness,
  type PoliciesInForce,
  type PullRequestSnapshot,
  type PullRequestSource,
  type Snapshot,
} from "./ports.ts";
import type { Proposal } from "./report/index.ts";
import { wantedBy } from "./wanted.ts";

/** What was found out about one candidate: a pull request, or a commit that came up otherwise. */
export type Judgement<S extends Snapshot = PullRequestSnapshot> =
  /** No policy stands anywhere: nobody asked for a gate, so nothing is published. */
  { readonly status: "nobody-asked" } | { readonly status: "gone" } | NoCandidate<S> | Decided<S>;

export interface NoCandidate<S extends Snapshot> {
  readonly status: "no-candidate";
  readonly snapshot: S;
}

export interface Decided<S extends Snapshot> {
  readonly status: "decided";
  readonly snapshot: S;
  /** Null where the policy cannot be understood. */
  readonly policy: Policy | null;
  readonly decision: Decision;
  /** What was decided from. */
  readonly evidence: Evidence;
  readonly proposal: Proposal | null;
}

export interface JudgeOptions {
  readonly now: Instant;
  readonly knowledge: Knowledge;
  /** `anew` where somebody asked to look again: they may have changed who is in a team. */
  readonly freshness?: Freshness;
}

/** Reads a pull request and everything about it, and decides. Publishes nothing. */
export async function judge(source: PullRequestSource, options: JudgeOptions): Promise<Judgement> {
  const read = await readInForce(source, options.knowledge);
  if (typeof read === "string") return { status: read };
  const policies = await repaired(source, read.snapshot, read.inForce, options.knowledge);
  const gathered = await gatherUnder(policies, source, read.snapshot, options);
  if (gathered === "no-candidate") return { status: "no-candidate", snapshot: read.snapshot };
  const { snapshot, policy, decision, evidence } = await settled(
    gathered,
    policies,
    source,
    options,
  );
  const proposal = await propose(source, snapshot, read.inForce, options);
  return { status: "decided", snapshot, policy, decision, evidence, proposal };
}

/** The same for a commit that is brought up otherwise. */
export async function judgeCommit(
  source: EvidenceSource<CommitSnapshot>,
  options: JudgeOptions,
): Promise<Judgement<CommitSnapshot>> {
  const read = await readInForce(source, options.knowledge);
  if (typeof read === "string") return { status: read };
  const { snapshot, inForce } = read;
  const reading = interpret(inForce.sources, inForce, options.knowledge);
  if (reading.status === "valid" && !isUpForRelease(snapshot.candidate, reading.policy))
    return { status: "no-candidate", snapshot };
  const gathered = await gatherEvidence(source, snapshot, inForce.sources, options);
  const decided = await settled(gathered, inForce.sources, source, options);
  return { status: "decided", ...decided, proposal: null };
}

/**
 * Whether a commit is a candidate, given that its branch, tag or environment is one: a merge group's
 * member has to be a release itself, and so has the pull request that brought a branch its head. What
 * came to a branch past all pull requests is a candidate: nobody looked at it.
 */
function isUpForRelease({ kind, pullRequest, broughtBy }: Candidate, policy: Policy): boolean {
  // It may be merged while it is looked at, and stays what it was.
  if (kind === "merge-group") return pullRequest !== null && isRelease(pullRequest, policy);
  return kind !== "commit" || broughtBy === undefined;
}

/**
 * A pull request that mends a broken policy is decided by the last one that was valid on the default
 * branch: else nobody could ever mend it. All others stay shut until it is mended.
 */
async function repaired(
  source: PullRequestSource,
  snapshot: PullRequestSnapshot,
  inForce: PoliciesInForce,
  knowledge: Knowledge,
): Promise<readonly PolicySource[]> {
  const { sources } = inForce;
  const hasOwn = sources.some(({ repository }) => isOf(snapshot, repository));
  if (snapshot.proposedPolicy === null || !hasOwn) return sources;
  if (interpret(sources, inForce, knowledge).status === "valid") return sources;
  const earlier = await source.earlierPolicies();
  if (earlier.status !== "read") return sources;
  for (const version of earlier.value) {
    // The organisation's policy is not mended here, and stays below whatever is.
    const candidate = await source.policiesWith(version);
    if (interpret(candidate, inForce, knowledge).status === "valid") return candidate;
  }
  return sources;
}

async function gatherUnder(
  policies: readonly PolicySource[],
  source: PullRequestSource,
  snapshot: PullRequestSnapshot,
  options: JudgeOptions,
): Promise<Gathered<PullRequestSnapshot> | "no-candidate"> {
  const { pullRequest } = snapshot.candidate;
  const reading = interpret(policies, snapshot.policies, options.knowledge);
  if (pullRequest?.state !== "open") return "no-candidate";
  if (reading.status !== "valid") return gatherEvidence(source, snapshot, policies, options);
  if (!isCandidate(pullRequest, reading.policy)) return "no-candidate";
  // The snapshot was read for the policy in force; another one may want other documents.
  const isInForce = policies === snapshot.policies.sources || areSame(policies, snapshot);
  const fitting = isInForce ? snapshot : await source.snapshot(wantedBy(reading.policy));
  if (fitting?.candidate.commit !== snapshot.candidate.commit) {
    throw new EvidenceUnavailable(
      "unexpected-answer",
      "The pull request changed while it was read.",
    );
  }
  return gatherEvidence(source, fitting, policies, options);
}

/** No decision passes on memberships that were only remembered: they are looked up anew. */
async function settled<S extends Snapshot>(
  gathered: Gathered<S>,
  policies: readonly PolicySource[],
  source: EvidenceSource<S>,
  options: JudgeOptions,
): Promise<Pick<Decided<S>, "snapshot" | "policy" | "decision" | "evidence">> {
  const { snapshot, policy, evidence } = gathered;
  const decision = decide(evidence, options.knowledge);
  if (decision.outcome !== "passed" || options.freshness === "anew") {
    return { snapshot, policy, decision, evidence };
  }
  // Alerts tell of themselves by events, so what was read of them minutes ago will do.
  const again = await gatherEvidence(source, snapshot, policies, {
    ...options,
    freshness: "anew",
    scrutiny: "remembered",
  });
  return {
    snapshot,
    policy,
    decision: decide(again.evidence, options.knowledge),
    evidence: again.evidence,
  };
}

/** What the pull request's own change of the policy would mean. It takes effect only on merging. */
async function propose(
  source: PullRequestSource,
  snapshot: PullRequestSnapshot,
  inForce: PoliciesInForce,
  options: JudgeOptions,
): Promise<Proposal | null> {
  const entry = snapshot.proposedPolicy;
  const [any] = inForce.sources;
  if (entry === null || !any) return null;
  const own = { repository: snapshot.candidate.repository, path: any.path, entry };
  const proposed = await source.policiesWith(entry.kind === "missing" ? null : own);
  if (proposed.length === 0) return removal(any.path);
  const reading = interpret(proposed, inForce, options.knowledge);
  if (reading.status !== "valid") return { status: "invalid", problems: reading.problems };
  const gathered = await gatherUnder(proposed, source, snapshot, options);
  return {
    status: "valid",
    decision:
      gathered === "no-candidate"
        ? "not-a-candidate"
        : decide(gathered.evidence, options.knowledge),
  };
}

function removal(path: string): Proposal {
  return {
    status: "invalid",
    problems: [
      {
        path,
        line: 1,
        field: "",
        message: "This pull request removes the policy: from then on no gate is asked for.",
        remedy: "Keep the policy, unless that is what you want.",
      },
    ],
  };
}

function isOf(snapshot: Snapshot, repository: string): boolean {
  return repository.toLowerCase() === snapshot.candidate.repository.toLowerCase();
}

function areSame(policies: readonly PolicySource[], snapshot: Snapshot): boolean {
  return JSON.stringify(policies) === JSON.stringify(snapshot.policies.sources);
}
