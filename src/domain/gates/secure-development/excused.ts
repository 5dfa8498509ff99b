import { bounded } from "../../alert-results.ts";
import type { Case } from "../../case.ts";
import { asResult, inDocument } from "../../reading.ts";
import { satisfied, unsatisfied, type Result } from "../../requirement.ts";
import { notAffected, ofOthers, type NotAffected } from "../../vex.ts";

/**
 * What a VEX document of the repository declares, with a justification, where the product is not
 * affected by one of these advisories; null where none does.
 */
export function excuseOf(
  { documents, evidence }: Case,
  ids: readonly string[],
): NotAffected | null {
  return notAffected(documents.vex, ids, evidence.candidate.repository);
}

/** What keeps VEX documents, or single statements, from excusing anything; asked where something blocks. */
export function lackingInVex({ documents, evidence }: Case): readonly Result[] {
  const { repository } = evidence.candidate;
  const others = bounded(
    ofOthers(documents.vex, repository).map(({ product, ...location }) =>
      unsatisfied(
        `A statement is about \`${product}\`, which is not what this repository makes: it excuses nothing here.`,
        {
          locations: [location],
          remedy: `Name your own product, such as \`pkg:github/${repository}\`.`,
        },
      ),
    ),
    (more) => unsatisfied(`${more} more statements are about other products.`),
  );
  const lacking = documents.vex.flatMap((reading): readonly Result[] => {
    if (reading.status === "read") return reading.document.problems.map(asResult);
    return [
      {
        ...inDocument(reading, "VEX document", () => satisfied("")),
        remedy:
          "Put the file where `documents.vex` of the policy says, or take it out of the policy.",
      },
    ];
  });
  return [...lacking, ...others];
}
