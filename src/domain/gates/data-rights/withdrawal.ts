import type { Case } from "../../case.ts";
import { checklistItem } from "../../checklist.ts";
import { DATA_RIGHTS_ITEMS } from "../../checklists.ts";
import { notApplicable, type Requirement, type Result } from "../../requirement.ts";
import { inMap } from "../data-minimisation/in-map.ts";

/** Whether consent can be withdrawn, where something rests on it. GDPR Art. 7 (3). */
export const withdrawal: readonly Requirement[] = [{ id: "withdrawal", check: canBeWithdrawn }];

function canBeWithdrawn(c: Case): Result | readonly Result[] {
  return inMap(c, (files) => {
    const bases = files.flatMap(({ fields }) =>
      (fields.declarations ?? []).map(({ legalBasis }) => legalBasis),
    );
    // However it is spelt: what is no legal basis is told elsewhere, and consent is consent.
    if (bases.some((basis) => basis !== null && /\bconsent\b/i.test(basis))) {
      return checklistItem(DATA_RIGHTS_ITEMS, "withdrawal", c);
    }
    return notApplicable("No declaration of the data map rests on consent.");
  });
}
