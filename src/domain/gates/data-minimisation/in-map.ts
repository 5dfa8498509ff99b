import type { Case } from "../../case.ts";
import type { DataMap, Declaration } from "../../data-map.ts";
import { inWords } from "../../data-map.ts";
import type { Document, Problem } from "../../documents.ts";
import { inDocument } from "../../reading.ts";
import { unsatisfied, type Result } from "../../requirement.ts";

export const DATA_MAP = "data map";

/** More places than anybody mends at once; what has more is said in a number. */
const MOST_RESULTS = 20;

/** Hands the files of the data map to `use` if all of them are there and could be parsed. */
export function inMap(
  c: Case,
  use: (files: readonly Document<DataMap>[]) => Result | readonly Result[],
): Result | readonly Result[] {
  const files: Document<DataMap>[] = [];
  const lacking: Result[] = [];
  for (const reading of c.documents.dataMap) {
    const found = inDocument(reading, DATA_MAP, (document) => document);
    if ("outcome" in found) lacking.push(toMend(found));
    else files.push(found);
  }
  if (c.documents.dataMap.length === 0) {
    return unsatisfied("The policy names no data map.", {
      actsNext: "administrator",
      remedy: "Name it under documents.data-map in the policy.",
    });
  }
  return lacking.length > 0 ? lacking : use(files);
}

/** What nobody can read is mended in one way, whatever it was wanted for. */
export function toMend(lacking: Result): Result {
  return {
    ...lacking,
    actsNext: "author",
    remedy:
      lacking.outcome === "unsatisfied"
        ? "Write the data map there, or correct documents.data-map in the policy."
        : "Mend what keeps the data map from being read.",
    // A glob is no file that could be opened.
    locations: lacking.locations.filter(({ path }) => !/[*?[{]/.test(path)),
  };
}

/** The requirement that a problem of a file belongs to. */
export type Claim = "data-map" | "necessary" | "lawful" | "without-personal-data";

const CLAIMS: readonly (readonly [RegExp, Claim])[] = [
  [/^without-personal-data(?:\.|$)/, "without-personal-data"],
  [/^system\.\d+\.privacy_declarations\.\d+\.necessity(?:\.|$)/, "necessary"],
  [
    /^system\.\d+\.privacy_declarations\.\d+\.(?:legal_basis_for_processing|retention_period)(?:\.|$)/,
    "lawful",
  ],
];

export function problemsFor(document: Document<DataMap>, claim: Claim): readonly Problem[] {
  return document.problems.filter(
    ({ field }) => (CLAIMS.find(([pattern]) => pattern.test(field))?.[1] ?? "data-map") === claim,
  );
}

/** Not more results than people read; the last one says how many more there are. */
export function bounded(results: readonly Result[], what: string): readonly Result[] {
  if (results.length <= MOST_RESULTS) return results;
  const left = results.length - MOST_RESULTS;
  return [
    ...results.slice(0, MOST_RESULTS),
    unsatisfied(`The same holds for ${left} more ${what}.`, {}),
  ];
}

/** What people call a declaration: "Deliver orders" (shop). */
export function nameOf({ name, use, system }: Declaration): string {
  const said = name === null ? `The declaration for ${inWords(use ?? "no use")}` : quoted(name);
  return system === "" ? said : `${said} (${inWords(system)})`;
}

const quoted = (name: string) => `"${inWords(name)}"`;
