import { diagnose, isWell } from "../../../src/application/index.ts";
import {
  APP,
  type Changes,
  checkRule,
  delivery,
  facts,
  GRANTED,
  installation,
  late,
  policyWith,
  REFUSED,
  ruleset,
  seen,
  tagRuleset,
  troubles,
} from "./support.ts";

const without = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(GRANTED.permissions).filter(([key]) => key !== name));
const branch = (rules: readonly object[], protection: unknown = null): Changes => ({
  locks: {
    branches: {
      main: {
        rules: seen(rules.map((rule) => ({ rulesetId: 1, ...rule })) as never),
        protection: seen(protection as never),
      },
    },
  },
});
const classic = (changes: object = {}) => ({
  checks: [{ context: "portcullis", appId: APP }],
  strict: true,
  holdsAdministrators: true,
  ...changes,
});
const tags = (changes: Parameters<typeof tagRuleset>[0]): Changes => ({
  locks: { rulesets: seen([ruleset(), tagRuleset(changes)]) },
});
const environment = (changes: object): Changes => ({
  locks: {
    environments: seen([
      { name: "production", apps: seen([APP]), administratorsCanBypass: false, ...changes },
    ]),
  },
});
const users = (login: string, reading: unknown): Changes => ({
  locks: {
    people: {
      ...facts().repository!.locks!.people,
      users: { ...facts().repository!.locks!.people.users, [login]: reading as never },
    },
  },
});
const team = (name: string, reading: unknown): Changes => ({
  locks: {
    people: {
      ...facts().repository!.locks!.people,
      teams: { ...facts().repository!.locks!.people.teams, [name]: reading as never },
    },
  },
});
const releases = policyWith('{ pull-requests: { base: ["release/*"] } }');
const wild = (rulesets: Parameters<typeof ruleset>[0][]): Changes => ({
  policy: releases,
  locks: { branches: {}, rulesets: seen([...rulesets.map(ruleset), tagRuleset()]) },
});
const failed = { statusCode: 502, status: "Invalid HTTP Response: 502", guid: "b" };

