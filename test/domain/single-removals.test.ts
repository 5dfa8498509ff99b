import type { Evidence } from "../../src/domain/index.ts";
import { turnedWith } from "../support/outcomes.ts";
import { apply } from "../support/scenario.ts";
import { shopDocuments, shopEvidence } from "../support/shop.ts";

const PLAN = "docs/incident-response-plan.md";
const REVIEW = "docs/security-review.md";
const ARCHIVE = "docs/archive.yml";
const ENGINEERING = "docs/privacy-engineering.md";

/** Which requirements read each part of the example's documents. */
const PLAN_KEYS: Readonly<Record<string, readonly string[]>> = {
  document: ["exists"],
  reviewed: ["current"],
  exercised: ["exercised"],
  "contact-point": ["contact-point"],
  support: ["support"],
  escalation: ["escalation"],
  dpo: ["dpo-contact"],
  "response-times": ["response-time"],
  "reporting-channels": ["reporting-channels"],
  "breach-notification": ["notify-authority", "notify-people"],
  logs: ["logs"],
  "update-triggers": ["update-triggers", "updated-on-trigger"],
};

const PLAN_SECTIONS: Readonly<Record<string, string>> = {
  "## Resources": "resources",
  "## Support and escalation": "escalation",
  "## Third-party code": "third-party-code",
  "## What an incident is": "definition",
  "## Life cycle": "life-cycle",
  "### Detection": "life-cycle",
  "### Analysis": "life-cycle",
  "### Reporting": "life-cycle",
  "### Handling": "life-cycle",
  "### Normalising": "life-cycle",
  "## Logs": "logs",
  "## Evaluation": "evaluation",
  "## Consequences": "consequences",
  "### Development": "consequences",
  "### Business": "consequences",
  "### People affected": "consequences",
  "## Patching": "patching",
  "## Patching third-party code": "patching-third-party",
};

const REVIEW_KEYS: Readonly<Record<string, readonly string[]>> = {
  document: ["exists"],
  release: ["this-release"],
  date: ["this-release"],
  outcome: ["outcome"],
  experts: ["experts", "testers"],
  "previous-reviews": ["previous-reviews"],
  reviewed: ["reviewed-again"],
  // Without the deviation there is no exception: "passed-with-exceptions" still holds.
  deviations: [],
};

const ARCHIVE_KEYS: Readonly<Record<string, readonly string[]>> = {
  location: ["exists"],
  access: ["exists"],
  "retain-for": ["retention"],
  artifacts: ["complete", "documents", "assets"],
};

const ENGINEERING_KEYS: Readonly<Record<string, readonly string[]>> = {
  document: ["current"],
  reviewed: ["current"],
};

