import { checkRuns, type Report } from "../../../src/application/report/index.ts";
import type { CheckRun } from "../../../src/application/ports.ts";
import type { Decision, GateDecision, Outcome } from "../../../src/domain/index.ts";
import { bytesOf } from "../../../src/application/report/plain.ts";
import {
  approvalGate,
  BLOCKED,
  BROKEN_POLICY,
  decision,
  finding,
  gate,
  MISSING_DOCUMENT,
  PASSED,
  report,
  UNKNOWN,
  WAITING,
} from "./fixtures.ts";

const CONCLUSIONS: readonly [Outcome, Decision, CheckRun["conclusion"], string][] = [
  [
    "passed",
    PASSED,
    "success",
    "Passed: all 5 gates are open, 1 waiver in force, 1 gate switched off and 1 kind of alerts switched off",
  ],
  [
    "waiting",
    WAITING,
    "action_required",
    "Waiting for a tester, the DPO and the release authority",
  ],
  ["unknown", UNKNOWN, "failure", "Could not tell: 2 things could not be read"],
  ["blocked", BLOCKED, "failure", "Blocked: 3 things to do, next: the author"],
];

describe("the conclusion of the aggregate", () => {
  it.each(CONCLUSIONS)("%s", (_, of, conclusion, title) => {
    expect(aggregate(report(of))).toMatchObject({ name: "portcullis", conclusion, title });
  });

  it.each([
    ["passed", PASSED, /^Would pass: all 5 gates are open, /],
    ["waiting", WAITING, /^Would block: waiting for a tester, the DPO and the release authority$/],
    ["unknown", UNKNOWN, /^Would block: could not tell: 2 things could not be read$/],
    ["blocked", BLOCKED, /^Would block: 3 things to do, next: the author$/],
  ])("%s, where the policy only observes", (_, of, title) => {
    const run = aggregate(report(of, { mode: "observe" }));
    expect(run.conclusion).toBe("neutral");
    expect(run.title).toMatch(title);
    expect(run.summary).toContain("holds nothing back");
  });

  it.each([
    ["no gate at all", decision("passed", [])],
    ["a gate that is not open", decision("passed", [gate("archive", "blocked", [])])],
    [
      "a finding that is not shown",
      decision("passed", [
        gate("archive", "passed", [finding("archive.exists", { outcome: "unsatisfied" })]),
      ]),
    ],
    [
      "a gate that was left out",
      decision("passed", [
        gate("archive", "passed", []),
        { ...approvalGate("dpo-approval", "waiting"), "left-out": true },
      ]),
    ],
    [
      "a finding that was left out",
      decision("passed", [
        gate("archive", "passed", [
          finding("archive.exists", { outcome: "waiting", "left-out": true }),
        ]),
      ]),
    ],
  ])("is no success with %s, whatever the decision says", (_, of) => {
    const run = aggregate(report(of));
    expect(run.conclusion).toBe("failure");
    expect(run.summary).not.toContain("It may ship");
  });

  it.each([
    ["waiting", "action_required", /^Waiting: pull request 9 /],
    ["blocked", "failure", /^Blocked: pull request 9 /],
    ["unknown", "failure", /^Could not tell: pull request 9 /],
    ["passed", "success", /^Passed: all 5 gates/],
  ] as const)("is the worst of a commit: another is %s", (outcome, conclusion, title) => {
    const run = aggregate(report(PASSED, { others: [{ number: 9, outcome }] }));
    expect(run.conclusion).toBe(conclusion);
    expect(run.title).toMatch(title);
  });

  it("names the pull request that was decided, where it is another", () => {
    const run = aggregate(report(BLOCKED, { pullRequest: 9 }));
    expect(run.summary).toContain("[pull request 7](https://github.com/acme/shop/pull/7)");
  });
});