/** What was changed, what must be found, and whether all is still well. */
const CASES: readonly (readonly [string, Changes, readonly (string | RegExp)[]])[] = [
  ["all is well", {}, []],
  ["no credentials of the App", { app: null }, [/^unknown app.installed/]],
  [
    "the App is not installed",
    { appChanges: { installation: null } },
    ["missing app.installed: The App is not installed on acme/shop."],
  ],
  [
    "the installation is suspended",
    installation({ isSuspended: true }),
    ["missing app.installed: The App's installation is suspended."],
  ],
  [
    "a permission is absent",
    installation({ permissions: without("checks") }),
    ["missing app.permissions.checks: It lacks the permission checks: write (not granted at all)."],
  ],
  [
    "a permission is too weak",
    installation({ permissions: { ...GRANTED.permissions, pull_requests: "read" } }),
    [/^missing app.permissions.pull_requests: .*\(it has read\)/],
  ],
  [
    "an event is absent",
    installation({ events: GRANTED.events.filter((event) => event !== "pull_request_review") }),
    ["missing app.events.pull_request_review: It is not told of the event pull_request_review."],
  ],
  [
    "the newest webhook failed",
    { appChanges: { deliveries: late(delivery(failed), delivery()) } },
    [/^missing app.deliveries: The newest webhook \(push, .*\) did not arrive: 502/],
  ],
  [
    "an earlier webhook failed",
    {
      appChanges: {
        deliveries: late(
          delivery(),
          ...[0, 502].map((statusCode) => delivery({ ...failed, statusCode })),
        ),
      },
    },
    [/^warning app.deliveries: One webhook failed in the last three days/],
  ],
  [
    "a webhook failed and was sent again",
    {
      appChanges: {
        deliveries: late(delivery(), delivery({ guid: "b" }), delivery(failed)),
      },
    },
    [],
  ],
  [
    "webhooks failed elsewhere",
    { appChanges: { deliveries: late(delivery(), delivery({ ...failed, installationId: 8 })) } },
    [],
  ],
  [
    "no webhook was sent",
    { appChanges: { deliveries: late() } },
    ["unknown app.deliveries: GitHub sent no webhook in the last three days."],
  ],
  [
    "deliveries cannot be read",
    { appChanges: { deliveries: REFUSED } },
    [/^unknown app.deliveries/],
  ],
  ["there is no policy", { reading: { status: "absent" } }, [/^missing policy.valid: There is no/]],
  [
    "the policy is broken",
    {
      reading: {
        status: "invalid",
        problems: [
          {
            repository: "acme/shop",
            path: ".github/portcullis.yml",
            line: 3,
            field: "mode",
            message: "No such mode.",
            remedy: "Write enforce.",
          },
        ],
      },
    },
    ["missing policy.valid: The policy has a problem: .github/portcullis.yml:3: No such mode."],
  ],
  [
    "the policy cannot be read",
    { reading: { status: "unreadable", problems: [] } },
    ["unknown policy.valid: The policy cannot be read."],
  ],
  [
    "the policy only observes",
    { policy: policyWith("{}", "mode: observe\n") },
    ["warning policy.mode: The policy only observes."],
  ],
  ["a person's eyes", { side: { readAs: "person" } }, [/^unknown policy.sight/]],
  [
    "the organisation's repository is hidden from the App",
    { side: { floor: { name: "acme/.github", appSees: false, personSees: true } } },
    ["missing policy.organisation: The App does not see acme/.github, which exists."],
  ],
  [
    "the organisation has none, and the App sees all",
    { side: { floor: { name: "acme/.github", appSees: false, personSees: false } } },
    [],
  ],
  [
    "the organisation's may be hidden",
    {
      ...installation({ seesAll: false }),
      side: { floor: { name: "acme/.github", appSees: false, personSees: false } },
    },
    ["warning policy.organisation: The App sees no repository acme/.github."],
  ],
  [
    "nobody asked whether the App sees the organisation's",
    { side: { floor: { name: "acme/.github", appSees: null, personSees: false } } },
    [/^unknown policy.organisation/],
  ],
  [
    "nothing requires the check",
    branch([]),
    ["missing branches.required: main: nothing requires portcullis."],
  ],
  [
    "the check is required from anybody",
    branch([checkRule("portcullis", undefined, { strict: true })]),
    [`missing branches.required: main: portcullis is required from anybody, not from App ${APP}.`],
  ],
  [
    "the check is required from another App",
    branch([checkRule("portcullis", 99, { strict: true })]),
    [/is required from App 99, not from App/],
  ],
  [
    "branches need not be up to date",
    branch([checkRule("portcullis", APP)]),
    ["missing branches.strict: main: a pull request need not be up to date to be merged."],
  ],
  ["a merge queue", branch([checkRule("portcullis", APP), { type: "merge_queue" }]), []],
  [
    "another ruleset is strict about another check",
    branch([checkRule("portcullis", APP), checkRule("build", 5, { strict: true })]),
    [/^missing branches.strict/],
  ],
  ["classic protection", branch([], classic()), []],
  [
    "classic protection does not hold administrators",
    branch([], classic({ holdsAdministrators: false })),
    [/^warning branches.administrators/],
  ],
  [
    "classic protection is not strict",
    branch([], classic({ strict: false })),
    [/^missing branches.strict/],
  ],
  [
    "classic protection asks anybody",
    branch([], classic({ checks: [{ context: "portcullis", appId: null }] })),
    [/is required from anybody, not from App/],
  ],
  [
    "classic protection cannot be read, and nothing else requires",
    { locks: { branches: { main: { rules: seen([]), protection: REFUSED } } } },
    ["unknown branches.required: main: whether the check is required cannot be told."],
  ],
  [
    "the rules of the branch cannot be read",
    { locks: { branches: { main: { rules: REFUSED, protection: seen(null) } } } },
    [/^unknown branches.required/],
  ],
  ["a pattern of branches is held", wild([{ include: ["refs/heads/release/*"] }]), []],
  ["every branch is held", wild([{ include: ["~ALL"] }]), []],
  [
    "a pattern of branches is held only when it is tried out",
    wild([{ include: ["~ALL"], enforcement: "evaluate" }]),
    ["missing branches.required: release/*: nothing requires portcullis."],
  ],
  [
    "a pattern of branches may be held",
    wild([{ include: ["refs/heads/rel*/*"] }]),
    [
      'unknown branches.required: Whether "portcullis" holds every branch of release/* cannot be told.',
    ],
  ],
  [
    "a pattern of branches is held with an exception",
    wild([{ include: ["~ALL"], exclude: ["refs/heads/release/0"] }]),
    [/^unknown branches.required/],
  ],
  [
    "rulesets cannot be read for a pattern",
    { policy: releases, locks: { branches: {}, rulesets: REFUSED } },
    [/^unknown branches.required: release\/\*/, /^unknown tags.required/],
  ],
  [
    "somebody may bypass",
    {
      locks: {
        rulesets: seen([
          ruleset({
            bypass: [{ actor_id: 1, actor_type: "OrganizationAdmin", bypass_mode: "always" }],
          }),
          tagRuleset(),
        ]),
      },
    },
    [
      'warning bypass.rulesets: The ruleset "portcullis" of acme/shop does not hold owners of the organisation.',
    ],
  ],
  [
    "who may bypass is not shown",
    { locks: { rulesets: seen([ruleset({ bypass: null }), tagRuleset()]) } },
    [
      'unknown bypass.rulesets: Who can bypass the ruleset "portcullis" of acme/shop cannot be told.',
    ],
  ],
  [
    "the ruleset that holds the branch is out of sight",
    { locks: { rulesets: seen([tagRuleset()]) } },
    ["unknown bypass.rulesets: Who can bypass the ruleset number 1 cannot be told."],
  ],
  [
    "no ruleset holds the tags",
    { locks: { rulesets: seen([ruleset()]) } },
    [
      `missing tags.required: v*: nothing requires portcullis/release from App ${APP}.`,
      "missing tags.update: v*: a tag can be moved.",
      "missing tags.deletion: v*: a tag can be deleted.",
    ],
  ],
  [
    "the tags' ruleset is off",
    tags({ enforcement: "disabled" }),
    [/^missing tags.required/, /^missing tags.update/, /^missing tags.deletion/],
  ],
  [
    "the tags' ruleset asks anybody",
    tags({
      rules: [checkRule("portcullis/release", undefined), { type: "update" }, { type: "deletion" }],
    }),
    [/^missing tags.required/],
  ],
  [
    "a new tag needs no check",
    tags({
      rules: [
        checkRule("portcullis/release", APP, { notOnCreate: true }),
        { type: "update" },
        { type: "deletion" },
      ],
    }),
    [/^missing tags.required: v\*: portcullis\/release is required, but not of a tag that is new/],
  ],
  [
    "some tags are left out",
    tags({ exclude: ["refs/tags/v0*"] }),
    [/^unknown tags.required/, /^unknown tags.update/, /^unknown tags.deletion/],
  ],
  [
    "several rulesets together hold the tags",
    {
      locks: {
        rulesets: seen([
          ruleset(),
          tagRuleset({ rules: [checkRule("portcullis/release", APP)] }),
          tagRuleset({
            id: 3,
            include: ["~ALL"],
            isRepositorys: false,
            rules: [{ type: "update" }, { type: "deletion" }],
          }),
        ]),
      },
    },
    [],
  ],
  [
    "releases can be altered",
    { locks: { immutableReleases: seen(false) } },
    ["warning tags.immutable: Releases are not immutable."],
  ],
  [
    "somebody else asks about releases",
    { facts: { isAdministrator: false }, locks: { immutableReleases: seen(false) } },
    ["unknown tags.immutable: Whether releases are immutable cannot be told."],
  ],
  [
    "nobody tells about releases",
    { locks: { immutableReleases: REFUSED } },
    [/^unknown tags.immutable/],
  ],
  [
    "an environment is open",
    environment({ apps: seen([99]) }),
    ["missing environments.protected: production: deployments do not wait for the App."],
  ],
  [
    "administrators can go past an environment",
    environment({ administratorsCanBypass: true }),
    ["warning environments.bypass: production: administrators can go past."],
  ],
  [
    "GitHub does not say who can go past",
    environment({ administratorsCanBypass: null }),
    [/^unknown environments.bypass/],
  ],
  [
    "an environment cannot be looked at",
    environment({ apps: REFUSED }),
    [/^unknown environments.protected/],
  ],
  [
    "an environment is not there",
    { locks: { environments: seen([]) } },
    ['warning environments.exists: There is no environment "production".'],
  ],
  [
    "environments cannot be listed",
    { locks: { environments: REFUSED } },
    [/^unknown environments.protected/],
  ],
  [
    "a user is unknown",
    users("ola-hansen", seen(null)),
    ["missing people.dpo: dpo: GitHub knows no user ola-hansen."],
  ],
  [
    "a user is a bot",
    users("sigrid-lie", seen({ id: 1, login: "sigrid-lie", bot: true })),
    ["missing people.security-advisor: security-advisor: sigrid-lie is a bot."],
  ],
  [
    "a user cannot be looked up",
    users("mona-berg", { status: "unreadable", reason: "GitHub was away." }),
    [/^unknown people.release-authority/],
  ],
  [
    "a team is unknown",
    team("acme/testers", seen(null)),
    ["missing people.tester: tester: there is no team acme/testers that could be seen."],
  ],
  [
    "a team is empty",
    team("acme/incident-response", seen([])),
    [
      "missing people.incident-responder: incident-responder: the team acme/incident-response is empty.",
    ],
  ],
  [
    "a team has only bots",
    team("acme/testers", seen([{ id: 1, login: "x[bot]", bot: true }])),
    [/has no people in it, only bots/],
  ],
  ["a team was not looked up", team("acme/testers", undefined), [/^unknown people.tester/]],
  [
    "a branch without a base in the policy",
    { policy: policyWith("{ pull-requests: { labels: [release] } }") },
    [/^warning policy.candidates: The policy does not say into which branches/],
  ],
];

