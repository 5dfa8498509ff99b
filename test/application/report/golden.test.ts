import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
import type { CheckRun } from "../../../src/application/ports.ts";
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

/** `UPDATE_GOLDEN=1` writes what is produced now; look at the difference before you commit it. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

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
  const reasons = ["unreachable", "rate-limited", "forbidden", "unexpected-answer"] as const;
  for (const reason of reasons)
    expectGolden(
      `could-not-tell-${reason}.checks.md`,
      shown(couldNotTell({ code: reason, message: "502 Bad Gateway" })),
    );
});

function shown(runs: readonly CheckRun[]): string {
  return runs
    .map(({ name, conclusion, title, summary, text, annotations }) =>
      [
        `# ${name}: ${conclusion}`,
        `## ${title}`,
        summary,
        ...(text === null ? [] : ["---", text]),
        ...(annotations.length === 0
          ? []
          : ["```json", ...annotations.map((each) => JSON.stringify(each)), "```"]),
      ].join("\n\n"),
    )
    .join("\n\n---\n\n");
}

function expectGolden(name: string, actual: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (UPDATE) writeFileSync(file, actual);
  expect(existsSync(file) ? readFileSync(file, "utf8") : "(no such file)").toBe(actual);
}
