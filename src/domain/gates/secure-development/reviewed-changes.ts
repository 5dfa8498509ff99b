import type { Requirement } from "../../requirement.ts";

/** Whether somebody else looked at each change. ICO, "Protect personal information during development". */
export const reviewedChanges: readonly Requirement[] = [];
