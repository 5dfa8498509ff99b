import fc from "fast-check";
import {
  deploymentWords,
  issueMarker,
  releaseIssue,
  releaseNotes,
  releaseRun,
  solvedIssue,
  withNotes,
  withoutNotes,
  type DeploymentReport,
  type ReleaseReport,
} from "../../../src/application/report/index.ts";
import { EXCEPTION_KINDS, type Finding } from "../../../src/domain/index.ts";
import { approvalGate, CATALOGUE, COMMIT, decision, finding, gate } from "./fixtures.ts";
import { hostileText } from "./hostile.ts";
import { foreignHtml, nodes, parse, seenByGitHub } from "./markdown.ts";
import { asRelease, EARLIER, releaseReport } from "./release-fixtures.ts";

const OUR_LINKS = new RegExp(
  `^https://github\\.com/acme/(?:shop|\\.github)/(?:blob/(?:${COMMIT}|HEAD)/|commit/${COMMIT}$)`,
);
const RUNS = { numRuns: 40 };

type Any = () => string;
const anyText: fc.Arbitrary<Any> = fc
  .infiniteStream(hostileText)
  .map((stream) => () => stream.next().value as string);

function hostileDecision(any: Any, outcomes: readonly Finding["outcome"][]) {
  const findings = outcomes.map((outcome) =>
    finding("security-review.tests", {
      requirement: any(),
      outcome,
      message: any(),
      remedy: any(),
      source: { document: "policy", clause: any() },
      locations: [{ path: any(), line: 3 }],
    }),
  );
  const of = asRelease(
    decision(
      "blocked",
      [
        gate("security-review", "blocked", findings, { title: any() }),
        approvalGate("dpo-approval", "waiting"),
        gate("archive", "blocked", findings, { title: any(), "enforce-from": any() }),
      ],
      {
        waivers: [{ requirement: any(), reason: any(), "granted-by": any(), expires: any() }],
        "disabled-gates": [{ gate: any(), reason: any(), source: any() }],
        "alerts-off": [{ source: any(), reason: any() }],
        exceptions: EXCEPTION_KINDS.map((kind) => ({
          kind,
          what: any(),
          who: kind === "waiver" ? any() : null,
          reason: any(),
          until: kind === "item" ? null : "2026-11-30",
          source: { repository: any(), path: any(), line: 3 },
        })),
      },
    ),
  );
  return { ...of, candidate: { ...of.candidate, release: any() } };
}

const outcomes = fc.array(
  fc.constantFrom<Finding["outcome"]>(
    "satisfied",
    "not-applicable",
    "waiting",
    "unknown",
    "unsatisfied",
  ),
  { minLength: 1, maxLength: 4 },
);
const modes = fc.constantFrom("enforce" as const, "observe" as const);

/** A release of which everything that people name is hostile. */
const hostileRelease: fc.Arbitrary<ReleaseReport> = fc
  .record({
    any: anyText,
    outcomes,
    mode: modes,
    action: fc.constantFrom("none", "redraft", "prerelease", "report"),
    passes: fc.boolean(),
    id: fc.constantFrom(null, 5),
    draft: fc.boolean(),
  })
  .map(({ any, passes, outcomes: found, mode, action, id, draft }) =>
    releaseReport(
      passes
        ? decision("passed", [gate("archive", "passed", [], { title: any() })])
        : hostileDecision(any, found),
      {
        mode,
        action,
        publishers: { users: [any(), any()], teams: [any()] },
        otherReleases: [{ tag: any(), outcome: "blocked" }],
        passedAt: EARLIER,
        release: { tag: any(), id, draft },
      },
    ),
  );

