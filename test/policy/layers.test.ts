import type { Policy } from "../../src/domain/index.ts";
import { SMALLEST, layered, policyOf, told } from "./context.ts";

/** The policy in force and the weakenings, of a repository's policy on the organisation's. */
function onTop(floor: string, upper: string): { policy: Policy; weakenings: readonly string[] } {
  const reading = layered(`version: 1\n${floor}`, SMALLEST + upper);
  if (reading.status !== "valid") throw new Error(told(reading).join("\n"));
  return { policy: reading.policy, weakenings: told(reading) };
}

type Said = (policy: Policy) => unknown;

describe("an upper policy that weakens", () => {
  it.each<[floor: string, upper: string, problem: string, said: Said]>([
    [
      "mode: enforce",
      "mode: observe",
      "mode: `mode` is `observe`; the policy of acme/.github asks for `enforce`. Write `enforce`.",
      (p) => p.mode,
    ],
    [
      "criticality: high",
      "criticality: low",
      "criticality: `criticality` is `low`; the policy of acme/.github asks for `high` or stricter. Write `high` or stricter.",
      (p) => p.criticality,
    ],
    [
      "candidates: { pull-requests: { base: [main, dev] } }",
      "candidates: { pull-requests: { base: [main] } }",
      "candidates.pull-requests: `candidates.pull-requests` leaves out `dev`; the policy of acme/.github asks for it. Add `dev`.",
      (p) => p.candidates.pullRequests.base?.map((one) => one.text),
    ],
    [
      "candidates: { pull-requests: { base: [main] } }",
      "candidates: { pull-requests: { labels: [release] } }",
      "candidates.pull-requests: `candidates.pull-requests` has labels, which leaves out some pull requests; the policy of acme/.github has no labels. Remove labels.",
      (p) => p.candidates.pullRequests.labels,
    ],
    [
      'candidates: { tags: ["v*", "r*"] }',
      'candidates: { tags: ["v*"] }',
      "candidates.tags: `candidates.tags` leaves out `r*`; the policy of acme/.github asks for it. Add `r*`.",
      (p) => p.candidates.tags.map((one) => one.text),
    ],
    [
      "candidates: { environments: [live] }",
      "candidates: { environments: [production] }",
      "candidates.environments: `candidates.environments` leaves out `live`; the policy of acme/.github asks for it. Add `live`.",
      (p) => p.candidates.environments.map((one) => one.text),
    ],
    [
      "documents: { data-map: [a.yml, b.yml] }",
      "documents: { data-map: a.yml }",
      "documents.data-map: `documents.data-map` leaves out `b.yml`; the policy of acme/.github asks for it. Add `b.yml`.",
      (p) => p.documents.dataMap,
    ],
    [
      "documents: { development-record: { tests: [t/**] } }",
      "documents: { development-record: { tests: [u.md] } }",
      "documents.development-record.tests: `documents.development-record.tests` leaves out `t/**`; the policy of acme/.github asks for it. Add `t/**`.",
      (p) => p.documents.developmentRecord.tests,
    ],
    [
      "documents: { vex: [a.json] }",
      "documents: { vex: [a.json, b.json] }",
      "documents.vex: `documents.vex` adds `b.json`; the policy of acme/.github does not name it. Remove `b.json`.",
      (p) => p.documents.vex,
    ],
    [
      "roles: { tester: { teams: [qa] } }",
      "X",
      "roles.tester: `roles.tester` names `ola`, `acme/devs`; the policy of acme/.github does not name them for this role. Remove `ola`, `acme/devs`, or have them added there.",
      (p) => [p.roles.tester.users, p.roles.tester.teams],
    ],
    [
      "",
      "gates: { archive: { enabled: false, reason: Kept elsewhere. } }",
      "gates.archive.enabled: `gates.archive.enabled` is `false`; the policy of acme/.github keeps this gate on. Remove the line.",
      (p) => p.gates["archive"],
    ],
    [
      "",
      "gates: { archive: { enforce-from: 2027-01-01 } }",
      "gates.archive.enforce-from: `gates.archive.enforce-from` is `2027-01-01`; the policy of acme/.github has the gate count at once. Remove the line.",
      (p) => p.gates["archive"],
    ],
    [
      "gates: { archive: { enforce-from: 2026-12-01 } }",
      "gates: { archive: { enforce-from: 2027-01-01 } }",
      "gates.archive.enforce-from: `gates.archive.enforce-from` is `2027-01-01`; the policy of acme/.github asks for `2026-12-01` or earlier. Write `2026-12-01` or an earlier day.",
      (p) => p.gates["archive"]?.enforceFrom,
    ],
    [
      "gates: { dpo-approval: { stale-on: push } }",
      "gates: { dpo-approval: { stale-on: tree-change } }",
      "gates.dpo-approval.stale-on: `gates.dpo-approval.stale-on` is `tree-change`; the policy of acme/.github asks for `push`. Write `push`.",
      (p) => p.gates["dpo-approval"],
    ],
    [
      "gates: { security-review: { experts: 3 } }",
      "gates: { security-review: { experts: 2 } }",
      "gates.security-review.experts: `gates.security-review.experts` is `2`; the policy of acme/.github asks for at least `3`. Write at least `3`.",
      (p) => p.experts,
    ],
    [
      "gates: { archive: { categories: [a, b] } }",
      "gates: { archive: { categories: [a] } }",
      "gates.archive.categories: `gates.archive.categories` leaves out `b`; the policy of acme/.github asks for it. Add `b`.",
      (p) => p.archive.categories,
    ],
    [
      "gates: { archive: { retain-for: 6y } }",
      "gates: { archive: { retain-for: 71mo } }",
      "gates.archive.retain-for: `gates.archive.retain-for` is `71mo`; the policy of acme/.github asks for at least `6y`. Write at least `6y`.",
      (p) => p.archive.retainFor,
    ],
    [
      "alerts: { dependabot: medium }",
      "alerts: { dependabot: high }",
      "alerts.dependabot: `alerts.dependabot` is `high`; the policy of acme/.github asks for `medium` or stricter. Write `medium` or stricter.",
      (p) => p.alerts.dependabot,
    ],
    [
      "alerts: { dependabot: critical }",
      "alerts: { dependabot: { off: Renovate does it. } }",
      "alerts.dependabot: `alerts.dependabot` is `off`; the policy of acme/.github asks for `critical` or stricter. Write `critical` or stricter.",
      (p) => [p.alerts.dependabot, p.alertsOff],
    ],
    [
      "regimes: [cra, nis2]",
      "regimes: [cra]",
      "regimes: `regimes` leaves out `nis2`; the policy of acme/.github asks for it. Add `nis2`.",
      (p) => p.regimes,
    ],
    [
      "checklists: { data-rights: [{ id: own, text: Ours. }] }",
      "checklists: { data-rights: [{ id: own, text: Mine. }] }",
      "checklists.data-rights: `checklists.data-rights` has the item `own`; the policy of acme/.github has an item of that name. Remove the item, or call it something else.",
      (p) => p.checklists["data-rights"],
    ],
    [
      "releases: { when-unready: redraft }",
      "releases: { when-unready: report }",
      "releases.when-unready: `releases.when-unready` is `report`; the policy of acme/.github asks for `redraft`. Write `redraft`.",
      (p) => p.releases.whenUnready,
    ],
    [
      "deployments: { of: release }",
      "deployments: { of: commit }",
      "deployments.of: `deployments.of` is `commit`; the policy of acme/.github asks for `release`. Write `release`.",
      (p) => p.deployments.of,
    ],
    [
      "deployments: { give-up-after: 7d }",
      "deployments: { give-up-after: 2w }",
      "deployments.give-up-after: `deployments.give-up-after` is `2w`; the policy of acme/.github asks for at most `7d`. Write at most `7d`.",
      (p) => p.deployments.giveUpAfter,
    ],
    [
      "unlinked-authors: block",
      "unlinked-authors: ignore",
      "unlinked-authors: `unlinked-authors` is `ignore`; the policy of acme/.github asks for `block`. Write `block`.",
      (p) => p.unlinkedAuthors,
    ],
    [
      "waivers: []",
      "waivers: [{ requirement: security-review.tests, reason: Ships next week., granted-by: mona, granted: 2026-01-01, expires: 2026-02-01 }]",
      "waivers: `waivers` grants waivers; the policy of acme/.github forbids them with an empty list. Remove them, and fulfil the requirements.",
      (p) => p.waivers,
    ],
  ])("%s · %s", (floor, upper, problem, said) => {
    // The role needs a line in the block that the smallest policy already has.
    const added = upper === "X" ? "  tester: { users: [ola], teams: [qa, devs] }" : upper;
    const { policy, weakenings } = onTop(floor, added);
    expect(weakenings).toEqual([`6 ${problem}`]);
    const alone = policyOf(`${SMALLEST}${floor.replace(/^roles: \{ (.*) \}$/, "  $1")}`);
    expect(said(policy)).toEqual(said(alone));
  });
});

