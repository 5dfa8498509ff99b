import type { Requirement } from "../../requirement.ts";

/** Whether dependencies have known vulnerabilities. */
export const dependencies: readonly Requirement[] = [];
