/** Reads policies: what they say, what is wrong with them, and what holds where several stand. */
export { parsePolicyDefaults } from "./defaults.ts";
export type { ConfigText, PolicyDefaults } from "./defaults.ts";
export { interpretPolicies, parsePolicy } from "./interpret.ts";
export type { PolicyContext, PolicyReading } from "./interpret.ts";
export { KEYS } from "./keys.ts";
export { layerPolicies } from "./layers.ts";
export type { Layered } from "./layers.ts";
export type { PolicyProblem } from "./policy-problem.ts";
export { readPolicyText } from "./policy-text.ts";
export type { PolicyText } from "./policy-text.ts";
