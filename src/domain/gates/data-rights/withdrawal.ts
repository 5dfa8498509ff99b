import type { Requirement } from "../../requirement.ts";

/** Whether consent can be withdrawn, where something rests on it. GDPR Art. 7 (3). */
export const withdrawal: readonly Requirement[] = [];