describe("an upper policy that tightens", () => {
  it.each<[floor: string, upper: string, said: Said, wanted: unknown]>([
    ["mode: observe", "mode: enforce", (p) => p.mode, "enforce"],
    ["mode: observe", "mode: observe", (p) => p.mode, "observe"],
    ["criticality: standard", "criticality: critical", (p) => p.promises.respondWithin, "1h"],
    [
      "candidates: { tags: [a] }",
      "candidates: { tags: [b, a] }",
      (p) => p.candidates.tags.map((one) => one.text),
      ["b", "a"],
    ],
    [
      "documents: { security-txt: [a.txt, b.txt] }",
      "documents: { security-txt: [c.txt, b.txt, a.txt] }",
      (p) => p.documents.securityTxt,
      ["a.txt", "b.txt", "c.txt"],
    ],
    [
      "candidates: { pull-requests: { base: [main], labels: [x] } }",
      "candidates: { pull-requests: { labels: [x, y] } }",
      (p) => [p.candidates.pullRequests.base?.length, p.candidates.pullRequests.labels?.length],
      [1, 2],
    ],
    [
      "gates: { archive: { enabled: false, reason: Kept elsewhere. } }",
      "gates: { archive: { enabled: true } }",
      (p) => p.gates["archive"]?.enabled,
      true,
    ],
    [
      "gates: { archive: { enforce-from: 2027-01-01 } }",
      "gates: { archive: { enforce-from: 2026-12-01 } }",
      (p) => p.gates["archive"]?.enforceFrom,
      "2026-12-01",
    ],
    [
      "gates: { security-review: { experts: 2 } }",
      "gates: { security-review: { experts: 4 } }",
      (p) => p.experts,
      4,
    ],
    [
      "gates: { archive: { retain-for: 5y } }",
      "gates: { archive: { retain-for: 10y } }",
      (p) => p.archive.retainFor,
      "10y",
    ],
    [
      "alerts: { dependabot: { off: Renovate does it. } }",
      "alerts: { dependabot: any }",
      (p) => [p.alerts.dependabot, p.alertsOff],
      ["any", []],
    ],
    [
      "deployments: { give-up-after: 7d }",
      "deployments: { give-up-after: 1h }",
      (p) => p.deployments.giveUpAfter,
      "1h",
    ],
  ])("%s · %s", (floor, upper, said, wanted) => {
    const { policy, weakenings } = onTop(floor, upper);
    expect(weakenings).toEqual([]);
    expect(said(policy)).toEqual(wanted);
  });

  it("names fewer people for a role", () => {
    const floor = "roles: { release-authority: { users: [mona, kari], teams: [managers] } }";
    expect(onTop(floor, "").policy.roles["release-authority"]).toMatchObject({
      users: ["mona"],
      teams: [],
      line: 5,
    });
  });
});

