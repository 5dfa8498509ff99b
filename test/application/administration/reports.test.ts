import {
  diagnose,
  diagnosisJson,
  diagnosisReport,
  planProtection,
  protectionReport,
  type ProtectionOutcome,
  wantedProtection,
} from "../../../src/application/index.ts";
import { APP, facts, policyWith, REFUSED, ruleset, seen, tagRuleset } from "./support.ts";

const PLAIN = { colour: false, width: 80 };
const EXAMINED = { repository: "acme/shop", appId: APP, at: new Date("2026-11-20T09:00:00.5Z") };

const outcome = (changes: Partial<ProtectionOutcome> = {}): ProtectionOutcome => {
  const wanted = wantedProtection(policyWith('{ pull-requests: { base: [main, "release/*"] } }'), {
    defaultBranch: "main",
    appId: APP,
  });
  const plan = planProtection(wanted, {
    repository: "acme/shop",
    rulesets: seen([tagRuleset({ enforcement: "disabled", exclude: ["refs/tags/v0*\u001B[31m"] })]),
    environments: seen([]),
    isQueued: false,
  });
  return { repository: "acme/shop", appId: APP, plan, made: null, refused: [], ...changes };
};

describe("what protect shows", () => {
  it("is the difference first, and how to make it", () => {
    expect(protectionReport(outcome(), PLAIN)).toBe(`acme/shop, App 1234

To change
  + A new ruleset "portcullis" for branches
      for       the default branch, refs/heads/release/*
      requires  the check portcullis of App 1234
      and       that the branch is up to date before merging
      not for   a branch that is new
  ~ The ruleset "portcullis tags" differs
      enforcement  disabled → active
      exclude      refs/tags/v0*[31m → none

Good to know
  i There is no environment "production". If you deploy to one, create it in the
    repository's settings and run this again: GitHub would create it without any
    protection. If not, leave it out of candidates.environments.

Nothing was changed. Add --yes to make these 2 changes.
`);
  });

  it("is what was done, and what was not", () => {
    const { plan } = outcome();
    const done = protectionReport(outcome({ made: plan.changes }), PLAIN);
    expect(done).toContain("\nChanged\n  + A new ruleset");
    expect(done).toMatch(/\nDone: 2 changes were made\.\n$/);
    const refused = [{ ...REFUSED, what: "x" }];
    const half = protectionReport(outcome({ made: plan.changes.slice(1), refused }), PLAIN);
    expect(half).not.toContain("A new ruleset");
    expect(half).toContain(
      "Not possible\n  ✗ GitHub does not let this token look.\n    To do: Use another.\n",
    );
    expect(half).toMatch(/\nNot everything is protected: one thing could not be done\.\n$/);
  });

  it("is nothing to do", () => {
    const wanted = wantedProtection(policyWith(), { defaultBranch: "main", appId: APP });
    const plan = planProtection(wanted, {
      repository: "acme/shop",
      rulesets: seen([ruleset(), tagRuleset()]),
      environments: seen([
        { name: "production", apps: seen([APP]), administratorsCanBypass: false },
      ]),
      isQueued: false,
    });
    for (const made of [null, []])
      expect(protectionReport(outcome({ plan, made }), PLAIN)).toBe(`acme/shop, App 1234

As it should be
  ✓ Ruleset "portcullis"
  ✓ Ruleset "portcullis tags"
  ✓ Environment "production"

Nothing to do.
`);
  });
});

describe("what doctor shows", () => {
  const poor = diagnose(
    facts({ locks: { rulesets: seen([ruleset()]), immutableReleases: seen(false) } }),
  );

  it("is each finding with its reason and its remedy", () => {
    const text = diagnosisReport(EXAMINED, poor, PLAIN);
    expect(text.split("\n\n")[0]).toBe("acme/shop, App 1234");
    expect(text).toContain(`Tags and releases
  ✗ v*: nothing requires portcullis/release from App 1234.
    Whoever may write can tag, and so release, a commit that did not pass.
    To do: Run \`portcullis protect\`.
`);
    expect(text).toContain("\n  ! Releases are not immutable.\n");
    expect(text).toMatch(/\n\nNot all is well: 3 things missing, 1 thing to weigh\.\n$/);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    [diagnose(facts()), "All is well."],
    [
      diagnose(facts({ locks: { immutableReleases: seen(false) } })),
      "Nothing is missing; 1 thing to weigh.",
    ],
    [
      diagnose(facts({ locks: { immutableReleases: REFUSED } })),
      "Not all is well: 1 thing could not be told.",
    ],
  ])("ends with a verdict", (findings, verdict) => {
    expect(diagnosisReport(EXAMINED, findings, PLAIN)).toMatch(
      new RegExp(`\\n\\n${verdict.replaceAll(".", "\\.")}\\n$`),
    );
  });

  it("is the same for programs", () => {
    const answer = JSON.parse(diagnosisJson(EXAMINED, poor)) as Record<string, unknown>;
    expect(answer).toMatchObject({
      repository: "acme/shop",
      "app-id": APP,
      at: "2026-11-20T09:00:00Z",
      well: false,
    });
    expect(answer["findings"]).toHaveLength(poor.length);
    expect(answer["findings"]).toContainEqual({
      area: "tags",
      check: "tags.update",
      level: "missing",
      what: "v*: a tag can be moved.",
      why: "A tag that was let through could be put on another commit.",
      remedy: "Run `portcullis protect`.",
    });
  });
});
