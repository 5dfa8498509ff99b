import fc from "fast-check";
import { decide } from "../../src/application/index.ts";
import type { Candidate, Evidence, PullRequest, ReleaseAsset } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { evidenceOf, readScenario, scenarioFiles } from "../support/scenario.ts";
import { shopEvidence } from "../support/shop.ts";

// What a mutation can take away: a part that cannot be read, a file that is gone or that is
// something else, a look-up that was not made.
const UNREADABLE = { status: "unreadable", reason: "It was taken away." } as const;
const ENTRIES = [
  { kind: "missing" },
  { kind: "not-a-file", what: "symlink" },
  { kind: "unreadable", oid: null, reason: "It was taken away." },
] as const;

type Removal = (evidence: Evidence) => Evidence;

const READINGS = [
  "range",
  "previousRelease",
  "commits",
  "reviews",
  "timeline",
  "planChange",
  "policyHistory",
  "assets",
  "dependencies",
  "arrivals",
  "twoFactor",
] as const satisfies readonly (keyof Evidence)[];

const ALERTS = ["secretScanning", "codeScanning", "dependabot"] as const;

const removalsOf = (evidence: Evidence): readonly Removal[] => [
  ...ALERTS.map((key): Removal => (e) => ({ ...e, alerts: { ...e.alerts, [key]: UNREADABLE } })),
  (e) => ({ ...e, changesPolicy: false }),
  ...READINGS.map((key): Removal => (e) => ({ ...e, [key]: UNREADABLE })),
  // Without a security.txt nothing is asked about it.
  ...Object.keys(evidence.files)
    .filter((path) => !path.endsWith("security.txt"))
    .flatMap((path): Removal[] => [
      ...ENTRIES.map((entry): Removal => (e) => ({ ...e, files: { ...e.files, [path]: entry } })),
      (e) => ({ ...e, files: without(e.files, path) }),
    ]),
  ...Object.keys(evidence.listings).map((glob): Removal => (e) => ({
    ...e,
    listings: { ...e.listings, [glob]: UNREADABLE },
  })),
  ...(["users", "teams"] as const).flatMap((kind) =>
    Object.keys(evidence.people[kind]).flatMap((name): Removal[] => [
      (e) => withPeople(e, kind, { ...e.people[kind], [name]: UNREADABLE }),
      (e) => withPeople(e, kind, without(e.people[kind], name)),
    ]),
  ),
  (e) => ({ ...e, policies: e.policies.map((policy) => ({ ...policy, entry: ENTRIES[2] })) }),
  ...Object.values(CARRYING),
];

// What makes the approvals of a merged pull request hold for the commit that it became, and what else
// falls due only with a release.
const CARRYING: Readonly<Record<string, Removal>> = {
  "the pull request": (e) => withCandidate(e, { pullRequest: null }),
  "that the pull request is a release": (e) =>
    withCandidate(e, { pullRequest: null, broughtBy: e.candidate.pullRequest?.number ?? 1 }),
  "that what was approved is what ships": (e) => withCandidate(e, { tree: "0".repeat(40) }),
  "that the approved head has these files": (e) =>
    withHead(e, { commit: e.candidate.commit, tree: "0".repeat(40) }),
  "the files of the release": (e) => ({ ...e, assets: { status: "read", value: [] } }),
  "what is in the files of the release": (e) =>
    e.assets.status === "read"
      ? withAssets(
          e,
          e.assets.value.map((asset) => ({ ...asset, size: 0 })),
        )
      : e,
  "which release it is": (e) => withCandidate(e, { release: "v0.0.0-nobody-reviewed" }),
};

function withCandidate(evidence: Evidence, parts: Partial<Candidate>): Evidence {
  return { ...evidence, candidate: { ...evidence.candidate, ...parts } };
}

function withHead(evidence: Evidence, head: PullRequest["head"]): Evidence {
  const { pullRequest } = evidence.candidate;
  return pullRequest === null
    ? evidence
    : withCandidate(evidence, { pullRequest: { ...pullRequest, head } });
}

function withAssets(evidence: Evidence, value: readonly ReleaseAsset[]): Evidence {
  return { ...evidence, assets: { status: "read", value } };
}

function without<T extends object>(record: T, key: string): T {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as T;
}

function withPeople(evidence: Evidence, kind: "users" | "teams", names: object): Evidence {
  return { ...evidence, people: { ...evidence.people, [kind]: names } };
}

/** A decision takes milliseconds; on a machine that does much else, hundreds of them take long. */
const LONGEST = 180_000;

