import { inPolicy as policy, type Mutation } from "./mutation.ts";

const END = "  tester: { teams: [testers] }\n";
const more = (text: string) => policy(END, `${END}${text}\n`);
const INVALID = "policy.valid unsatisfied";

// One row, one line. Where the policy cannot be understood, nothing else is decided.
// prettier-ignore
export const POLICY: readonly Mutation[] = [
  ["version: removed", policy("version: 1\n", ""), INVALID],
  ["version: another", policy("version: 1", "version: 2"), INVALID],
  ["an unknown key", more("colour: red"), INVALID],
  ["a key twice", more("version: 1"), INVALID],
  ["a role: removed", policy("  dpo: { users: [ola-hansen] }\n", ""), INVALID],
  ["a role: empty", policy("dpo: { users: [ola-hansen] }", "dpo: {}"), INVALID],
  ["a role: an unknown name", policy("  tester:", "  testers:"), INVALID],
  ["a role: a sentence for a login", policy("[ola-hansen]", "[Ola Hansen]"), INVALID],
  ["a role: a bot", policy("[ola-hansen]", "[\"helper[bot]\"]"), INVALID],
  ["a gate: off for no reason", more("gates: { archive: { enabled: false } }"), INVALID],
  ["a gate: off that always stands", more("gates: { dpo-approval: { enabled: false, reason: We trust each other. } }"), INVALID],
  ["a waiver: longer than 90 days", more("waivers: [{ requirement: incident-plan.exercised, reason: Next week for sure., granted-by: mona-berg, granted: 2026-11-01, expires: 2027-01-31 }]"), INVALID],
  ["a waiver: of an approval", more("waivers: [{ requirement: dpo-approval.given, reason: Next week for sure., granted-by: mona-berg, granted: 2026-11-01, expires: 2026-12-01 }]"), INVALID],
  ["criticality: unknown", more("criticality: huge"), INVALID],
  ["criticality: higher than the plan's exercise", [...more("criticality: critical"), { file: "docs/incident-response-plan.md", replace: "exercised: 2026-09-15", with: "exercised: 2026-05-23" }], "incident-plan.exercised unsatisfied"],
  ["a policy below that is not there", more("extends: acme/policies"), "policy.valid unknown"],
  ["nobody is tester", policy(END, ""), "security-review.experts unsatisfied, security-review.testers unsatisfied"],
  ["nobody is responder", policy("  incident-responder: { teams: [incident-response] }\n", ""), "incident-plan.responders unsatisfied"],
  ["a role of somebody nobody looked up", policy("[ola-hansen]", "[ola-hanssen]"), "dpo-approval.authorised unknown, dpo-approval.given unknown, dpo-approval.not-objected unknown, dpo-approval.independent not-applicable, dpo-approval.distinct not-applicable"],
  ["more experts than took part", more("gates: { security-review: { experts: 3 } }"), "security-review.experts unsatisfied"],
  ["a longer retention than the record's", more("gates: { archive: { retain-for: 10y } }"), "archive.retention unsatisfied"],
  ["a category that the record lacks", more("gates: { archive: { categories: [requirements, contract] } }"), "archive.complete unsatisfied"],
  ["an item of its own that nobody answered", more("checklists: { security-review: [{ id: pen-test, text: An outsider tried to break in. }] }"), "security-review.pen-test unsatisfied"],
  ["a plan in another place", more("documents: { archive: docs/record.yml }"), "archive.exists unknown, archive.complete unknown, archive.documents unknown, archive.assets unknown, archive.retention unknown"],
];
