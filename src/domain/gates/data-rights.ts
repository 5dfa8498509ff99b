import { itemRequirements } from "../checklist.ts";
import { checklistInOrder } from "../checklist-order.ts";
import { DATA_RIGHTS_ITEMS } from "../checklists.ts";
import type { Gate } from "../requirement.ts";
import { withdrawal } from "./data-rights/withdrawal.ts";

/** Whether people can use their rights. ICO, "Ensure people can exercise their data rights". */
export const dataRights: Gate = {
  id: "data-rights",
  requirements: (c) => [
    ...itemRequirements(DATA_RIGHTS_ITEMS, c),
    { id: "checklist", check: (it) => checklistInOrder(DATA_RIGHTS_ITEMS, it) },
    ...withdrawal,
  ],
};
