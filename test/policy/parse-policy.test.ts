import { CONTEXT, SHOP, SMALLEST, policyOf, problemsOf } from "./context.ts";

describe("a policy in order", () => {
  it("is filled in with every default", () => {
    const policy = policyOf(SMALLEST);
    expect(policy).toMatchObject({
      extends: null,
      mode: "enforce",
      criticality: "standard",
      promises: {
        respondWithin: "24h",
        hours: "business-hours",
        reviewedWithin: "365d",
        exercisedWithin: "365d",
      },
      candidates: {
        pullRequests: { base: [{ text: "main" }], head: null, labels: null },
        tags: [{ text: "v*" }],
        environments: [{ text: "production" }],
      },
      roles: {
        dpo: { users: [], teams: ["acme/privacy-office"], line: 3 },
        "security-advisor": { users: [], teams: ["acme/appsec"], line: 4 },
        "release-authority": { users: ["mona"], teams: [], line: 5 },
        "incident-responder": { users: [], teams: [] },
        tester: { users: [], teams: [] },
      },
      headings: {},
      experts: 2,
      alerts: { "secret-scanning": "any", "code-scanning": "high", dependabot: "high" },
      alertsOff: [],
      regimes: [],
      releases: { whenUnready: "redraft", annotate: true },
      deployments: { of: "release", whenBlocked: "wait", giveUpAfter: "7d" },
      comment: true,
      requestReviews: "when-ready",
      unlinkedAuthors: "block",
      waivers: [],
    });
    expect(policy.archive).toEqual({
      retainFor: "5y",
      categories: expect.arrayContaining(["requirements", "licences", "sbom"]) as unknown,
    });
    expect(Object.values(policy.gates).every((gate) => gate.enabled && !gate.enforceFrom)).toBe(
      true,
    );
    expect(Object.keys(policy.gates)).toHaveLength(11);
  });

  it("of the example has the example's documents, which are the defaults", () => {
    expect(policyOf(SHOP).documents).toEqual(policyOf(SMALLEST).documents);
    expect(policyOf(SHOP).documents.developmentRecord).toEqual({
      requirements: ["docs/requirements.md"],
      analyses: ["docs/threat-model.md"],
      assessments: ["docs/dpia.md"],
      tests: ["docs/test-report.md"],
    });
    expect(policyOf(SHOP).candidates.pullRequests.labels?.[0]?.matches("release")).toBe(true);
  });

  it("takes pull requests to the default branch by its very name", () => {
    const { base } = policyOf(SMALLEST, { ...CONTEXT, defaultBranch: "{a,b}" }).candidates
      .pullRequests;
    expect(base?.map((one) => [one.matches("{a,b}"), one.matches("a")])).toEqual([[true, false]]);
  });

  it("has no base of its own where pull requests are chosen in another way", () => {
    const { pullRequests } = policyOf(
      `${SMALLEST}candidates: { pull-requests: { labels: [release] } }`,
    ).candidates;
    expect(pullRequests.base).toBeNull();
  });

  it.each([
    ["low", "3d", "business-hours", "365d", null],
    ["standard", "24h", "business-hours", "365d", "365d"],
    ["high", "4h", "24/7", "180d", "365d"],
    ["critical", "1h", "24/7", "90d", "180d"],
  ])("asks at criticality %s for what the table says", (criticality, ...promises) => {
    expect(Object.values(policyOf(`${SMALLEST}criticality: ${criticality}`).promises)).toEqual(
      promises,
    );
  });

  it("says who switched a gate off, and why", () => {
    const policy = policyOf(
      `${SMALLEST}gates: { archive: { enabled: false, reason: Kept elsewhere. } }`,
    );
    expect(policy.gates["archive"]).toMatchObject({
      enabled: false,
      reason: "Kept elsewhere.",
      place: { repository: "acme/shop", path: ".github/portcullis.yml", line: 6 },
    });
  });

  it("says which alerts are off, and why", () => {
    const policy = policyOf(`${SMALLEST}alerts: { dependabot: { off: Renovate does it. } }`);
    expect(policy.alerts.dependabot).toBe("off");
    expect(policy.alertsOff).toEqual([
      {
        source: "dependabot",
        reason: "Renovate does it.",
        place: { repository: "acme/shop", path: ".github/portcullis.yml", line: 6 },
      },
    ]);
  });

  it("compares people without letter case or @", () => {
    const roles = `version: 1
roles:
  dpo: { users: ["@Kari-N", octo_corp] }
  security-advisor: { teams: ["@Acme/AppSec"] }
  release-authority: { teams: [Release_Managers] }`;
    expect(policyOf(roles).roles).toMatchObject({
      dpo: { users: ["kari-n", "octo_corp"] },
      "security-advisor": { teams: ["acme/appsec"] },
      "release-authority": { teams: ["acme/release_managers"] },
    });
  });

  it("takes a waiver of an item of its own, for its full ninety days", () => {
    const policy = policyOf(`${SMALLEST}checklists: { data-rights: [{ id: own, text: Ours. }] }
waivers:
  - { requirement: data-rights.own, reason: Ships next week., granted-by: "@Mona", granted: 2026-01-01, expires: 2026-04-01 }`);
    expect(policy.waivers).toEqual([
      {
        requirement: "data-rights.own",
        reason: "Ships next week.",
        grantedBy: "mona",
        granted: "2026-01-01",
        expires: "2026-04-01",
        place: { repository: "acme/shop", path: ".github/portcullis.yml", line: 8 },
      },
    ]);
  });
});

