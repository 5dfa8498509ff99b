import fc from "fast-check";
import { checkRuns, comment, markdownReport } from "../../../src/application/report/index.ts";
import type { Report } from "../../../src/application/report/index.ts";
import { EXCEPTION_KINDS, type Finding } from "../../../src/domain/index.ts";
import { approvalGate, CATALOGUE, COMMIT, decision, finding, gate, report } from "./fixtures.ts";
import { hostileText } from "./hostile.ts";
import { foreignHtml, nodes, parse, seenByGitHub } from "./markdown.ts";

const OUTCOMES: readonly Finding["outcome"][] = [
  "satisfied",
  "waived",
  "not-applicable",
  "not-due",
  "waiting",
  "unknown",
  "unsatisfied",
];
const OUR_LINKS = new RegExp(
  `^https://github\\.com/acme/(?:shop|\\.github)/(?:blob/(?:${COMMIT}|HEAD)/|commit/${COMMIT}$|pull/\\d+$)`,
);

/** A report in which everything that people wrote is hostile. */
const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    text: fc.infiniteStream(hostileText),
    outcomes: fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 4 }),
    mode: fc.constantFrom("enforce" as const, "observe" as const),
    proposed: fc.constantFrom("none", "invalid", "valid"),
  })
  .map(({ text, outcomes, mode, proposed }) => {
    const any = () => text.next().value as string;
    const findings = outcomes.map((outcome) =>
      finding("security-review.tests", {
        requirement: any(),
        outcome,
        message: any(),
        remedy: any(),
        source: { document: outcome === "waived" ? any() : "policy", clause: any() },
        locations: [{ path: any(), line: 3 }],
      }),
    );
    const of = decision(
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
    );
    const problem = { path: any(), line: 1, field: any(), message: any(), remedy: any() };
    return report(of, {
      mode,
      proposal:
        proposed === "none"
          ? null
          : proposed === "invalid"
            ? { status: "invalid", problems: [problem] }
            : { status: "valid", decision: { ...of, gates: of.gates.slice(1) } },
      others: [{ number: 9, outcome: "blocked" }],
    });
  });

describe("what people wrote", () => {
  it("does nothing on any page", () => {
    fc.assert(
      fc.property(hostileReport, (given) => {
        for (const text of pages(given)) expectHarmless(text);
      }),
      { numRuns: 40 },
    );
  });

  it("cannot be taken for our own comment's mark", () => {
    fc.assert(
      fc.property(hostileReport, (given) => {
        expect(comment(given).split("<!-- portcullis -->")).toHaveLength(2);
      }),
      { numRuns: 40 },
    );
  });

  it("cannot steer what reads titles and annotations", () => {
    fc.assert(
      fc.property(hostileReport, (given) => {
        for (const { title, annotations } of checkRuns(given)) {
          expect(title).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
          for (const { message } of annotations)
            expect(message).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function pages(given: Report): readonly string[] {
  return [
    comment(given),
    markdownReport(given.decision, CATALOGUE),
    ...checkRuns(given).flatMap(({ summary, text }) => [summary, text ?? ""]),
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
  const html = all.flatMap((node) => (node.type === "html" ? [node.value] : []));
  expect(html.filter((value) => value.startsWith("<details")).length).toBe(
    html.filter((value) => value === "</details>").length,
  );
  const tables = all.filter((node) => node.type === "table");
  for (const table of tables)
    expect(table.children.map(({ children }) => children.length)).toEqual(
      // Three gates, or an exception of each kind.
      Array.from({ length: table.children.length === 4 ? 4 : 1 + EXCEPTION_KINDS.length }, () => 4),
    );
}