describe("an upper policy", () => {
  it("inherits what it does not mention", () => {
    const floor = `gates: { archive: { enabled: false, reason: Kept elsewhere. } }
headings: { logs: [Journals] }
waivers: [{ requirement: security-review.tests, reason: Ships next week., granted-by: mona, granted: 2026-01-01, expires: 2026-02-01 }]`;
    const { policy } = onTop(floor, "");
    expect(policy.gates["archive"]).toMatchObject({
      enabled: false,
      reason: "Kept elsewhere.",
      place: { repository: "acme/.github", path: ".github/portcullis.yml" },
    });
    expect(policy.headings).toEqual({ logs: ["Journals"] });
    expect(policy.waivers).toHaveLength(1);
  });

  it("is free where the lower one says nothing, and where nothing is stricter", () => {
    const { policy, weakenings } = onTop(
      "documents: { incident-plan: a.md }\ncomment: true",
      "criticality: low\ncandidates: { pull-requests: { labels: [release] }, tags: [r1] }\ndocuments: { incident-plan: b.md }\ncomment: false",
    );
    expect(weakenings).toEqual([]);
    expect(policy).toMatchObject({
      criticality: "low",
      candidates: { tags: [{ text: "r1" }] },
      documents: { incidentPlan: "b.md" },
      comment: false,
    });
  });

  it("adds headings, items and waivers to those below", () => {
    const { policy } = onTop(
      "headings: { logs: [Journals] }\nchecklists: { data-rights: [{ id: one, text: A. }] }",
      `headings: { logs: [Journals, Log files], resources: [Means] }
checklists: { data-rights: [{ id: two, text: B. }] }
waivers: [{ requirement: data-rights.one, reason: Ships next week., granted-by: mona, granted: 2026-01-01, expires: 2026-02-01 }]`,
    );
    expect(policy.headings).toEqual({ logs: ["Journals", "Log files"], resources: ["Means"] });
    expect(policy.checklists["data-rights"]?.map(({ id }) => id)).toEqual(["one", "two"]);
    expect(policy.waivers).toHaveLength(1);
  });
});
