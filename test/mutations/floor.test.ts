import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { decide } from "../../src/application/index.ts";
import { interpret } from "../../src/application/policy-reading.ts";
import type { Evidence, FileEntry, PolicySource } from "../../src/domain/index.ts";
import { PATHS, policiesAbout, written, type Said } from "../policy/generators.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { SHOP_POLICY, file, shopEvidence } from "../support/shop.ts";
import { mutated, type Mutation } from "./mutation.ts";
import { failingIn, runs } from "./random-edits.ts";
import { TABLES } from "./tables.ts";

/**
 * An organisation that has an opinion on everything that has an order. Where a document lies, and
 * what its sections are called, is the repository's to say.
 */
const ORGANISATION = `${SHOP_POLICY}mode: enforce
criticality: standard
alerts: { secret-scanning: any, code-scanning: high, dependabot: high }
gates:
  security-review: { experts: 2 }
  dpo-approval: { stale-on: push }
  security-approval: { stale-on: push }
  final-approval: { stale-on: push }
  archive:
    retain-for: 5y
    categories: [requirements, assessment, threat-model, test-report, security-review, incident-plan, data-map, privacy-engineering, sbom, licences]
documents:
  data-map: docs/data-map.yml
  security-txt: [.well-known/security.txt, security.txt]
  vex: docs/organisation.vex.json
  development-record:
    requirements: [docs/requirements.md]
    analyses: [docs/threat-model.md]
    assessments: [docs/dpia.md]
    tests: [docs/test-report.md]
unlinked-authors: block
waivers: []
`;

/** What a repository might point at to get past the organisation's policy. */
const DECOYS = {
  "docs/organisation.vex.json": vex("GHSA-2"),
  "docs/vex.json": vex("GHSA-1"),
  "docs/security.txt": file(
    "Contact: mailto:security@acme.example\nExpires: 2027-06-01T00:00:00Z\n",
  ),
  "docs/nowhere.md": { kind: "missing" },
} as const;

/** Says that the product is not affected by a vulnerability. */
function vex(name: string): FileEntry {
  const [status, justification] = ["not_affected", "vulnerable_code_not_in_execute_path"];
  const products = [{ "@id": "pkg:github/acme/shop" }];
  return file(
    JSON.stringify({
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": `https://acme.example/vex/${name}`,
      author: "Acme",
      timestamp: "2026-11-01T00:00:00Z",
      version: 1,
      statements: [{ vulnerability: { name }, products, status, justification }],
    }),
  );
}

const organisation = source("acme/.github", ORGANISATION);
const alone = policyOf([organisation]);

/** The tables of what a repository's own policy does not say. */
const ROWS = Object.entries(TABLES).flatMap(([table, rows]) => (table === "policy" ? [] : rows));

describe("no repository's policy opens what the organisation's keeps shut", () => {
  it("is tried on an organisation's policy under which the example passes", () => {
    expect(decide(under(shopEvidence(), [organisation]), KNOWLEDGE).outcome).toBe("passed");
  });

  it.each(PATHS)("whatever it says under %s", (path) => {
    const rows = rowsAbout(path);
    fc.assert(
      fc.property(
        policiesAbout(path),
        fc.subarray([...rows], {
          minLength: Math.min(8, rows.length),
          maxLength: Math.min(8, rows.length),
        }),
        (said, some) => {
          const sources = [organisation, source("acme/shop", written(said))];
          // Where the same holds as without it, so does every decision.
          if (isDeepStrictEqual(policyOf(sources), alone)) return;
          expect(opened(some, said, sources)).toEqual([]);
        },
      ),
      runs(8),
    );
  });
});

function opened(
  rows: readonly Mutation[],
  said: Said,
  sources: readonly PolicySource[],
): readonly { readonly name: string; readonly said: Said }[] {
  return rows
    .filter((row) => decide(under(mutated(row), sources), KNOWLEDGE).outcome === "passed")
    .filter((row) => decide(under(mutated(row), [organisation]), KNOWLEDGE).outcome !== "passed")
    .map(([name]) => ({ name, said }));
}

/** Where a weaker value would show: what a key is about, by the requirements that it bears on. */
const BEARS_ON: readonly (readonly [RegExp, string])[] = [
  [/^gates\.([^.]+)/, "$1."],
  [/^criticality$/, "incident-plan."],
  [/^documents\.security-txt$/, "incident-plan.security-txt"],
  [/^documents\.vex$|^alerts\.dependabot$/, "secure-development.dependencies"],
  [/^alerts\.(.+)$/, "technical-measures.$1"],
  [/^documents\.development-record/, "security-review.reviewed-again"],
  [/^unlinked-authors$/, "secure-development.reviewed-changes"],
];

/** What the key bears on, and everything where that is nothing in particular. */
function rowsAbout(path: string): readonly Mutation[] {
  const [pattern, by] = BEARS_ON.find(([each]) => each.test(path)) ?? [/^.*/, ""];
  const start = path.replace(new RegExp(`(?:${pattern.source}).*`), by);
  const about = ROWS.filter((row) => failingIn(row).some((id) => id.startsWith(start)));
  return about.length > 0 ? about : ROWS;
}

function under(evidence: Evidence, sources: readonly PolicySource[]): Evidence {
  return { ...evidence, policies: sources, files: { ...DECOYS, ...evidence.files } };
}

function source(repository: string, text: string): PolicySource {
  return { repository, path: ".github/portcullis.yml", entry: file(text) };
}

/** The policy that holds, without the places in which it is written. */
function policyOf(sources: readonly PolicySource[]): unknown {
  const reading = interpret(sources, { defaultBranch: "main" }, KNOWLEDGE);
  if (reading.status !== "valid") return reading.status;
  const places = new Set(["line", "source", "repository"]);
  return JSON.parse(
    JSON.stringify(reading.policy, (key, value: unknown) => (places.has(key) ? undefined : value)),
  );
}
