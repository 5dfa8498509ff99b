/** Sets GitHub's locks for a policy, and examines whether they hold. */
export * from "./administration.ts";
export { bypassNames } from "./bypass-names.ts";
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
export { STATUS_CHECKS } from "./status-check-rule.ts";
export {
  DEFAULT_BRANCH,
  RELEASE_CHECK,
  wantedProtection,
  type WantedProtection,
} from "./wanted-protection.ts";
