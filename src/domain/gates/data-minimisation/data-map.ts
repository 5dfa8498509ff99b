import type { Requirement } from "../../requirement.ts";

/** What the data map shows. ICO, "Define the minimum personal information you require". */
export const dataMapRequirements: readonly Requirement[] = [];
