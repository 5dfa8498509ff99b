import { itemRequirements } from "../checklist.ts";
import { checklistInOrder } from "../checklist-order.ts";
import { SECURE_DEVELOPMENT_ITEMS } from "../checklists.ts";
import type { Gate } from "../requirement.ts";
import { dependencies } from "./secure-development/dependencies.ts";
import { reviewedChanges } from "./secure-development/reviewed-changes.ts";
import { sbom } from "./secure-development/sbom.ts";
import { threatModelRequirements } from "./secure-development/threat-model.ts";
import { withTwoFactor } from "./secure-development/two-factor.ts";

/** Whether data is safe while it is worked on. ICO, "Protect personal information during development". */
export const secureDevelopment: Gate = {
  id: "secure-development",
  requirements: (c) => [
    ...itemRequirements(SECURE_DEVELOPMENT_ITEMS, c).map(withTwoFactor),
    { id: "checklist", check: (it) => checklistInOrder(SECURE_DEVELOPMENT_ITEMS, it) },
    ...reviewedChanges,
    ...threatModelRequirements,
    ...dependencies,
    ...sbom,
  ],
};