const waiver = (changes: Readonly<Record<string, string>>) => {
  const usual = {
    requirement: "incident-plan.exercised",
    reason: "The exercise was moved.",
    "granted-by": "mona",
    granted: "2026-01-01",
    expires: "2026-02-01",
  };
  const entries = Object.entries({ ...usual, ...changes });
  return `waivers:\n  - { ${entries.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
};

describe("one problem alone", () => {
  it.each<[added: string, problem: string]>([
    ["mod: observe", "6 mod: The key `mod` is not known. Did you mean `mode`?"],
    [
      "mode: off",
      "6 mode: `mode` is `off`; expected enforce or observe. Write enforce or observe.",
    ],
    [
      "criticality:",
      "6 criticality: `criticality` is empty; expected critical, high, standard or low. Write critical, high, standard or low.",
    ],
    [
      "extends: policies",
      "6 extends: `extends` is `policies`; expected a repository such as acme/policies. Write OWNER/REPO; its policy is read from .github/portcullis.yml there.",
    ],
    [
      "candidates: { pull-requests: {} }",
      "6 candidates.pull-requests: `candidates.pull-requests` is a group of keys; expected base, head or labels. Name at least one list of globs, or remove the key.",
    ],
    [
      "candidates: { tags: v* }",
      "6 candidates.tags: `candidates.tags` is `v*`; expected a list. Write it as [one, two], or as lines with dashes.",
    ],
    [
      "candidates: { tags: [] }",
      "6 candidates.tags: `candidates.tags` is an empty list; expected at least one. Add what is missing to the list.",
    ],
    [
      'candidates: { pull-requests: { labels: ["!wip"] } }',
      "6 candidates.pull-requests.labels.0: `candidates.pull-requests.labels.0` is `!wip`; expected a glob that says what matches, without a leading !. Name what is meant; exceptions are not possible.",
    ],
    [
      "documents: { incident-plan: ../plan.md }",
      "6 documents.incident-plan: `documents.incident-plan` is `../plan.md`; expected the path of a file inside the repository. Write it from the repository's root, such as docs/plan.md, without .. and backslashes.",
    ],
    [
      "documents: { incident-plan: [a, b] }",
      "6 documents.incident-plan: `documents.incident-plan` is a list; expected the path of a file inside the repository. Write it from the repository's root, such as docs/plan.md, without .. and backslashes.",
    ],
    [
      "documents: { data-map: [a.yml, a.yml] }",
      "6 documents.data-map.1: `documents.data-map.1` is `a.yml`; expected each only once. Remove the second one.",
    ],
    [
      "documents: { development-record: { tests: [] } }",
      "6 documents.development-record.tests: `documents.development-record.tests` is an empty list; expected at least one. Add what is missing to the list.",
    ],
    [
      "headings: { resource: [Means] }",
      "6 headings.resource: The key `resource` is not known in `headings`. Did you mean `resources`?",
    ],
    [
      "gates: { archives: {} }",
      "6 gates.archives: The key `archives` is not known in `gates`. Did you mean `archive`?",
    ],
    [
      "gates:",
      "6 gates: `gates` is empty; expected keys with values. Write what belongs below `gates` (incident-plan, security-review, dpo-approval, security-approval, final-approval, archive, data-minimisation, technical-measures, data-rights, secure-development, policy), or remove it.",
    ],
    [
      "gates: { archive: { enabled: false } }",
      "6 gates.archive.enabled: `gates.archive.enabled` is false, but nothing says why. Add a reason beside it: every decision shows it.",
    ],
    [
      "gates: { archive: { reason: Kept elsewhere. } }",
      "6 gates.archive.reason: `gates.archive.reason` is there, but the gate is not switched off. Remove the reason, or write enabled: false.",
    ],
    [
      "gates: { archive: { enabled: true, reason: Kept elsewhere. } }",
      "6 gates.archive.reason: `gates.archive.reason` is there, but the gate is not switched off. Remove the reason, or write enabled: false.",
    ],
    [
      "gates: { archive: { enabled: false, reason: no } }",
      "6 gates.archive.reason: `gates.archive.reason` is `no`; expected some text of 10 characters or more. Give the reason in a sentence.",
    ],
    [
      "gates: { archive: { retain-for: forever } }",
      "6 gates.archive.retain-for: `gates.archive.retain-for` is `forever`; expected a duration such as 30m, 4h, 2d, 6w, 18mo or 5y. Write a whole number and one of m, h, d, w, mo, y.",
    ],
    [
      "gates: { archive: { stale-on: push } }",
      "6 gates.archive.stale-on: The key `stale-on` is not known in `gates.archive`. Remove it; the keys known here are enabled, reason, enforce-from, categories, retain-for.",
    ],
    [
      "gates: { dpo-approval: { enabled: false } }",
      "6 gates.dpo-approval.enabled: `gates.dpo-approval.enabled` is `false`; expected true, since this gate cannot be switched off. Remove the line; with mode: observe nothing is blocked while a team gets ready.",
    ],
    [
      "gates: { policy: { enabled: false } }",
      "6 gates.policy.enabled: `gates.policy.enabled` is `false`; expected true, since this gate cannot be switched off. Remove the line; with mode: observe nothing is blocked while a team gets ready.",
    ],
    [
      "gates: { final-approval: { enforce-from: 2099-01-01 } }",
      "6 gates.final-approval.enforce-from: The key `enforce-from` is not known in `gates.final-approval`. Remove it; the keys known here are enabled, stale-on.",
    ],
    [
      "gates: { archive: { enforce-from: soon } }",
      "6 gates.archive.enforce-from: `gates.archive.enforce-from` is `soon`; expected an existing day such as 2026-11-20. Write the day as YYYY-MM-DD.",
    ],
    [
      "gates: { security-review: { experts: 1 } }",
      "6 gates.security-review.experts: `gates.security-review.experts` is `1`; expected a whole number from 2 to 5. Write a number in these bounds.",
    ],
    [
      "alerts: { dependabot: off }",
      "6 alerts.dependabot: `alerts.dependabot` is `off`; expected any, low, medium, high or critical, or { off: the reason }. Write the lowest severity that blocks, or say why the alerts do not count.",
    ],
    [
      "alerts: { dependabot: { off: } }",
      "6 alerts.dependabot.off: `alerts.dependabot.off` is empty; expected a reason of 10 characters or more. Write the lowest severity that blocks, or say why the alerts do not count.",
    ],
    [
      "alerts: { dependabot: { off: Renovate does it., any: x } }",
      "6 alerts.dependabot: `alerts.dependabot` is a group of keys; expected any, low, medium, high or critical, or { off: the reason }. Write the lowest severity that blocks, or say why the alerts do not count.",
    ],
    [
      "regimes: [cra, cra]",
      "6 regimes.1: `regimes.1` is `cra`; expected each only once. Remove the second one.",
    ],
    [
      "checklists: { data-rights: [{ id: Own Item, text: Ours. }] }",
      "6 checklists.data-rights.0.id: `checklists.data-rights.0.id` is `Own Item`; expected an id in small letters, such as penetration-test. Use small letters, digits and hyphens.",
    ],
    [
      "checklists: { security-review: [{ id: tests, text: Ours. }] }",
      "6 checklists.security-review.0.id: The item `tests` is already in this checklist. Give the item another id.",
    ],
    [
      "checklists: { data-rights: [{ id: a, text: Ours. }, { id: a, text: Ours. }] }",
      "6 checklists.data-rights.1.id: The item `a` stands twice. Give the item another id.",
    ],
    [
      "checklists: { archive: [] }",
      "6 checklists.archive: The key `archive` is not known in `checklists`. Remove it; the keys known here are security-review, data-minimisation, technical-measures, data-rights, secure-development.",
    ],
    [
      "releases: { when-unready: delete }",
      "6 releases.when-unready: `releases.when-unready` is `delete`; expected redraft, prerelease or report. Write redraft, prerelease or report.",
    ],
    [
      "deployments: { give-up-after: 60d }",
      "6 deployments.give-up-after: `deployments.give-up-after` is `60d`; expected a duration such as 7d, of 30d at most. Write a shorter duration; GitHub lets a deployment wait no longer.",
    ],
    ["comment: yes", "6 comment: `comment` is `yes`; expected true or false. Write true or false."],
    [
      "unlinked-authors: allow",
      "6 unlinked-authors: `unlinked-authors` is `allow`; expected block or ignore. Write block or ignore.",
    ],
    [
      waiver({ requirement: "incident-plan.exercise" }),
      "7 waivers.0.requirement: `incident-plan.exercise` is no requirement that is known. Did you mean `incident-plan.exercised`?",
    ],
    [
      waiver({ requirement: "dpo-approval.given" }),
      "7 waivers.0.requirement: `dpo-approval.given` can never be waived: it is the approvals themselves. Remove the waiver, and fulfil the requirement.",
    ],
    [
      waiver({ requirement: "incident-plan.exists" }),
      "7 waivers.0.requirement: `incident-plan.exists` can never be waived: it is that a document exists at all. Remove the waiver, and fulfil the requirement.",
    ],
    [
      waiver({ requirement: "policy.approved" }),
      "7 waivers.0.requirement: `policy.approved` can never be waived: it is the policy's own gate. Remove the waiver, and fulfil the requirement.",
    ],
    [
      waiver({ requirement: "secure-development.reviewed-changes" }),
      "7 waivers.0.requirement: `secure-development.reviewed-changes` can never be waived: it is that changes are reviewed. Remove the waiver, and fulfil the requirement.",
    ],
    [
      waiver({ expires: "2026-04-02" }),
      "7 waivers.0.expires: `waivers.0.expires` is `2026-04-02`; expected a day from 2026-01-01 to 2026-04-01, 90 days after it was granted. Shorten the waiver; grant it anew when it has expired and is still needed.",
    ],
    [
      waiver({ expires: "2025-12-31" }),
      "7 waivers.0.expires: `waivers.0.expires` is `2025-12-31`; expected a day from 2026-01-01 to 2026-04-01, 90 days after it was granted. Shorten the waiver; grant it anew when it has expired and is still needed.",
    ],
    [
      waiver({ "granted-by": "acme/managers" }),
      "7 waivers.0.granted-by: `waivers.0.granted-by` is `acme/managers`; expected the login of a person. Name a person; teams stand under teams.",
    ],
  ])("%s", (added, problem) => {
    expect(problemsOf(SMALLEST + added)).toEqual([problem]);
  });
});

describe("who is authorised", () => {
  const roles = (dpo: string) => problemsOf(SMALLEST.replace("{ teams: [privacy-office] }", dpo));

  it.each<[string, string]>([
    [
      "{}",
      "3 roles.dpo: `roles.dpo` is a group of keys; expected at least one user or team. Name the people under users, or their team under teams.",
    ],
    [
      "{ users: [] }",
      "3 roles.dpo: `roles.dpo` is a group of keys; expected at least one user or team. Name the people under users, or their team under teams.",
    ],
    [
      "{ users: kari }",
      "3 roles.dpo.users: `roles.dpo.users` is `kari`; expected a list. Write it as [one, two], or as lines with dashes.",
    ],
    [
      "{ users: [Kari Nordmann] }",
      "3 roles.dpo.users.0: `roles.dpo.users.0` is `Kari Nordmann`; expected a GitHub login such as mona. Write the login, not the person's name.",
    ],
    [
      "{ users: [kari, KARI] }",
      "3 roles.dpo.users.1: `roles.dpo.users.1` is `kari`; expected each only once. Remove the second one.",
    ],
    [
      '{ users: ["renovate[bot]"] }',
      "3 roles.dpo.users.0: `roles.dpo.users.0` is `renovate[bot]`; expected the login of a person, since a bot can never approve. Name a person.",
    ],
    [
      "{ users: [acme/dpo] }",
      "3 roles.dpo.users.0: `roles.dpo.users.0` is `acme/dpo`; expected the login of a person. Name a person; teams stand under teams.",
    ],
    [
      "{ teams: [a/b/c] }",
      "3 roles.dpo.teams.0: `roles.dpo.teams.0` is `a/b/c`; expected a team's slug, such as release-managers or acme/release-managers. Write the last part of the team's address on GitHub.",
    ],
    [
      "{ teams: [dpos, acme/DPOs] }",
      "3 roles.dpo.teams.1: `roles.dpo.teams.1` is `acme/dpos`; expected each only once. Remove the second one.",
    ],
    [
      "{ people: [kari], users: [kari] }",
      "3 roles.dpo.people: The key `people` is not known in `roles.dpo`. Remove it; the keys known here are users, teams.",
    ],
  ])("cannot be %s", (dpo, problem) => {
    expect(roles(dpo)).toEqual([problem]);
  });

  it.each(["dpo", "security-advisor", "release-authority"])("must say who is %s", (role) => {
    const without = SMALLEST.split("\n")
      .filter((line) => !line.startsWith(`  ${role}:`))
      .join("\n");
    expect(problemsOf(without)).toEqual([
      `2 roles.${role}: The policy names nobody as \`${role}\`. Add ${role} under roles, with the users or teams who are authorised.`,
    ]);
  });

  it("does not call a role missing that is there but wrong", () => {
    expect(roles("nobody")).toEqual([
      "3 roles.dpo: `roles.dpo` is `nobody`; expected keys with values. Write indented `key: value` lines.",
    ]);
  });
});