const hostileDeployment: fc.Arbitrary<DeploymentReport> = fc
  .record({
    any: anyText,
    outcomes,
    mode: modes,
    why: fc.constantFrom("decided", "policy-broken", "no-release", "could-not-tell", "given-up"),
  })
  .map(({ any, outcomes: found, mode, why }): DeploymentReport => {
    const base = { environment: any(), commit: COMMIT };
    const of = hostileDecision(any, found);
    const common = { mode, whenBlocked: "wait" } as const;
    switch (why) {
      case "decided":
        return { ...base, ...common, why, state: "held", decision: of, catalogue: CATALOGUE };
      case "no-release":
        return { ...base, ...common, why, state: "held", tags: [any(), any(), any(), any()] };
      case "policy-broken": {
        const problem = { path: any(), line: 3, field: any(), message: any(), remedy: any() };
        return { ...base, why, state: "rejected", problems: [problem, problem] };
      }
      case "could-not-tell":
        return { ...base, why, state: "held", reason: { code: "forbidden", message: any() } };
      case "given-up": {
        const last = { decision: of, catalogue: CATALOGUE };
        return { ...base, why, state: "rejected", since: any(), after: any(), last };
      }
    }
  });

it("what people wrote does nothing on any page about a release", () => {
  fc.assert(
    fc.property(hostileRelease, hostileText, (given, detail) => {
      for (const page of pages(given, detail)) expectHarmless(page);
    }),
    RUNS,
  );
});

it("what people wrote does nothing in the words about a deployment, which always fit", () => {
  fc.assert(
    fc.property(hostileDeployment, (given) => {
      const words = deploymentWords(given);
      expectHarmless(words);
      expect(words.length).toBeLessThanOrEqual(1_024);
      expect(words).toMatch(/^\*\*(?:⏳ Held|⛔ Rejected|✅ Approved): /);
    }),
    { numRuns: 300 },
  );
});

it("what people wrote cannot be taken for a mark of ours", () => {
  fc.assert(
    fc.property(hostileRelease, (given) => {
      const named = { ...given, release: { ...given.release, tag: issueMarker(9), id: 5 } };
      const { body } = releaseIssue(named, { code: "refused", detail: issueMarker(9) });
      expect(body.match(/<!-- portcullis release/g)).toHaveLength(1);
      expect(body.startsWith(`${issueMarker(5)}\n`)).toBe(true);
      const notes = withNotes("Notes", releaseNotes(given));
      expect(notes?.match(/<!-- portcullis:/g)).toHaveLength(2);
      expect(withoutNotes(notes ?? "")).toBe("Notes");
    }),
    RUNS,
  );
});

it("what people wrote cannot steer what reads titles", () => {
  fc.assert(
    fc.property(hostileRelease, (given) => {
      const run = releaseRun(given);
      const issue = releaseIssue(given, { code: "policy", detail: null });
      expect(run.title.length).toBeLessThanOrEqual(255);
      expect(issue.title.length).toBeLessThanOrEqual(256);
      for (const title of [run.title, issue.title])
        expect(title).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    }),
    RUNS,
  );
});

function pages(given: ReleaseReport, detail: string): readonly string[] {
  const { summary, text } = releaseRun(given);
  return [
    summary,
    text ?? "",
    releaseNotes(given),
    releaseIssue(given, { code: "refused", detail }).body,
    solvedIssue(given, "passed"),
    solvedIssue(given, "redrafted"),
    withNotes("", releaseNotes(given)) ?? "",
  ];
}

function expectHarmless(text: string): void {
  const tree = parse(text);
  const all = nodes(tree).map(({ node }) => node);
  expect(foreignHtml(tree)).toEqual([]);
  expect(seenByGitHub(tree)).toEqual([]);
  expect(
    all.filter(({ type }) => ["image", "definition", "footnoteReference", "code"].includes(type)),
  ).toEqual([]);
  expect(
    all.flatMap((node) => (node.type === "link" && !OUR_LINKS.test(node.url) ? [node.url] : [])),
  ).toEqual([]);
  for (const table of all.filter((node) => node.type === "table"))
    expect(new Set(table.children.map(({ children }) => children.length)).size).toBe(1);
}