describe("the run of a gate", () => {
  it.each([
    ["passed", "success"],
    ["waiting", "action_required"],
    ["unknown", "failure"],
    ["blocked", "failure"],
  ] as const)("%s is %s", (outcome, conclusion) => {
    const of = decision(outcome, [withOutcome(outcome)]);
    expect(run(report(of), "archive").conclusion).toBe(conclusion);
    const observed = run(report(of, { mode: "observe" }), "archive");
    expect(observed.conclusion).toBe(outcome === "passed" ? "success" : "neutral");
  });

  it("that does not count yet is no failure, and says from when it counts", () => {
    const later = { ...withOutcome("blocked"), "enforce-from": "2027-01-01" };
    const given = report(decision("passed", [later, approvalGate("dpo-approval", "passed")]));
    const shown = run(given, "archive");
    expect(shown.conclusion).toBe("neutral");
    expect(shown.title).toMatch(/^Counts from 2027-01-01, in 42 days\. /);
    expect(shown.annotations.map(({ level }) => level)).toEqual(["warning"]);
    expect(aggregate(given).conclusion).toBe("success");
    expect(aggregate(given).summary).toContain("⛔ Blocked, counts from 2027-01-01, in 42 days");
  });

  it("that nobody asked GitHub about is never green or grey", () => {
    const left = { ...approvalGate("dpo-approval", "waiting"), "left-out": true as const };
    expect(run(report(decision("passed", [left])), "dpo-approval").conclusion).toBe(
      "action_required",
    );
  });

  it("has one line for an approval", () => {
    const { summary } = run(report(WAITING), "final-approval");
    expect(summary.split("\n\n")).toHaveLength(2);
    expect(summary).toMatch(/^⏳ \*\*Waiting:\*\* The release authority has not approved/);
    expect(summary).toContain("**By approving, the release authority confirms:** The release may");
  });

  it("shows the DPO what the team marked as not applicable", () => {
    const reason = "the release has no third-party components";
    expect(run(report(WAITING), "dpo-approval").summary).toContain(reason);
    expect(run(report(WAITING), "final-approval").summary).not.toContain(reason);
    expect(aggregate(report(WAITING)).summary).toContain(reason);
  });

  it("says once that a document is missing, and counts who needs it", () => {
    const { summary, annotations, title } = run(report(MISSING_DOCUMENT), "incident-plan");
    expect(summary.match(/There is no incident plan/g)).toHaveLength(1);
    expect(summary).toContain("6 requirements need it.");
    expect(summary).toContain("**To do:** Write the plan");
    expect(annotations).toHaveLength(1);
    expect(title).toBe("Blocked: 1 thing to do, next: the author");
  });

  it("links to the line at the commit, and to the policy on the default branch", () => {
    expect(run(report(BLOCKED), "incident-plan").summary).toContain(
      "(https://github.com/acme/shop/blob/9c01e4bd0f0b7c3a1f7d5e2a4b6c8d0e1f2a3b4c/docs/incident-response-plan.md?plain=1#L78)",
    );
    expect(run(report(UNKNOWN), "dpo-approval").summary).toContain(
      "(https://github.com/acme/shop/blob/HEAD/.github/portcullis.yml#L14)",
    );
  });

  it("links to the organisation's policy in its own repository", () => {
    const sources = [{ repository: "acme/.github", path: ".github/portcullis.yml", oid: null }];
    const of = { ...UNKNOWN, policy: { ...UNKNOWN.policy, sources } };
    expect(run(report(of), "dpo-approval").summary).toContain(
      "(https://github.com/acme/.github/blob/HEAD/.github/portcullis.yml#L14)",
    );
  });
});

describe("annotations", () => {
  it("stand at each line of what is outstanding, and nowhere else", () => {
    expect(aggregate(report(BLOCKED)).annotations).toEqual([]);
    expect(run(report(BLOCKED), "incident-plan").annotations).toEqual([
      {
        path: "docs/incident-response-plan.md",
        line: 1,
        level: "failure",
        title: "Contact point",
        message:
          "The plan names no contact point.\nWhat to do: Add `contact-point` with name, email or phone, and hours.\nWho acts next: The author",
      },
      expect.objectContaining({ line: 78, title: "Patching" }),
    ]);
    expect(run(report(BLOCKED), "archive").annotations).toEqual([]);
  });

  it.each([
    ["unsatisfied", "failure"],
    ["unknown", "warning"],
    ["waiting", "warning"],
  ] as const)("%s is a %s", (outcome, level) => {
    const of = decision("blocked", [
      gate("archive", "blocked", [
        finding("archive.exists", { outcome, locations: [{ path: "a.yml", line: 1 }] }),
      ]),
    ]);
    expect(run(report(of), "archive").annotations).toMatchObject([{ level }]);
    const observed = run(report(of, { mode: "observe" }), "archive");
    expect(observed.annotations).toMatchObject([{ level: "warning" }]);
  });

  it.each(["satisfied", "waived", "not-applicable", "not-due"] as const)(
    "%s has none",
    (outcome) => {
      const of = decision("passed", [
        gate("archive", "passed", [
          finding("archive.exists", { outcome, locations: [{ path: "a.yml", line: 1 }] }),
        ]),
      ]);
      expect(run(report(of), "archive").annotations).toEqual([]);
    },
  );

  it("stand on the aggregate, and only there, when it is the policy that is broken", () => {
    expect(aggregate(report(BROKEN_POLICY)).annotations).toMatchObject([{ line: 3 }, { line: 12 }]);
    expect(run(report(BROKEN_POLICY), "policy").annotations).toEqual([]);
  });

  it("can be more than a request takes", () => {
    const locations = Array.from({ length: 120 }, (_, i) => ({ path: "a.yml", line: i + 1 }));
    const of = decision("blocked", [
      gate("archive", "blocked", [
        finding("archive.exists", { outcome: "unsatisfied", locations }),
      ]),
    ]);
    const shown = run(report(of), "archive");
    expect(shown.annotations).toHaveLength(120);
    expect(shown.summary).toMatch(
      /`a\.yml`, line 1\]\S+, \[line 2\]\S+, \[line 3\]\S+, 117 more places/,
    );
  });
});