describe("the diagnosis", () => {
  it.each(CASES)("where %s", (_what, changes, expected) => {
    const findings = diagnose(facts(changes));
    expect(troubles(findings)).toEqual(
      expected.map((one) =>
        typeof one === "string" ? one : (expect.stringMatching(one) as unknown as string),
      ),
    );
    const isFine = findings.every(({ level }) => level !== "missing" && level !== "unknown");
    expect(isWell(findings)).toBe(isFine);
    for (const { level, why, remedy } of findings) {
      if (level === "ok") expect([why, remedy]).toEqual([null, null]);
      else
        expect([why, remedy]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
    }
  });

  it("says that nothing can be told where nobody sees the repository", () => {
    const findings = diagnose({ ...facts(), repository: null });
    expect(troubles(findings)).toEqual([
      "unknown policy.valid: Nothing of acme/shop could be read.",
    ]);
    expect(isWell(findings)).toBe(false);
  });

  it("tells how far back it looked where there were too many webhooks to look at all of them", () => {
    const told = (...newestFirst: readonly ReturnType<typeof delivery>[]) =>
      diagnose(facts({ appChanges: { deliveries: seen({ newestFirst, whole: false }) } }))
        .filter(({ check }) => check === "app.deliveries")
        .map(({ what }) => what);
    const oldest = delivery({ at: "2026-11-20T07:00:00Z" });
    expect(told(delivery(), oldest)).toEqual([
      "Its webhooks arrive; none failed since 2026-11-20T07:00:00Z, as far back as was looked.",
    ]);
    expect(told(delivery(), delivery(failed), oldest)).toEqual([
      expect.stringMatching(/^One webhook failed since 2026-11-20T07:00:00Z, as far back/),
    ]);
  });

  it("tells who has to act where the App asks for more than it was granted", () => {
    const lacking = installation({ permissions: without("checks") });
    const [accept] = diagnose(facts(lacking)).filter(({ level }) => level === "missing");
    expect(accept?.remedy).toMatch(/^The App asks for it already: an owner accepts it at https:/);
    const app = facts(lacking).app!;
    const poor = { ...app, facts: { ...app.facts, permissions: without("checks") } };
    const [ask] = diagnose(facts({ app: poor })).filter(({ level }) => level === "missing");
    expect(ask?.remedy).toMatch(/^Set it on the App's settings page/);
  });

  it("does not ask for members where the policy names no teams", () => {
    const policy = policyWith();
    const { roles: named } = policy;
    const roles: typeof named = {
      ...named,
      "incident-responder": { ...named["incident-responder"], teams: [] },
      tester: { ...named.tester, teams: [] },
    };
    const lacking = installation({ permissions: without("members") });
    expect(troubles(diagnose(facts(lacking)))).toHaveLength(1);
    expect(troubles(diagnose(facts({ ...lacking, policy: { ...policy, roles } })))).toEqual([]);
  });
});
