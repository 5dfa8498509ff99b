import type { Evidence, Instant, People, Policy, PolicySource } from "../domain/index.ts";
import type { Knowledge } from "./knowledge.ts";
import { withDataMaps } from "./data-map-files.ts";
import { interpret } from "./policy-reading.ts";
import { policyVersionsOf } from "./policy-versions.ts";
import {
  EvidenceUnavailable,
  type EvidenceSource,
  type Freshness,
  type PoliciesInForce,
  type Snapshot,
} from "./ports.ts";
import { NOT_ASKED, scrutinyAskedBy, scrutinyWithout } from "./scrutiny.ts";
import { readDocuments } from "./understand.ts";
import { withNamedFiles } from "./named-files.ts";
import { NOTHING_WANTED, namesIn, pathsNamedIn, wantedBy } from "./wanted.ts";

/** What was gathered about one candidate; `policy` is null where it cannot be understood. */
export interface Gathered<S extends Snapshot> {
  readonly evidence: Evidence;
  readonly snapshot: S;
  readonly policy: Policy | null;
}

export interface GatherOptions {
  readonly now: Instant;
  readonly knowledge: Knowledge;
  /** Of memberships, and unless `scrutiny` says otherwise of what GitHub watches over. */
  readonly freshness?: Freshness;
  readonly scrutiny?: Freshness;
}

/** How often a policy may change while we read, before we give up for now. */
const ATTEMPTS = 3;

/** The policy as it stands, and the snapshot that was read for it. Null: nobody asked, or it is gone. */
export async function readInForce<S extends Snapshot>(
  source: EvidenceSource<S>,
  knowledge: Knowledge,
): Promise<{ readonly inForce: PoliciesInForce; readonly snapshot: S } | "nobody-asked" | "gone"> {
  let inForce = await source.policies();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (inForce.sources.length === 0) return "nobody-asked";
    const reading = interpret(inForce.sources, inForce, knowledge);
    const snapshot = await source.snapshot(
      reading.status === "valid" ? wantedBy(reading.policy) : NOTHING_WANTED,
    );
    if (snapshot === null) return "gone";
    if (areTheSame(snapshot.policies, inForce)) return { inForce, snapshot };
    inForce = snapshot.policies;
  }
  throw new EvidenceUnavailable("unexpected-answer", "The policy changed while it was read.");
}

/**
 * Gathers the evidence for a snapshot under the given policies: looks up what its documents name,
 * and whom its policy names. `snapshot` must have been read for these policies.
 */
export async function gatherEvidence<S extends Snapshot>(
  source: EvidenceSource<S>,
  snapshot: S,
  policies: readonly PolicySource[],
  options: GatherOptions,
): Promise<Gathered<S>> {
  const { knowledge, now, freshness = "remembered", scrutiny: watched = freshness } = options;
  const reading = interpret(policies, snapshot.policies, knowledge);
  const policy = reading.status === "valid" ? reading.policy : null;
  const whole = policy === null ? snapshot : await withTexts(source, snapshot, policy);
  const { candidate, listings, range, previousRelease } = whole;
  const { defaultBranch } = snapshot.policies;
  const policyHistory = policy === null ? NOT_ASKED : await source.policyHistory(snapshot, watched);
  const versions = policyVersionsOf(
    { policies, policyHistory, defaultBranch, candidate },
    knowledge,
  );
  const authorising = versions.flatMap((version) => version.policy ?? []);
  const [files, people, scrutiny] =
    policy === null
      ? [snapshot.files, NOBODY, scrutinyWithout(NOT_ASKED)]
      : await Promise.all([
          allFiles(source, whole, policy, knowledge),
          source.people(namesIn([policy, ...authorising]), freshness),
          source.scrutiny(snapshot, scrutinyAskedBy(policy), watched),
        ]);
  const { commits, reviews, timeline, planChange, changesPolicy, assets } = snapshot;
  const { alerts, dependencies, arrivals, twoFactor } = scrutiny;
  const evidence: Evidence = {
    at: now,
    candidate,
    defaultBranch,
    policies,
    files,
    listings,
    range,
    previousRelease,
    commits,
    reviews,
    timeline,
    people,
    planChange,
    policyHistory,
    changesPolicy,
    assets,
    alerts,
    dependencies,
    arrivals,
    twoFactor,
  };
  return { evidence, snapshot, policy };
}

/** The texts of files that globs of the policy match. */
async function withTexts<S extends Snapshot>(
  source: EvidenceSource<S>,
  snapshot: S,
  policy: Policy,
): Promise<S> {
  return withNamedFiles(source, await withDataMaps(source, snapshot, policy), policy);
}

async function allFiles<S extends Snapshot>(
  source: EvidenceSource<S>,
  snapshot: S,
  policy: Policy,
  knowledge: Knowledge,
) {
  const named = pathsNamedIn(readDocuments(snapshot, policy, knowledge), snapshot.files);
  if (named.length === 0) return snapshot.files;
  return {
    ...snapshot.files,
    ...(await source.files(snapshot.candidate.commit, named)),
  };
}

const NOBODY: People = { users: {}, teams: {} };

function areTheSame(a: PoliciesInForce, b: PoliciesInForce): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
