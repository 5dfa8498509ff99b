import type { Case } from "../../case.ts";
import type { DataMap } from "../../data-map.ts";
import type { Document } from "../../documents.ts";
import { isFresh } from "../../freshness.ts";
import { asResult, at, inDocument } from "../../reading.ts";
import { satisfied, unsatisfied, type Requirement, type Result } from "../../requirement.ts";
import type { Duration } from "../../time.ts";
import { lawful, necessary } from "./declarations.ts";
import { DATA_MAP, inMap, problemsFor, toMend } from "./in-map.ts";
import { keysAreKnown } from "./known-keys.ts";
import { newData } from "./new-data.ts";

/** For how long a review of the data map is good. */
const GOOD_FOR: Duration = "180d";

/** What the data map shows. ICO, "Define the minimum personal information you require". */
export const dataMapRequirements: readonly Requirement[] = [
  { id: "data-map", check: dataMap },
  { id: "necessary", check: necessary },
  { id: "lawful", check: lawful },
  { id: "without-personal-data", check: withoutPersonalData },
  { id: "new-data", check: newData },
];

/** The map is there and valid, its keys are known, and it was gone through lately. */
function dataMap(c: Case): Result | readonly Result[] {
  const wrong = c.documents.dataMap.flatMap((reading): readonly Result[] => {
    if (reading.status !== "read") {
      return [toMend(inDocument(reading, DATA_MAP, () => satisfied("")))];
    }
    const { document } = reading;
    return (document.broken ? document.problems : problemsFor(document, "data-map")).map(asResult);
  });
  const rest = inMap(c, (files) => {
    const reviews = reviewed(files, c);
    const failing = [...declaresSomething(files), ...keysAreKnown(files, c), ...reviews].filter(
      ({ outcome }) => outcome !== "satisfied",
    );
    return failing.length > 0 ? failing : reviews;
  });
  // What keeps a file from being read at all was said above.
  if (wrong.length === 0) return rest;
  const isWhole = c.documents.dataMap.every(
    (reading) => reading.status === "read" && !reading.document.broken,
  );
  return isWhole
    ? [...wrong, ...[rest].flat().filter(({ outcome }) => outcome !== "satisfied")]
    : wrong;
}

/** A product without personal data says so with `system: []`; forgetting the systems says nothing. */
function declaresSomething(files: readonly Document<DataMap>[]): readonly Result[] {
  const [first] = files;
  if (first === undefined || files.some(({ fields }) => fields.declarations !== undefined)) {
    return [];
  }
  return [
    unsatisfied("The data map lists no systems.", {
      locations: [at(first, "")],
      remedy:
        "List them under `system`, with their privacy_declarations; write `system: []` where the product handles no personal data at all.",
    }),
  ];
}

/** Each date that stands in one of the files counts: the oldest review is the map's. */
function reviewed(files: readonly Document<DataMap>[], c: Case): readonly Result[] {
  const dated = files.flatMap((document) => {
    const day = document.fields.reviewed;
    const what = "The review of the data map";
    return day === undefined
      ? []
      : [isFresh(what, day, GOOD_FOR, c.today, [at(document, "reviewed")])];
  });
  const [first] = files;
  const isSaid = files.some(({ lines }) => "reviewed" in lines);
  if (dated.length > 0 || isSaid || first === undefined) return dated;
  return [
    unsatisfied("The data map does not say when it was reviewed.", {
      locations: [at(first, "")],
      remedy: "Go through it, and add `reviewed` with the day on which you did.",
    }),
  ];
}

function withoutPersonalData(c: Case): Result | readonly Result[] {
  return inMap(c, (files) => {
    const problems = files.flatMap((document) => problemsFor(document, "without-personal-data"));
    if (problems.length > 0) return problems.map(asResult);
    const said = files.filter(({ fields }) => fields.withoutPersonalData !== undefined);
    if (said.length > 0) {
      return satisfied("The data map says what works without personal data.", {
        locations: said.map((document) => at(document, "without-personal-data")),
      });
    }
    return unsatisfied("The data map does not say what works without personal data.", {
      locations: files.slice(0, 1).map((document) => at(document, "")),
    });
  });
}
