import type { Case } from "../../case.ts";
import type { DataMap, Declaration } from "../../data-map.ts";
import { inWords } from "../../data-map.ts";
import type { Document } from "../../documents.ts";
import { asResult, at } from "../../reading.ts";
import { satisfied, unsatisfied, type Result } from "../../requirement.ts";
import { bounded, inMap, nameOf, problemsFor, type Claim } from "./in-map.ts";

/**
 * Every declaration says why it is necessary, and none is questioned. "question any personal
 * information collection that seems unnecessary and raise it with your data protection officer".
 */
export function necessary(c: Case): Result | readonly Result[] {
  return ofEach(c, "necessary", ["necessity"], "says why it is necessary", (one, document) => {
    const locations = [at(document, `${one.field}.necessity`)];
    if (one.necessity === null) {
      return unsatisfied(`${nameOf(one)} does not say why the data is necessary.`, { locations });
    }
    if (!/^["'(]*questioned["').!]*$/i.test(one.necessity)) return null;
    return unsatisfied(`Whether ${nameOf(one)} is necessary is questioned.`, {
      locations,
      remedy:
        "Settle it between the team and the Data Protection Officer: write why it is necessary, or stop collecting it.",
      actsNext: "dpo",
    });
  });
}

/** Every declaration has one of the six legal bases, and says for how long the data is kept. */
export function lawful(c: Case): Result | readonly Result[] {
  const keys = ["legal_basis_for_processing", "retention_period"];
  const claim = "has a legal basis and a retention period";
  return ofEach(c, "lawful", keys, claim, (one, document) => {
    const { legalBases } = c.taxonomy;
    const place = (key: string) => at(document, `${one.field}.${key}`);
    const { legalBasis, retention } = one;
    if (legalBasis !== null && !legalBases.includes(legalBasis)) {
      return unsatisfied(
        `${nameOf(one)} rests on "${inWords(legalBasis)}", which is no legal basis; expected one of ${legalBases.join(", ")}.`,
        { locations: [place("legal_basis_for_processing")] },
      );
    }
    const lacks = [
      ...(legalBasis === null ? ["legal basis"] : []),
      ...(retention === null ? ["retention period"] : []),
    ];
    if (lacks.length === 0) return null;
    return unsatisfied(`${nameOf(one)} gives no ${lacks.join(" and no ")}.`, {
      locations: [at(document, one.field)],
    });
  });
}

/** One result for each declaration in which something is wrong; one for all where nothing is. */
function ofEach(
  c: Case,
  claim: Claim,
  keys: readonly string[],
  satisfies: string,
  check: (declaration: Declaration, document: Document<DataMap>) => Result | null,
): Result | readonly Result[] {
  return inMap(c, (files) => {
    const wrong = files.flatMap((document) => {
      const problems = problemsFor(document, claim);
      // A value with a problem is not missing as well.
      const told = new Set(problems.map(({ field }) => field));
      const isTold = ({ field }: Declaration) => keys.some((key) => told.has(`${field}.${key}`));
      const others = (document.fields.declarations ?? []).filter((one) => !isTold(one));
      return [
        ...problems.map(asResult),
        ...others.flatMap((declaration) => check(declaration, document) ?? []),
      ];
    });
    if (wrong.length > 0) return bounded(wrong, "declarations");
    const count = files.reduce((sum, { fields }) => sum + (fields.declarations ?? []).length, 0);
    return satisfied(
      count === 0
        ? "The data map declares no processing of personal data."
        : `Each of the ${count} declarations ${satisfies}.`,
    );
  });
}
