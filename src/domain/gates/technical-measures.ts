import { itemRequirements } from "../checklist.ts";
import { checklistInOrder } from "../checklist-order.ts";
import { TECHNICAL_MEASURES_ITEMS } from "../checklists.ts";
import type { Gate } from "../requirement.ts";
import { alertRequirements } from "./technical-measures/alerts.ts";

/** Whether the engineering protects people. ICO, "Enhance privacy and security with technical measures". */
export const technicalMeasures: Gate = {
  id: "technical-measures",
  requirements: (c) => [
    ...itemRequirements(TECHNICAL_MEASURES_ITEMS, c),
    { id: "checklist", check: (it) => checklistInOrder(TECHNICAL_MEASURES_ITEMS, it) },
    ...alertRequirements,
  ],
};
