import {
  checkRuns,
  comment,
  couldNotTell,
  markdownReport,
  noLongerARelease,
  notARelease,
  textReport,
  type Report,
} from "../../../src/application/report/index.ts";
import type { Decision } from "../../../src/domain/index.ts";
import {
  BLOCKED,
  BROKEN_POLICY,
  CATALOGUE,
  decision,
  MISSING_DOCUMENT,
  PASSED,
  report,
  UNKNOWN,
  WAITING,
} from "./fixtures.ts";
import { expectGolden, shown } from "./golden.ts";

const REPORTS: Readonly<Record<string, Report>> = {
  blocked: report(BLOCKED),
  waiting: report(WAITING),
  passed: report(PASSED),
  unknown: report(UNKNOWN),
  "missing-document": report(MISSING_DOCUMENT),
  "broken-policy": report(BROKEN_POLICY),
  "no-gate": report(decision("unknown", [], { "review-at": null })),
  observed: report(BLOCKED, { mode: "observe" }),
  "not-counted-yet": report({
    ...WAITING,
    outcome: "passed",
    gates: WAITING.gates.map((gate) =>
      gate.outcome === "passed" ? gate : { ...gate, "enforce-from": "2027-01-01" },
    ),
    exceptions: [
      {
        kind: "gate-announced",
        what: "security-review",
        who: null,
        reason: "It is announced, so that there is time to get ready, and does not count yet.",
        until: "2026-12-31",
        source: { repository: "acme/shop", path: ".github/portcullis.yml", line: 8 },
      },
    ],
  }),
  "shared-commit": report(PASSED, { others: [{ number: 9, outcome: "waiting" }] }),
  "decided-for-another": report(BLOCKED, { pullRequest: 9 }),
  "invalid-proposal": report(PASSED, {
    proposal: {
      status: "invalid",
      problems: [
        {
          path: ".github/portcullis.yml",
          line: 3,
          field: "criticality",
          message: "`urgent` is no criticality; low, standard, high and critical are.",
          remedy: "Write one of these.",
        },
      ],
    },
  }),
  "merge-group": report(ofGroup(WAITING), {
    pullRequest: null,
    others: [{ number: 5, outcome: "passed" }],
    notReleases: [12],
  }),
  "merge-group-other": report(ofGroup(PASSED), {
    pullRequest: null,
    others: [{ number: 9, outcome: "blocked" }],
  }),
  "branch-commit": report(onBranch(WAITING), { pullRequest: null }),
  "branch-commit-shared": report(onBranch(PASSED), {
    pullRequest: null,
    others: [{ number: 9, outcome: "waiting" }],
    proposal: { status: "valid", decision: "not-a-candidate" },
  }),
  proposal: report(BLOCKED, { proposal: { status: "valid", decision: PASSED } }),
  "proposal-without-release": report(WAITING, {
    proposal: { status: "valid", decision: "not-a-candidate" },
  }),
};

it.each(Object.entries(REPORTS))("%s: the comment", (name, given) => {
  expectGolden(`${name}.comment.md`, comment(given));
});

it.each(Object.entries(REPORTS))("%s: the check runs", (name, given) => {
  expectGolden(`${name}.checks.md`, shown(checkRuns(given)));
});

it.each([
  ["blocked", BLOCKED],
  ["passed", PASSED],
])("%s: the reports of the command line", (name, of) => {
  expectGolden(`${name}.report.md`, markdownReport(of, CATALOGUE));
  expectGolden(`${name}.report.txt`, textReport(of, CATALOGUE, { colour: false, width: 80 }));
});

it("offline: what was left out", () => {
  const offline = decision("passed", [
    BLOCKED.gates[5]!,
    { ...BLOCKED.gates[2]!, "left-out": true },
    {
      ...WAITING.gates[1]!,
      outcome: "passed",
      findings: WAITING.gates[1]!.findings.map((finding) =>
        finding.outcome === "waiting" ? { ...finding, "left-out": true as const } : finding,
      ),
    },
  ]);
  expectGolden("offline.report.txt", textReport(offline, CATALOGUE, { colour: false, width: 80 }));
  expectGolden("offline.report.md", markdownReport(offline, CATALOGUE));
});

it("what is said where nothing was decided", () => {
  expectGolden("no-longer-a-release.comment.md", noLongerARelease());
  expectGolden("not-a-release.checks.md", shown(notARelease(["portcullis/archive"])));
  for (const kind of ["merge-group", "commit"] as const)
    expectGolden(`not-a-release-${kind}.checks.md`, shown(notARelease([], kind)));
  const reasons = [
    "unreachable",
    "rate-limited",
    "near-limit",
    "forbidden",
    "unexpected-answer",
  ] as const;
  for (const reason of reasons)
    expectGolden(
      `could-not-tell-${reason}.checks.md`,
      shown(couldNotTell({ code: reason, message: "502 Bad Gateway" })),
    );
});

function ofGroup(of: Decision): Decision {
  return { ...of, candidate: { ...of.candidate, kind: "merge-group" } };
}

function onBranch(of: Decision): Decision {
  const { repository, commit } = of.candidate;
  return { ...of, candidate: { kind: "commit", repository, commit } };
}
