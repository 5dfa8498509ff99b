/** Reads policies: what they say, what is wrong with them, and what holds where several stand. */
export { parsePolicyDefaults } from "./defaults.ts";
export type { ConfigText, PolicyDefaults } from "./defaults.ts";
export { extendedBy } from "./extended.ts";
export { interpretPolicies, parsePolicy } from "./interpret.ts";
export type { PolicyContext, PolicyReading } from "./interpret.ts";
export { KEYS } from "./keys.ts";
export { loginPlaces } from "./login-places.ts";
export type { LoginPlace } from "./login-places.ts";