describe("without one part, exactly what reads it turns", () => {
  it.each(Object.entries(PLAN_KEYS))("plan: %s", (key, expected) => {
    expect(turnedWithout(PLAN, block(PLAN, key))).toEqual(within("incident-plan", expected));
  });

  it.each(Object.entries(PLAN_SECTIONS))("plan: %s", (heading, expected) => {
    expect(turnedWithout(PLAN, section(heading))).toEqual(within("incident-plan", [expected]));
  });

  it.each(Object.entries(REVIEW_KEYS))("review: %s", (key, expected) => {
    expect(turnedWithout(REVIEW, block(REVIEW, key))).toEqual(within("security-review", expected));
  });

  it.each(Object.entries(ENGINEERING_KEYS))("engineering: %s", (key, expected) => {
    expect(turnedWithout(ENGINEERING, block(ENGINEERING, key))).toEqual(
      within("data-minimisation", expected),
    );
  });

  const items = [...itemsOf(REVIEW), ...itemsOf(ENGINEERING)];

  it("knows every item of the example", () => {
    expect(items).toHaveLength(7 + 25);
  });

  it.each(items)("the item %s", (id, line, path) => {
    expect(turnedWithout(path, line)).toEqual([id]);
  });

  it.each(items)("the evidence of %s, or its reason", (id, line, path) => {
    const bare = line.replace(/ (Evidence|N\/A):.*/, "");
    expect(turnedBy(path, (text) => text.replace(line, bare))).toEqual([id]);
  });

  it.each(items)("the tick of %s, or the box before its reason", (id, line, path) => {
    const without = line.replace("- [x]", "- [ ]").replace("- [ ] `", "- `");
    expect(turnedBy(path, (text) => text.replace(line, without))).toEqual([id]);
  });

  it.each(items)("the file behind %s, or what the reason says", (id, line, path) => {
    const broken = line.replace(/\]\([^)]*\)/, "](../..)").replace(/N\/A:.*/, "N/A: {{why}}");
    expect(turnedBy(path, (text) => text.replace(line, broken))).toEqual([id]);
  });

  it.each(items)("with %s twice, its checklist", (id, line, path) => {
    const checklist = id.replace(/\..*/, ".checklist");
    expect(turnedBy(path, (text) => text.replace(line, `${line}\n${line}`))).toEqual([checklist]);
  });

  it.each(items)("with %s spelt otherwise, the item and its checklist", (id, line, path) => {
    const checklist = id.replace(/\..*/, ".checklist");
    const spelt = line.replace(id, `${id}s`);
    expect(turnedBy(path, (text) => text.replace(line, spelt))).toEqual([checklist, id].sort());
  });

  it.each(lines(REVIEW, /^ {2}docs\/.*: [0-9a-f]{40}$/))("review: the digest %s", (line) => {
    expect(turnedWithout(REVIEW, line)).toEqual(["security-review.reviewed-again"]);
  });

  it.each(lines(REVIEW, /^ {4}(summary|status|owner|reason|expires): /))("review: %s", (line) => {
    expect(turnedWithout(REVIEW, line)).toEqual(["security-review.deviations"]);
  });

  it.each(Object.entries(ARCHIVE_KEYS))("archive: %s", (key, expected) => {
    expect(turnedWithout(ARCHIVE, block(ARCHIVE, key))).toEqual(within("archive", expected));
  });

  it.each(lines(ARCHIVE, /^ {2}- \{ category: /))("archive: %s", (line) => {
    const isAsset = line.includes("asset:");
    expect(turnedWithout(ARCHIVE, line)).toEqual(
      within("archive", isAsset ? ["complete", "assets"] : ["complete"]),
    );
  });

  it.each([
    ["responder", 0, ["incident-plan.responders"]],
    ["tester", 1, ["security-review.experts", "security-review.testers"]],
    ["security adviser", 2, ["security-review.experts", ...approval("security-approval")]],
    ["DPO", 3, approval("dpo-approval")],
    ["release authority", 4, approval("final-approval")],
  ] as const)("the approval of the %s", (_, index, expected) => {
    const evidence = apply(structuredClone(shopEvidence()), {
      at: `/reviews/value/${index}`,
      remove: true,
    });
    expect(turned(evidence)).toEqual([...expected].sort());
  });

  it.each(["docs/requirements.md", "docs/dpia.md", "docs/threat-model.md", "docs/test-report.md"])(
    "the file %s",
    (path) => {
      const files = { ...shopEvidence().files, [path]: { kind: "missing" as const } };
      const gates = turned({ ...shopEvidence(), files });
      const name = path.replace("docs/", "");
      const linked = items.filter(([, line]) => line.includes(`](${name})`)).map(([id]) => id);
      const reads = [...linked, "security-review.reviewed-again", "archive.documents"];
      const ofTheModel = ["security-review.previous-reviews", "secure-development.threat-model"];
      expect(gates).toEqual(expect.arrayContaining(reads));
      expect(gates.filter((id) => ![...reads, ...ofTheModel].includes(id))).toEqual([]);
    },
  );
});

function approval(gate: string): readonly string[] {
  return ["given", "independent", "distinct"].map((id) => `${gate}.${id}`);
}

function within(gate: string, ids: readonly string[]): readonly string[] {
  return ids.map((id) => `${gate}.${id}`).sort();
}

/** A top-level key with everything below it. */
function block(path: string, key: string): string {
  const all = textOf(path).split("\n");
  const first = all.findIndex((line) => line.startsWith(`${key}:`));
  const length = all.slice(first + 1).findIndex((line) => !/^[ #]/.test(line));
  return all.slice(first, first + 1 + length).join("\n");
}

/** A heading with the text below it, as far as the next heading. */
function section(heading: string): string {
  const text = textOf(PLAN);
  const start = text.indexOf(`\n${heading}\n`) + 1;
  const next = /\n#/.exec(text.slice(start));
  return text.slice(start, next ? start + next.index : undefined).trimEnd();
}

function itemsOf(path: string): readonly (readonly [id: string, line: string, path: string])[] {
  return lines(path, /^- \[[x ]\] `/).map((line) => [
    /`([^`]+)`/.exec(line)?.[1] ?? "",
    line,
    path,
  ]);
}

function lines(path: string, pattern: RegExp): readonly string[] {
  return textOf(path)
    .split("\n")
    .filter((line) => pattern.test(line));
}

function textOf(path: string): string {
  return shopDocuments()[path] ?? "";
}

function turnedWithout(path: string, part: string): readonly string[] {
  expect(part).not.toBe("");
  return turnedBy(path, (text) => text.replace(`${part}\n`, () => ""));
}

function turnedBy(path: string, change: (text: string) => string): readonly string[] {
  const text = change(textOf(path));
  expect(text).not.toBe(textOf(path));
  return turned(apply(structuredClone(shopEvidence()), { file: path, text }));
}

function turned(evidence: Evidence): readonly string[] {
  return Object.keys(turnedWith(evidence));
}
