import {
  planProtection,
  type PresentProtection,
  wantedProtection,
} from "../../../src/application/index.ts";
import { APP, checkRule, policyWith, REFUSED, ruleset, seen, tagRuleset } from "./support.ts";

const wanted = (candidates?: string) =>
  wantedProtection(policyWith(candidates), { defaultBranch: "main", appId: APP });

const present = (changes: Partial<PresentProtection> = {}): PresentProtection => ({
  repository: "acme/shop",
  rulesets: seen([ruleset(), tagRuleset()]),
  environments: seen([{ name: "production", apps: seen([APP]), administratorsCanBypass: false }]),
  isQueued: false,
  ...changes,
});

const withRulesets = (...rulesets: Parameters<typeof ruleset>[0][]) =>
  present({
    rulesets: seen(rulesets.map((one) => (one?.target === "tag" ? tagRuleset(one) : ruleset(one)))),
  });

describe("what a policy wants locked", () => {
  it("is the default branch, the tags and the environments", () => {
    const { rulesets, environments, notes } = wanted();
    expect(rulesets.map(({ name, target, include }) => ({ name, target, include }))).toEqual([
      { name: "portcullis", target: "branch", include: ["~DEFAULT_BRANCH"] },
      { name: "portcullis tags", target: "tag", include: ["refs/tags/v*"] },
    ]);
    expect(environments.map(({ text }) => text)).toEqual(["production"]);
    expect(notes).toEqual([]);
  });

  it("names further branches, and lets those be cut without the check", () => {
    const [branch] = wanted('{ pull-requests: { base: [main, "release/{1,2}.*"] } }').rulesets;
    expect(branch?.include).toEqual([
      "~DEFAULT_BRANCH",
      "refs/heads/release/1.*",
      "refs/heads/release/2.*",
    ]);
    expect(branch?.check.mayBeCreatedWithout).toBe(true);
    expect(wanted().rulesets[0]?.check.mayBeCreatedWithout).toBe(false);
  });

  it("is the default branch where the policy names none, and says so", () => {
    const { rulesets, notes } = wanted("{ pull-requests: { labels: [release] } }");
    expect(rulesets[0]?.include).toEqual(["~DEFAULT_BRANCH"]);
    expect(notes).toEqual([expect.stringContaining("candidates.pull-requests.base")]);
  });

  it("leaves out what no ruleset can say, in words", () => {
    const { rulesets, notes } = wanted('{ tags: ["v[]x]", "w*"] }');
    expect(rulesets[1]?.include).toEqual(["refs/tags/w*"]);
    expect(notes).toEqual([expect.stringContaining('"v[]x]"')]);
  });

  it("has no ruleset where none of its patterns can be said", () => {
    expect(wanted('{ tags: ["v[]x]"] }').rulesets.map(({ target }) => target)).toEqual(["branch"]);
  });
});

