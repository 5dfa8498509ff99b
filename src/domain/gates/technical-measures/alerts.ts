import type { Requirement } from "../../requirement.ts";

/** What GitHub found in the code by itself. */
export const alertRequirements: readonly Requirement[] = [];