describe("several problems", () => {
  it("are told at once, by line", () => {
    const text = `version: 2
mode: observ
roles:
  dpo: { teams: [privacy-office] }
  tester: { users: [Ola Hansen] }
waivers:
  - { requirement: dpo-approval.given, reason: no, granted-by: mona, granted: 2026-01-01, expires: never }
`;
    expect(problemsOf(text).map((problem) => problem.split(":")[0])).toEqual([
      "1 version",
      "2 mode",
      "3 roles.security-advisor",
      "3 roles.release-authority",
      "5 roles.tester.users.0",
      "7 waivers.0.reason",
      "7 waivers.0.expires",
      "7 waivers.0.requirement",
    ]);
  });

  it("do not become endless", () => {
    const keys = Array.from({ length: 1_000 }, (_, at) => `x${at}: 1`).join("\n");
    expect(problemsOf(SMALLEST + keys).length).toBeLessThanOrEqual(100);
  });

  it.each([
    ["", "1 : The text is empty; expected keys with their values. Write `key: value` lines."],
    [
      "# later\n",
      "1 : The text is empty; expected keys with their values. Write `key: value` lines.",
    ],
    ["- a\n", "1 : The text is a list; expected keys with their values. Write `key: value` lines."],
    [
      "version: 1\nroles: *x\n",
      "2 roles: `roles` refers to another value with `*x`, which is not allowed here. Write the value itself; put a value that begins with * in quotes.",
    ],
  ])("stop at the text %j", (text, problem) => {
    expect(problemsOf(text)[0]).toBe(problem);
  });

  it("begin with the version, where it is missing", () => {
    expect(problemsOf(SMALLEST.replace("version: 1\n", ""))).toEqual([
      "1 version: The policy does not say its version. Write version: 1 at the top.",
    ]);
  });
});
