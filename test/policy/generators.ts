import fc from "fast-check";

import { KEYS } from "../../src/policy/index.ts";

/** What a policy says, by dotted key. */
export type Said = Readonly<Record<string, unknown>>;

const words = (...all: string[]) => fc.constantFrom(...all);
const lists = (...elements: string[]) =>
  fc.uniqueArray(fc.constantFrom(...elements), { minLength: 1 });
const yesNo = words("true", "false");
const days = words("2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01");

/** People and teams of the example, so that decisions can be made with them too. */
const holders = (...users: string[]) =>
  fc
    .record({
      users: fc.option(lists(...users, "nils-moe"), { nil: undefined }),
      teams: fc.option(lists("release-managers", "incident-response", "testers"), {
        nil: undefined,
      }),
    })
    .filter(({ users: people, teams }) => people !== undefined || teams !== undefined);

const path = (...all: string[]) =>
  words(...all, "docs/nowhere.md", "docs/security-review.md", "docs/incident-response-plan.md");
const paths = (...all: string[]) => lists(...all, "docs/nowhere.md", "docs/dpia.md");

const alert = fc.oneof(
  words("any", "low", "medium", "high", "critical"),
  fc.constant({ off: "A reason of some length." }),
);

const waiver = (requirement: fc.Arbitrary<string>) =>
  fc.record({
    requirement,
    reason: fc.constant("A reason of some length."),
    "granted-by": words("mona-berg", "ola-hansen", "nils-moe"),
    granted: words("2026-09-01", "2026-11-01"),
    expires: words("2026-11-15", "2026-11-25"),
  });

const items = fc.uniqueArray(
  fc.record({ id: words("one", "two", "three"), text: fc.constant("An item of our own.") }),
  { minLength: 1, selector: ({ id }) => id },
);

/** What may stand under each key, by the key's path; `*` stands for one part of it. */
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  version: fc.constant("1"),
  extends: words("acme/policies", "other/policies"),
  mode: words("enforce", "observe"),
  criticality: words("low", "standard", "high", "critical"),
  regimes: lists("cra", "nis2"),
  comment: yesNo,
  "request-reviews": words("when-ready", "always", "never"),
  "unlinked-authors": words("block", "ignore"),
  headings: fc.record({ resources: lists("Means", "People"), logs: lists("Journals") }),
  waivers: fc.array(
    waiver(words("incident-plan.resources", "security-review.tests", "incident-plan.exercised")),
    { maxLength: 2 },
  ),
  "releases.when-unready": words("redraft", "prerelease", "report"),
  "releases.annotate": yesNo,
  "deployments.of": words("release", "commit"),
  "deployments.when-blocked": words("wait", "reject"),
  "deployments.give-up-after": words("1d", "7d", "2w"),
  "candidates.pull-requests": fc
    .record(
      { base: lists("main", "dev"), head: lists("release/*"), labels: lists("release", "x") },
      { requiredKeys: [] },
    )
    .filter((given) => Object.keys(given).length > 0),
  "candidates.tags": lists("v*", "r*"),
  "candidates.environments": lists("production", "live"),
  "roles.dpo": holders("ola-hansen"),
  "roles.security-advisor": holders("sigrid-lie"),
  "roles.release-authority": holders("mona-berg"),
  "roles.incident-responder": holders("ingrid-dahl"),
  "roles.tester": holders("tor-vik"),
  "documents.incident-plan": path(),
  "documents.security-review": path(),
  "documents.privacy-engineering": path("docs/privacy-engineering.md"),
  "documents.archive": path("docs/archive.yml"),
  "documents.threat-model": path("docs/threat-model.md"),
  "documents.data-map": paths("docs/data-map.yml"),
  "documents.sbom": paths("shop.cdx.json"),
  "documents.vex": lists("docs/vex.json", "docs/organisation.vex.json"),
  "documents.security-txt": fc.shuffledSubarray(
    ["security.txt", ".well-known/security.txt", "docs/security.txt"],
    { minLength: 1 },
  ),
  "documents.development-record.*": paths("docs/requirements.md", "docs/test-report.md"),
  "gates.*.enabled": yesNo,
  "gates.*.reason": fc.constant("A reason of some length."),
  "gates.*.enforce-from": days,
  "gates.*.stale-on": words("push", "tree-change"),
  "gates.security-review.experts": words("2", "3", "4"),
  "gates.archive.retain-for": words("5y", "59mo", "60w", "10y"),
  "gates.archive.categories": lists("requirements", "licences", "contract"),
  "alerts.*": alert,
  "checklists.*": items,
};

/** Gates that a policy can never switch off: `enabled: false` is no value there. */
const STANDING = /^gates\.(dpo-approval|security-approval|final-approval|policy)\./;

/** What may stand under a key of the schema; undefined where nobody wrote it down here. */
export function valuesOf(key: string): fc.Arbitrary<unknown> | undefined {
  if (STANDING.test(key) && key.endsWith(".enabled")) return fc.constant("true");
  return (
    VALUES[key] ??
    VALUES[key.replace(/^(gates|alerts|checklists)\.[^.]+/, "$1.*")] ??
    VALUES[key.replace(/\.[^.]+$/, ".*")]
  );
}

/** Every key of the schema. */
export const PATHS: readonly string[] = KEYS.map(({ path: key }) => key);

/** A policy that says something under this key, and perhaps under a few others. */
export function policiesAbout(about: string): fc.Arbitrary<Said> {
  const others = PATHS.filter((key) => key !== about && key !== "extends");
  return fc
    .subarray(others, { maxLength: 2 })
    .chain((more) =>
      fc.record(
        Object.fromEntries(
          ["version", about, ...more].map((key) => [key, valuesOf(key) ?? fc.constant(undefined)]),
        ),
      ),
    )
    .map(consistent);
}

/** A reason stands beside `enabled: false`, and nowhere else. */
function consistent(said: Said): Said {
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]): [string, unknown][] => {
      if (key.endsWith(".reason")) return [];
      if (!key.endsWith(".enabled") || value !== "false") return [[key, value]];
      return [
        [key, value],
        [key.replace(/enabled$/, "reason"), "A reason of some length."],
      ];
    }),
  );
}

/** The text of such a policy. JSON is YAML, so any combination can be written without a writer. */
export function written(said: Said): string {
  const root: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(said)) {
    const parts = key.split(".");
    const last = parts.pop() ?? "";
    let at = root;
    for (const part of parts) at = (at[part] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  return JSON.stringify(root);
}