describe("taking evidence away", () => {
  const inOrder = shopEvidence();
  const scenarios = scenarioFiles().map(({ url }) => evidenceOf(readScenario(url)));
  const isShut = (evidence: Evidence) => decide(evidence, KNOWLEDGE).outcome !== "passed";
  const shut = scenarios.filter(isShut);
  const atRelease = scenarios.filter(({ candidate }) => candidate.stage === "release");

  /** Up to four removals from one of these, the first of them one of `first`. */
  const lessOf = (
    all: readonly Evidence[],
    first: (evidence: Evidence) => readonly Removal[] = removalsOf,
  ) =>
    fc.constantFrom(...all).chain((evidence) =>
      fc.record({
        evidence: fc.constant(evidence),
        first: fc.constantFrom(...first(evidence)),
        more: fc.subarray([...removalsOf(evidence)], { maxLength: 3 }),
      }),
    );

  const stayShut = (less: ReturnType<typeof lessOf>, numRuns: number) => {
    fc.assert(
      fc.property(less, ({ evidence, first, more }) => {
        const left = [first, ...more].reduce((before, remove) => remove(before), evidence);
        expect(decide(left, KNOWLEDGE).outcome).not.toBe("passed");
      }),
      { numRuns },
    );
  };

  it(
    "never opens a gate that was shut, whatever is taken away together",
    () => {
      stayShut(lessOf(shut), 300);
    },
    LONGEST,
  );

  it(
    "never opens a gate that was shut at a release",
    () => {
      stayShut(lessOf(atRelease.filter(isShut)), 200);
    },
    LONGEST,
  );

  it(
    "shuts the gate of a release without what carries approvals, whatever else is taken away",
    () => {
      const open = atRelease.filter((evidence) => !isShut(evidence));
      expect(open.length).toBeGreaterThan(3);
      stayShut(
        lessOf(open, () => Object.values(CARRYING)),
        200,
      );
    },
    LONGEST,
  );

  const RELEASED = asReleased(inOrder);

  it("is tried on a release in which everything is in order", () => {
    expect(decide(RELEASED, KNOWLEDGE).outcome).toBe("passed");
  });

  it.each(Object.keys(CARRYING))("shuts the gate of a release without %s", (what) => {
    const left = CARRYING[what]?.(RELEASED) ?? RELEASED;
    expect(decide(left, KNOWLEDGE).outcome).not.toBe("passed");
  });

  // The responders approved this candidate too; a second factor is shown, and asked of nobody.
  const SPARE: readonly string[] = ["planChange", "twoFactor"];

  it.each([...READINGS].filter((key) => !SPARE.includes(key)))(
    "shuts the gate of a release when %s cannot be read",
    (key) => {
      expect(decide({ ...RELEASED, [key]: UNREADABLE }, KNOWLEDGE).outcome).toBe("unknown");
    },
  );

  it.each(ALERTS)("shuts the gate when the alerts of %s cannot be read", (key) => {
    const left = { ...inOrder, alerts: { ...inOrder.alerts, [key]: UNREADABLE } };
    expect(decide(left, KNOWLEDGE).outcome).toBe("unknown");
  });

  it("shuts the gate, except for what the decision does not rest on", () => {
    const spare = new Set([
      // Nobody needs it where it is missing, and `security.txt` is only read where there is one.
      ".well-known/security.txt missing",
      "security.txt missing",
    ]);
    const open = Object.keys(inOrder.files).flatMap((path) =>
      ENTRIES.filter((entry) => {
        const files = { ...inOrder.files, [path]: entry };
        return decide({ ...inOrder, files }, KNOWLEDGE).outcome === "passed";
      }).map((entry) => `${path} ${entry.kind}`),
    );
    expect(open.filter((each) => !spare.has(each))).toEqual([]);
  });

  it.each([
    "range",
    "previousRelease",
    "commits",
    "reviews",
    "timeline",
    "policyHistory",
    "dependencies",
    "arrivals",
  ] as const)("shuts the gate when %s cannot be read", (key) => {
    expect(decide({ ...inOrder, [key]: UNREADABLE }, KNOWLEDGE).outcome).toBe("unknown");
  });

  it.each([".well-known/security.txt", "security.txt"])(
    "shuts the gate while nobody has looked whether there is a %s",
    (path) => {
      const files = without(inOrder.files, path);
      expect(decide({ ...inOrder, files }, KNOWLEDGE).outcome).toBe("unknown");
    },
  );
});

describe("review-at", () => {
  it("is the first moment at which time alone changes what is shown, or the outcome", () => {
    // What the example rests on ends on 31 January 2027; a fortnight before everybody is told.
    const at = (time: string) => decide(inOrderAt(time), KNOWLEDGE);
    expect(at("2026-11-20T12:00:00Z")["review-at"]).toBe("2027-01-17T00:00:00Z");
    expect(at("2027-01-17T00:00:00Z")["review-at"]).toBe("2027-02-01T00:00:00Z");
    expect(at("2027-01-31T23:59:59Z").outcome).toBe("passed");
    expect(at("2027-02-01T00:00:00Z").outcome).toBe("blocked");
  });

  it(
    "lies ahead, and nothing changes before it, for every scenario",
    () => {
      for (const { url } of scenarioFiles()) {
        const evidence = evidenceOf(readScenario(url));
        const now = decide(evidence, KNOWLEDGE);
        const next = now["review-at"];
        if (next !== null) expect(Date.parse(next)).toBeGreaterThan(Date.parse(evidence.at));
        const before = next === null ? Date.parse("2031-01-01") : Date.parse(next) - 1000;
        const later = decide({ ...evidence, at: new Date(before).toISOString() }, KNOWLEDGE);
        expect(later.outcome).toBe(now.outcome);
      }
    },
    LONGEST,
  );
});

function inOrderAt(at: string): Evidence {
  return { ...shopEvidence(), at };
}

/** The commit that the pull request became, released with its file. */
function asReleased(evidence: Evidence): Evidence {
  const { pullRequest } = evidence.candidate;
  return {
    ...withCandidate(evidence, {
      kind: "release",
      stage: "release",
      release: "v1.4.0",
      commit: "9".repeat(40),
      pullRequest: pullRequest && { ...pullRequest, state: "merged" },
    }),
    assets: { status: "read", value: [{ name: "shop.cdx.json", size: 10, sha256: null }] },
  };
}
