import { decide } from "../../src/application/index.ts";
import { comment, textReport } from "../../src/application/report/index.ts";
import type { Decision, Evidence } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { apply, type Edit } from "../support/scenario.ts";
import { shopEvidence } from "../support/shop.ts";

const POLICY = { repository: "acme/shop", path: ".github/portcullis.yml" };
const WAIVED: readonly Edit[] = [
  {
    policy: "version: 1\n",
    with: "version: 1\nwaivers:\n  - { requirement: archive.retention, reason: The contract is being renewed, granted-by: mona-berg, granted: 2026-11-01, expires: 2026-12-31 }\n",
  },
  { file: "docs/archive.yml", replace: "retain-for: 6y", with: "retain-for: 4y" },
];
const ANNOUNCED: readonly Edit[] = [
  {
    policy: "version: 1\n",
    with: "version: 1\ngates:\n  archive: { enforce-from: 2026-12-01 }\n",
  },
  { file: "docs/archive.yml", replace: "retain-for: 6y", with: "retain-for: 4y" },
];

describe("exceptions in force", () => {
  it("are all that the example rests on, each with its reason and place", () => {
    const { exceptions } = decided([]);
    expect(
      exceptions.map(({ kind, what, who, until, source }) => [
        kind,
        what,
        who,
        until,
        `${source.repository}:${source.path}:${source.line}`,
      ]),
    ).toEqual([
      [
        "accepted-deviation",
        "D1: Order export lacks a rate limit",
        "kari",
        "2027-01-31",
        "acme/shop:docs/security-review.md:18",
      ],
      ["archive-category", "licences", null, null, "acme/shop:docs/archive.yml:15"],
      [
        "item",
        "technical-measures.two-factor",
        null,
        null,
        "acme/shop:docs/privacy-engineering.md:20",
      ],
      [
        "item",
        "technical-measures.default-passwords",
        null,
        null,
        "acme/shop:docs/privacy-engineering.md:21",
      ],
      [
        "item",
        "data-rights.automated-decisions",
        null,
        null,
        "acme/shop:docs/privacy-engineering.md:31",
      ],
    ]);
    expect(exceptions.every(({ reason }) => reason.length >= 10)).toBe(true);
  });

  it("name the line of each waiver", () => {
    expect(of(decided(WAIVED), "waiver")).toEqual([
      {
        kind: "waiver",
        what: "archive.retention",
        who: "mona-berg",
        reason: "The contract is being renewed",
        until: "2026-12-31",
        source: { ...POLICY, line: 3 },
      },
    ]);
  });

  it("do not have a waiver that somebody else granted", () => {
    const by = { policy: "granted-by: mona-berg", with: "granted-by: nils-moe" };
    expect(of(decided([...WAIVED, by]), "waiver")).toEqual([]);
  });

  it("name gates and alerts that are switched off", () => {
    const off = "gates:\n  archive: { enabled: false, reason: Kept by the parent company }\n";
    const alerts = "alerts:\n  dependabot: { off: Another tool looks at them }\n";
    const edits = [{ policy: "version: 1\n", with: `version: 1\n${off}${alerts}` }];
    const found = decided(edits).exceptions.filter(({ source }) => source.path === POLICY.path);
    expect(found.map(({ kind, what, until, source }) => [kind, what, until, source.line])).toEqual([
      ["gate-off", "archive", null, 3],
      ["alerts-off", "dependabot", null, 5],
    ]);
    // What a gate rests on is nobody's concern while it is off.
    expect(of(decided(edits), "archive-category")).toEqual([]);
  });

  it("have an accepted deviation also while another one is open", () => {
    const open = {
      file: "docs/security-review.md",
      replace: "deviations:\n",
      with: "deviations:\n  - { id: D0, summary: Something else, status: open }\n",
    };
    expect(of(decided([open]), "accepted-deviation")).toHaveLength(1);
  });

  it("have no deviation that is accepted for too long, and none of a broken review", () => {
    const long = {
      file: "docs/security-review.md",
      replace: "expires: 2027-01-31",
      with: "expires: 2027-06-30",
    };
    expect(of(decided([long]), "accepted-deviation")).toEqual([]);
    const broken = { file: "docs/security-review.md", text: "---\n: :\n---\n" };
    expect(of(decided([broken]), "accepted-deviation")).toEqual([]);
  });

  it("have a category only where nothing of it is kept, and the policy asks for it", () => {
    const category = (name: string, line: string) => ({
      file: "docs/archive.yml",
      replace: "artifacts:\n",
      with: `artifacts:\n  - { category: ${name}, ${line} }\n`,
    });
    const also = category("licences", "path: docs/dpia.md");
    expect(of(decided([also]), "archive-category")).toEqual([]);
    const further = category("pictures", "not-applicable: There are none at all");
    expect(of(decided([further]), "archive-category").map(({ what }) => what)).toEqual([
      "licences",
    ]);
  });
});

describe("the clock", () => {
  it("warns fourteen days before an exception ends, and shuts the gate after its last day", () => {
    const at = (time: string) => decided(WAIVED, time);
    // The deviation of the example is the next to end.
    expect(at("2026-12-16T23:59:59Z")["review-at"]).toBe("2026-12-17T00:00:00Z");
    expect(soon(at("2026-12-16T23:59:59Z"))).toBe(false);
    expect(soon(at("2026-12-17T00:00:00Z"))).toBe(true);
    expect(at("2026-12-17T00:00:00Z")["review-at"]).toBe("2027-01-01T00:00:00Z");
    expect(at("2026-12-31T23:59:59Z").outcome).toBe("passed");
    expect(at("2027-01-01T00:00:00Z").outcome).toBe("blocked");
    expect(of(at("2027-01-01T00:00:00Z"), "waiver")).toEqual([]);
  });

  it("counts the days until an announced gate counts, day by day", () => {
    const at = (time: string) => decided(ANNOUNCED, time);
    expect(at("2026-11-22T08:00:00Z")["review-at"]).toBe("2026-11-23T00:00:00Z");
    expect(text(at("2026-11-22T08:00:00Z"))).toContain("counts from 2026-12-01, in 9 days");
    expect(text(at("2026-11-30T23:00:00Z"))).toContain("counts from 2026-12-01, in 1 day");
    expect(at("2026-11-30T23:59:59Z").outcome).toBe("passed");
    expect(at("2026-12-01T00:00:00Z").outcome).toBe("blocked");
    expect(text(at("2026-12-01T00:00:00Z"))).not.toContain("counts from");
    expect(of(at("2026-12-01T00:00:00Z"), "gate-announced")).toEqual([]);
  });
});

function decided(edits: readonly Edit[], at?: string): Decision {
  const evidence = edits.reduce<Evidence>(apply, structuredClone(shopEvidence()));
  return decide(at === undefined ? evidence : { ...evidence, at }, KNOWLEDGE);
}

function of({ exceptions }: Decision, kind: string) {
  return exceptions.filter((exception) => exception.kind === kind);
}

function soon(decision: Decision): boolean {
  const report = {
    catalogue: KNOWLEDGE.catalogue,
    decision,
    mode: "enforce" as const,
    pullRequest: 7,
    repositoryUrl: "https://github.com/acme/shop",
    proposal: null,
    others: [],
  };
  return /exception “Waived: .*” ends on 2026-12-31; then the gate shuts/.test(comment(report));
}

function text(decision: Decision): string {
  return textReport(decision, KNOWLEDGE.catalogue, { colour: false, width: 200 });
}