describe("GitHub's limits", () => {
  it("hold for every run, however much there is to say", () => {
    const long = "⛔ ".repeat(800);
    const findings = Array.from({ length: 400 }, (_, i) =>
      finding(`archive.item-${i}`, {
        outcome: i % 2 === 0 ? "unsatisfied" : "satisfied",
        message: `${i} ${long}`,
        remedy: long,
        locations: [{ path: `docs/${"long/".repeat(60)}${i}.md`, line: i + 1 }],
      }),
    );
    const of = decision("blocked", [
      gate("archive", "blocked", findings, { title: long }),
      ...Array.from({ length: 60 }, () => gate("archive", "blocked", findings.slice(0, 4))),
    ]);
    const runs = checkRuns(
      report(of, {
        proposal: {
          status: "invalid",
          problems: findings.map(({ message }, line) => ({
            path: "x",
            line,
            field: "",
            message,
            remedy: message,
          })),
        },
      }),
    );
    for (const each of runs) expectWithinLimits(each);
    expect(runs[1]?.summary).toContain("more lines are left out here");
    expect(runs[1]?.text).toContain("more lines are left out here");
    expect(runs[0]?.summary).toContain("| Gate | State |");
  });

  it.each([PASSED, WAITING, UNKNOWN, BLOCKED, BROKEN_POLICY, decision("unknown", [])])(
    "hold for the usual ones (%#)",
    (of) => {
      for (const each of checkRuns(report(of))) {
        expectWithinLimits(each);
        expect(each.summary).not.toBe("");
        expect(each.actions).toMatchObject([{ label: "Recheck", identifier: "recheck" }]);
      }
    },
  );
});

describe("the same decision", () => {
  it("at another time is shown in the same bytes", () => {
    for (const each of [PASSED, WAITING, UNKNOWN, BLOCKED])
      expect(checkRuns(report({ ...each, "decided-at": "2026-11-21T08:00:00Z" }))).toEqual(
        checkRuns(report(each)),
      );
  });
});

function aggregate(given: Report): CheckRun {
  return run(given, null);
}

function run(given: Report, gateId: string | null): CheckRun {
  const name = gateId === null ? "portcullis" : `portcullis/${gateId}`;
  const found = checkRuns(given).filter((each) => each.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

function withOutcome(outcome: Outcome): GateDecision {
  const of = {
    passed: "satisfied",
    waiting: "waiting",
    unknown: "unknown",
    blocked: "unsatisfied",
  } as const;
  return gate("archive", outcome, [
    finding("archive.exists", { outcome: of[outcome], locations: [{ path: "a.yml", line: 1 }] }),
  ]);
}

function expectWithinLimits(each: CheckRun): void {
  expect(each.title.length).toBeLessThanOrEqual(255);
  expect(bytesOf(each.summary)).toBeLessThanOrEqual(65_535);
  expect(bytesOf(each.text ?? "")).toBeLessThanOrEqual(65_535);
  for (const { title, message } of each.annotations) {
    expect(title.length).toBeLessThanOrEqual(255);
    expect(bytesOf(message)).toBeLessThan(64 * 1024);
  }
  for (const { label, identifier, description } of each.actions) {
    expect(label.length).toBeLessThanOrEqual(20);
    expect(identifier.length).toBeLessThanOrEqual(20);
    expect(description.length).toBeLessThanOrEqual(40);
  }
}
