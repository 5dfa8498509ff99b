import type { Case } from "../case.ts";
import { itemRequirements } from "../checklist.ts";
import { checklistInOrder } from "../checklist-order.ts";
import { DATA_MINIMISATION_ITEMS, PRIVACY_ENGINEERING } from "../checklists.ts";
import { isFresh } from "../freshness.ts";
import { PRIVACY_ENGINEERING_GOOD_FOR } from "../privacy-engineering.ts";
import { at, documentExists, inField } from "../reading.ts";
import type { Gate, Result } from "../requirement.ts";
import { dataMapRequirements } from "./data-minimisation/data-map.ts";

/** Whether only what is needed is collected. ICO, "Define the minimum personal information you require". */
export const dataMinimisation: Gate = {
  id: "data-minimisation",
  requirements: (c) => [
    { id: "current", check: current },
    ...dataMapRequirements,
    ...itemRequirements(DATA_MINIMISATION_ITEMS, c),
    { id: "checklist", check: (it) => checklistInOrder(DATA_MINIMISATION_ITEMS, it) },
  ],
};

const REVIEWED = {
  key: "reviewed",
  name: "reviewed",
  missing: "The privacy engineering document does not say when it was reviewed.",
} as const;

/** No other requirement says that the document is there, so what is wrong with its head is told here. */
function current(c: Case): Result | readonly Result[] {
  const reading = c.documents.privacyEngineering;
  const head = documentExists(reading, PRIVACY_ENGINEERING, ["reviewed"]);
  if (reading.status !== "read" || reading.document.broken) return head;
  const { document } = reading;
  const what = `The review of the ${PRIVACY_ENGINEERING}`;
  const day = inField(document, REVIEWED, (reviewed) =>
    isFresh(what, reviewed, PRIVACY_ENGINEERING_GOOD_FOR, c.today, [at(document, "reviewed")]),
  );
  const wrong = [head, day].flat().filter(({ outcome }) => outcome !== "satisfied");
  return wrong.length > 0 ? wrong : day;
}