describe("the plan", () => {
  it("is nothing where all is as it should be", () => {
    const plan = planProtection(wanted(), present());
    expect(plan).toMatchObject({ changes: [], refused: [], notes: [] });
    expect(plan.inOrder).toHaveLength(3);
  });

  it("creates what is not there, exactly as GitHub takes it", () => {
    const plan = planProtection(
      wanted(),
      present({
        // Somebody else's ruleset of the same name, and one for something else, are not ours.
        rulesets: seen([ruleset({ isRepositorys: false }), ruleset({ target: "tag" })]),
        environments: seen([
          { name: "production", apps: seen([99]), administratorsCanBypass: null },
        ]),
      }),
    );
    expect(plan.changes).toEqual([
      {
        kind: "create-ruleset",
        ruleset: {
          name: "portcullis",
          target: "branch",
          enforcement: "active",
          include: ["~DEFAULT_BRANCH"],
          exclude: [],
          bypass: [],
          rules: [checkRule("portcullis", APP, { strict: true })],
        },
      },
      {
        kind: "create-ruleset",
        ruleset: {
          name: "portcullis tags",
          target: "tag",
          enforcement: "active",
          include: ["refs/tags/v*"],
          exclude: [],
          bypass: [],
          rules: [
            checkRule("portcullis/release", APP),
            { type: "update", parameters: { update_allows_fetch_and_merge: false } },
            { type: "deletion" },
          ],
        },
      },
      { kind: "enable-rule", environment: "production" },
    ]);
  });

  const CHANGED: readonly (readonly [string, ReturnType<typeof withRulesets>, object])[] = [
    [
      "is only tried out",
      withRulesets({ enforcement: "evaluate" }, { target: "tag" }),
      { field: "enforcement", present: "evaluate", wanted: "active" },
    ],
    [
      "is for another branch",
      withRulesets({ include: ["refs/heads/old"] }, { target: "tag" }),
      { field: "include", present: "refs/heads/old", wanted: "~DEFAULT_BRANCH" },
    ],
    [
      "leaves tags out",
      withRulesets({}, { target: "tag", exclude: ["refs/tags/v0*"] }),
      { field: "exclude", present: "refs/tags/v0*", wanted: "none" },
    ],
    [
      "asks anybody",
      withRulesets(
        { rules: [checkRule("portcullis", undefined, { strict: true })] },
        { target: "tag" },
      ),
      { field: "check", present: "portcullis from anybody", wanted: `portcullis from App ${APP}` },
    ],
    [
      "asks another App",
      withRulesets({ rules: [checkRule("portcullis", 99, { strict: true })] }, { target: "tag" }),
      { field: "check", present: "portcullis from App 99", wanted: `portcullis from App ${APP}` },
    ],
    [
      "asks for another check",
      withRulesets({ rules: [checkRule("build", 5, { strict: true })] }, { target: "tag" }),
      { field: "check", present: "not required", wanted: `portcullis from App ${APP}` },
    ],
    [
      "lets the base move",
      withRulesets({ rules: [checkRule("portcullis", APP)] }, { target: "tag" }),
      { field: "up to date before merging", present: "no", wanted: "yes" },
    ],
    [
      "does not ask of a new tag",
      withRulesets(
        {},
        {
          target: "tag",
          rules: [
            checkRule("portcullis/release", APP, { notOnCreate: true }),
            { type: "update" },
            { type: "deletion" },
          ],
        },
      ),
      { field: "not asked of a new ref", present: "yes", wanted: "no" },
    ],
    [
      "lets tags be moved",
      withRulesets(
        {},
        { target: "tag", rules: [checkRule("portcullis/release", APP), { type: "deletion" }] },
      ),
      { field: "rule update", present: "absent", wanted: "set" },
    ],
    [
      "lets tags be moved from upstream",
      withRulesets(
        {},
        {
          target: "tag",
          rules: [
            checkRule("portcullis/release", APP),
            { type: "update", parameters: { update_allows_fetch_and_merge: true } },
            { type: "deletion" },
          ],
        },
      ),
      { field: "rule update", present: "with an exception", wanted: "set" },
    ],
    [
      "lets tags be deleted",
      withRulesets(
        {},
        { target: "tag", rules: [checkRule("portcullis/release", APP), { type: "update" }] },
      ),
      { field: "rule deletion", present: "absent", wanted: "set" },
    ],
  ];

  it.each(CHANGED)(
    "mends a ruleset that %s, and then has nothing to do",
    (_what, there, difference) => {
      const [change, ...others] = planProtection(wanted(), there).changes;
      expect(others).toEqual([]);
      if (change?.kind !== "update-ruleset") throw new Error("nothing is mended");
      expect(change.differences).toEqual([difference]);
      const before = there.rulesets.status === "read" ? there.rulesets.value : [];
      const mended = before.map((one) =>
        one.id === change.id ? { ...one, ...change.ruleset } : one,
      );
      expect(planProtection(wanted(), present({ rulesets: seen(mended) })).changes).toEqual([]);
    },
  );

  it("leaves rules, checks and bypass actors of others, and names those who may bypass", () => {
    const signed = { type: "required_signatures" };
    const both = checkRule("portcullis", 99);
    both.parameters.required_status_checks.push({ context: "build", integration_id: 5 });
    const bypass = [
      { actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" },
      { actor_id: 8, actor_type: "Team", bypass_mode: "pull_request" },
    ];
    const plan = planProtection(
      wanted(),
      withRulesets({ rules: [signed, both], bypass }, { target: "tag" }),
    );
    const [change] = plan.changes;
    if (change?.kind !== "update-ruleset") throw new Error("nothing is mended");
    expect(change.ruleset.bypass).toEqual(bypass);
    expect(change.ruleset.rules).toContainEqual(signed);
    const rule = change.ruleset.rules.find(({ type }) => type === "required_status_checks");
    expect(rule?.parameters?.["required_status_checks"]).toEqual([
      { context: "build", integration_id: 5 },
      { context: "portcullis", integration_id: APP },
    ]);
    expect(plan.notes).toEqual([
      'The ruleset "portcullis" does not hold administrators of the repository, the team 8 (only in pull requests). That was left as it is.',
    ]);
  });

  it("leaves strictness to a merge queue", () => {
    const lax = ruleset({ rules: [checkRule("portcullis", APP)] });
    for (const one of [lax, ruleset()]) {
      const rulesets = seen([one, tagRuleset()]);
      expect(planProtection(wanted(), present({ rulesets, isQueued: true })).changes).toEqual([]);
    }
    const [change] = planProtection(
      wanted(),
      present({ rulesets: seen([tagRuleset()]), isQueued: true }),
    ).changes;
    expect(change).toMatchObject({
      ruleset: { rules: [{ parameters: { strict_required_status_checks_policy: false } }] },
    });
  });

  it("protects the environments that match a glob, and says which are not there", () => {
    const environments = seen(
      ["Production", "prod-eu", "staging"].map((name) => ({
        name,
        apps: seen([]),
        administratorsCanBypass: name === "prod-eu",
      })),
    );
    const plan = planProtection(
      wanted('{ environments: [production, "prod-*", live] }'),
      present({ environments }),
    );
    expect(plan.changes).toEqual([
      { kind: "enable-rule", environment: "Production" },
      { kind: "enable-rule", environment: "prod-eu" },
    ]);
    expect(plan.notes).toEqual([
      expect.stringContaining('bypass the protection of the environment "prod-eu"'),
      expect.stringContaining('There is no environment "live"'),
    ]);
  });

  it("plans what can be seen where something cannot", () => {
    const plan = planProtection(
      wanted(),
      present({
        rulesets: REFUSED,
        environments: seen([
          { name: "production", apps: seen([]), administratorsCanBypass: false },
        ]),
      }),
    );
    expect(plan.changes).toEqual([{ kind: "enable-rule", environment: "production" }]);
    expect(plan.refused).toEqual([
      { ...REFUSED, what: "The rulesets (portcullis, portcullis tags)" },
    ]);
    const apps = seen([{ name: "production", apps: REFUSED, administratorsCanBypass: false }]);
    expect(planProtection(wanted(), present({ environments: apps })).refused).toHaveLength(1);
    expect(planProtection(wanted(), present({ environments: REFUSED })).refused).toHaveLength(1);
  });
});
