import type { Requirement } from "../../requirement.ts";

/** Whether attacks were thought of. ICO, "Protect personal information during development". */
export const threatModelRequirements: readonly Requirement[] = [];
