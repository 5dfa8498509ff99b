import { readFileSync } from "node:fs";

import type { Policy, PolicySource } from "../../src/domain/index.ts";
import { interpretPolicies, parsePolicy, parsePolicyDefaults } from "../../src/policy/index.ts";
import type { PolicyContext, PolicyReading } from "../../src/policy/index.ts";

const root = new URL("../../", import.meta.url);

/** A file of this repository, as text. */
export function fileOf(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

const parsed = parsePolicyDefaults(
  { path: "config/policy-defaults.yml", text: fileOf("config/policy-defaults.yml") },
  { path: "config/criticality.yml", text: fileOf("config/criticality.yml") },
);
if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));

export const CONTEXT: PolicyContext = {
  defaultBranch: "main",
  defaults: parsed.defaults,
  requirements: [
    "incident-plan.exists",
    "incident-plan.resources",
    "incident-plan.exercised",
    "security-review.tests",
    "dpo-approval.given",
    "policy.approved",
    "secure-development.reviewed-changes",
  ],
  sections: ["resources", "logs"],
};

export const PATH = ".github/portcullis.yml";
export const SHOP = fileOf("test/fixtures/shop/.github/portcullis.yml");

/** Enough to be a policy. */
export const SMALLEST = `version: 1
roles:
  dpo: { teams: [privacy-office] }
  security-advisor: { teams: [appsec] }
  release-authority: { users: [mona] }
`;

export function source(repository: string, text: string): PolicySource {
  return entryOf(repository, { kind: "file", oid: "1".repeat(40), text });
}

export function entryOf(repository: string, entry: PolicySource["entry"]): PolicySource {
  return { repository, path: PATH, entry };
}

/** The problems of one policy, as `line field: message remedy`. */
export function problemsOf(text: string): readonly string[] {
  const result = parsePolicy({ repository: "acme/shop", path: PATH, text }, CONTEXT);
  return "policy" in result ? [] : told(result);
}

/** A policy that must be valid. */
export function policyOf(text: string, context: PolicyContext = CONTEXT): Policy {
  const result = parsePolicy({ repository: "acme/shop", path: PATH, text }, context);
  if ("policy" in result) return result.policy;
  throw new Error(JSON.stringify(result.problems, null, 2));
}

/** The organisation's policy with the repository's on top. */
export function layered(floor: string, upper: string): PolicyReading {
  return interpretPolicies([source("acme/.github", floor), source("acme/shop", upper)], CONTEXT);
}

export function told({ problems }: Pick<PolicyReading, "problems">): readonly string[] {
  return problems.map((one) => `${one.line} ${one.field}: ${one.message} ${one.remedy}`);
}
