/** Sets GitHub's locks for a policy, and examines whether they hold. */
export * from "./administration.ts";
export { type PolicyInForce, policyInForce, policyRefusal } from "./policy-in-force.ts";
export {
  type Change,
  planProtection,
  type PresentProtection,
  type ProtectionPlan,
} from "./protection-plan.ts";
export {
  nameOfChange,
  protectionReport,
  type ProtectionOutcome,
  type ReportStyle,
} from "./protection-report.ts";
export { makeChange, readPresentProtection } from "./protect.ts";
export { refPatterns } from "./ref-patterns.ts";
export type { Difference } from "./ruleset-difference.ts";
export { wantedProtection, type WantedProtection } from "./wanted-protection.ts";
export { diagnose, isWell } from "./diagnose.ts";
export type { BranchFacts, Facts, Floor, Locks, RepositorySide } from "./facts.ts";
export type { Finding, Level } from "./finding.ts";
export { type Eyes, gatherFacts, type Sight } from "./gather-facts.ts";
export { EVENTS, PERMISSIONS } from "./required-grants.ts";
export { diagnosisJson, diagnosisReport, type Examined } from "./diagnosis-report.ts";
