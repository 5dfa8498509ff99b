import fc from "fast-check";
import { decide } from "../../src/application/index.ts";
import type { Evidence } from "../../src/domain/index.ts";
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
] as const satisfies readonly (keyof Evidence)[];

const removalsOf = (evidence: Evidence): readonly Removal[] => [
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
];

function without<T extends object>(record: T, key: string): T {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as T;
}

function withPeople(evidence: Evidence, kind: "users" | "teams", names: object): Evidence {
  return { ...evidence, people: { ...evidence.people, [kind]: names } };
}

describe("taking evidence away", () => {
  const inOrder = shopEvidence();
  const blocked = scenarioFiles()
    .map(({ name, url }) => ({ name, evidence: evidenceOf(readScenario(url)) }))
    .filter(({ evidence }) => decide(evidence, KNOWLEDGE).outcome !== "passed");

  it("never opens a gate that was shut, whatever is taken away together", () => {
    const arbitrary = fc.constantFrom(...blocked).chain(({ evidence }) =>
      fc.record({
        evidence: fc.constant(evidence),
        removals: fc.subarray([...removalsOf(evidence)], { minLength: 1, maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(arbitrary, ({ evidence, removals }) => {
        const left = removals.reduce((before, remove) => remove(before), evidence);
        expect(decide(left, KNOWLEDGE).outcome).not.toBe("passed");
      }),
      { numRuns: 300 },
    );
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

  it.each(["range", "previousRelease", "commits", "reviews", "timeline"] as const)(
    "shuts the gate when %s cannot be read",
    (key) => {
      expect(decide({ ...inOrder, [key]: UNREADABLE }, KNOWLEDGE).outcome).toBe("unknown");
    },
  );
});

describe("review-at", () => {
  it("is the first moment at which time alone changes the outcome", () => {
    // Until then nothing changes; what the example rests on ends on 31 January 2027.
    const outcomeAt = (at: string) => decide(inOrderAt(at), KNOWLEDGE).outcome;
    const { "review-at": reviewAt } = decide(shopEvidence(), KNOWLEDGE);
    expect(reviewAt).toBe("2027-02-01T00:00:00Z");
    expect(outcomeAt("2027-01-31T23:59:59Z")).toBe("passed");
    expect(outcomeAt("2027-02-01T00:00:00Z")).toBe("blocked");
  });

  it("lies ahead, and nothing changes before it, for every scenario", () => {
    for (const { url } of scenarioFiles()) {
      const evidence = evidenceOf(readScenario(url));
      const now = decide(evidence, KNOWLEDGE);
      const next = now["review-at"];
      if (next !== null) expect(Date.parse(next)).toBeGreaterThan(Date.parse(evidence.at));
      const before = next === null ? Date.parse("2031-01-01") : Date.parse(next) - 1000;
      const later = decide({ ...evidence, at: new Date(before).toISOString() }, KNOWLEDGE);
      expect(later.outcome).toBe(now.outcome);
    }
  });
});

function inOrderAt(at: string): Evidence {
  return { ...shopEvidence(), at };
}
