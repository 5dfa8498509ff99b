import type { DeploymentReport, ReleaseReport } from "../../../src/application/report/index.ts";
import type { Decision } from "../../../src/domain/index.ts";
import { BLOCKED, CATALOGUE, COMMIT, PASSED, report, UNKNOWN, WAITING } from "./fixtures.ts";

/** Where the tag pointed when the release passed. */
export const EARLIER = "fed13a27c40bfed13a27c40bfed13a27c40bfed1";

/** The decision as it is about a release at this stage. */
export function asRelease(of: Decision): Decision {
  return {
    ...of,
    stage: "release",
    candidate: {
      kind: "release",
      repository: "acme/shop",
      number: 7,
      commit: COMMIT,
      release: "v1.4.0",
    },
  };
}

/** A draft, unless told otherwise. */
export function releaseReport(
  of: Decision,
  parts: Partial<Omit<ReleaseReport, "release">> & {
    release?: Partial<ReleaseReport["release"]>;
  } = {},
): ReleaseReport {
  const { release, ...rest } = parts;
  return {
    ...report(asRelease(of), { pullRequest: null }),
    publishers: { users: ["mona"], teams: ["acme/release-managers"] },
    action: "none",
    otherReleases: [],
    passedAt: null,
    ...rest,
    release: {
      tag: "v1.4.0",
      draft: true,
      prerelease: false,
      immutable: false,
      id: 123,
      ...release,
    },
  };
}

const PUBLISHED = { draft: false };

/** Every way in which a release can stand, by name. */
export const RELEASES: Readonly<Record<string, ReleaseReport>> = {
  blocked: releaseReport(BLOCKED),
  waiting: releaseReport(WAITING),
  passed: releaseReport(PASSED),
  unknown: releaseReport(UNKNOWN),
  "tag-only": releaseReport(BLOCKED, { release: { id: null, draft: false } }),
  published: releaseReport(PASSED, { release: { ...PUBLISHED, immutable: true } }),
  redrafted: releaseReport(BLOCKED, { action: "redraft" }),
  redrafting: releaseReport(WAITING, { action: "redraft", release: PUBLISHED }),
  prerelease: releaseReport(BLOCKED, {
    action: "prerelease",
    release: { draft: false, prerelease: true },
  }),
  reported: releaseReport(BLOCKED, { action: "report", release: PUBLISHED }),
  observed: releaseReport(BLOCKED, { mode: "observe", release: PUBLISHED }),
  "observed-passed": releaseReport(PASSED, { mode: "observe" }),
  "moved-tag": releaseReport(BLOCKED, { passedAt: EARLIER }),
  "two-releases": releaseReport(PASSED, {
    release: PUBLISHED,
    otherReleases: [
      { tag: "v1.4.1", outcome: "blocked" },
      { tag: "v1.4.0-rc.1", outcome: "passed" },
    ],
  }),
};

const DEPLOYED = { environment: "production", commit: COMMIT } as const;
const POLICY = ".github/portcullis.yml";

const decided = (
  of: Decision,
  state: "approved" | "held" | "rejected",
  parts: { mode?: "observe"; whenBlocked?: "reject" } = {},
): DeploymentReport => ({
  ...DEPLOYED,
  why: "decided",
  state,
  decision: {
    ...asRelease(of),
    candidate: { ...asRelease(of).candidate, kind: "deployment", environment: "production" },
  },
  catalogue: CATALOGUE,
  mode: "enforce",
  whenBlocked: "wait",
  ...parts,
});

/** Every way in which a deployment can stand, by name. */
export const DEPLOYMENTS: Readonly<Record<string, DeploymentReport>> = {
  approved: decided(PASSED, "approved"),
  waiting: decided(WAITING, "held"),
  blocked: decided(BLOCKED, "held"),
  unknown: decided(UNKNOWN, "held"),
  rejected: decided(BLOCKED, "rejected", { whenBlocked: "reject" }),
  observed: decided(BLOCKED, "approved", { mode: "observe" }),
  "observed-reject": decided(WAITING, "approved", { mode: "observe", whenBlocked: "reject" }),
  "observed-passed": decided(PASSED, "approved", { mode: "observe" }),
  "no-policy": { ...DEPLOYED, why: "no-policy", state: "approved" },
  "no-policy-held": { ...DEPLOYED, why: "no-policy", state: "held" },
  "not-a-candidate": {
    ...DEPLOYED,
    environment: "staging",
    why: "not-a-candidate",
    state: "approved",
  },
  "policy-broken": {
    ...DEPLOYED,
    why: "policy-broken",
    state: "held",
    problems: [
      {
        path: POLICY,
        line: 3,
        field: "criticalty",
        message: "`criticalty` is no key of the policy.",
        remedy: "Write `criticality`.",
      },
    ],
  },
  "no-release": {
    ...DEPLOYED,
    why: "no-release",
    state: "held",
    tags: ["v*", "release-*"],
    mode: "enforce",
    whenBlocked: "wait",
  },
  "no-release-observed": {
    ...DEPLOYED,
    why: "no-release",
    state: "approved",
    tags: ["v*"],
    mode: "observe",
    whenBlocked: "wait",
  },
  "could-not-tell": {
    ...DEPLOYED,
    why: "could-not-tell",
    state: "held",
    reason: { code: "forbidden", message: "Resource not accessible by integration" },
  },
  "given-up": {
    ...DEPLOYED,
    why: "given-up",
    state: "rejected",
    since: "2026-11-20T12:00:00Z",
    after: "7d",
    last: { decision: asRelease(WAITING), catalogue: CATALOGUE },
  },
  "given-up-unknown": {
    ...DEPLOYED,
    why: "given-up",
    state: "rejected",
    since: "2026-11-20T12:00:00Z",
    after: "7d",
    last: null,
  },
};
