import type { Case } from "../../case.ts";
import { asResult, inDocument } from "../../reading.ts";
import { satisfied, type Result } from "../../requirement.ts";
import { notAffected } from "../../vex.ts";

/**
 * Whether a VEX document of the repository declares, with a justification, that the product is not
 * affected by one of these advisories.
 */
export function isExcused({ documents }: Case, ids: readonly string[]): boolean {
  return notAffected(documents.vex, ids) !== null;
}

/** What keeps VEX documents, or single statements, from excusing anything; asked where something blocks. */
export function lackingInVex({ documents }: Case): readonly Result[] {
  return documents.vex.flatMap((reading): readonly Result[] => {
    if (reading.status === "read") return reading.document.problems.map(asResult);
    return [
      {
        ...inDocument(reading, "VEX document", () => satisfied("")),
        remedy:
          "Put the file where `documents.vex` of the policy says, or take it out of the policy.",
      },
    ];
  });
}
