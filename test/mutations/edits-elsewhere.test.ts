import fc from "fast-check";
import { shopDocuments } from "../support/shop.ts";
import { mutated, type Mutation } from "./mutation.ts";
import { CUT, EDIT, edited } from "./random-edit.ts";
import {
  decideInTime,
  failingIn,
  replacedBy,
  runs,
  share,
  stillFailing,
  textAt,
  touchedBy,
  withEdit,
  withText,
} from "./random-edits.ts";
import { MUTATIONS } from "./tables.ts";

const DOCUMENTS = Object.keys(shopDocuments());

describe("what is edited in other documents mends nothing", () => {
  it.each(MUTATIONS)("%s", (...row) => {
    const [evidence, wrong, touched] = [mutated(row), failingIn(row), touchedBy(row)];
    // Whether a file has to be there, is said by the documents that list it: without that it may be missing.
    const replaced = replacedBy(row);
    const others = DOCUMENTS.filter(
      (path) =>
        !touched.includes(path) && !replaced.some((each) => textAt(evidence, path).includes(each)),
    );
    const elsewhere = fc.array(fc.tuple(fc.constantFrom(...others), EDIT), {
      minLength: 1,
      maxLength: 2,
    });
    fc.assert(
      fc.property(elsewhere, (all) => {
        const left = all.reduce((before, [path, edit]) => withEdit(before, path, edit), evidence);
        const decision = decideInTime(left);
        expect(decision.outcome).not.toBe("passed");
        expect(stillFailing(decision, wrong)).toEqual(wrong);
      }),
      runs(share(0.3)),
    );
  });
});

/** Rows in which two places contradict each other, so that taking away the other one does mend. */
const TWO_PLACES: readonly string[] = [
  "incident plan: a key twice",
  "archive: a key twice",
  "security review: outcome: passed in spite of an exception",
];

describe("what is taken away beside it opens no gate", () => {
  const rows = MUTATIONS.filter(
    (row) => touchedBy(row).length === 1 && !TWO_PLACES.includes(row[0]),
  );

  it.each(rows)("%s", (...row) => {
    const evidence = mutated(row);
    const [path = ""] = touchedBy(row);
    const text = textAt(evidence, path);
    const { start, end } = placeOf(path, text, row);
    const [head, wrong, tail] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
    fc.assert(
      fc.property(CUT, fc.boolean(), (cut, above) => {
        const left = above
          ? `${wholeLines(edited(head, cut))}${wrong}${tail}`
          : `${head}${wrong}${edited(tail, cut)}`;
        expect(decideInTime(withText(evidence, path, left)).outcome).not.toBe("passed");
      }),
      runs(share(0.3 * (MUTATIONS.length / rows.length))),
    );
  });
});

/** What is wrong must not become the end of another line. */
function wholeLines(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/**
 * Where a row made the text wrong: the top-level keys, or the headings with what is below them, that
 * differ from the example's. What lies within them belongs together.
 */
function placeOf(path: string, text: string, [name]: Mutation): { start: number; end: number } {
  const before = shopDocuments()[path] ?? "";
  if (before === text) throw new Error(`changes nothing in ${path}: ${name}`);
  let same = 0;
  while (before[same] === text[same]) same++;
  let sameEnd = 0;
  const most = Math.min(before.length, text.length) - same;
  while (sameEnd < most && before.at(-1 - sameEnd) === text.at(-1 - sameEnd)) sameEnd++;
  const starts = [0, ...[...text.matchAll(/^(?=[\w#-])/gm)].map(({ index }) => index)];
  return {
    start: starts.findLast((each) => each < same) ?? 0,
    end: starts.find((each) => each >= text.length - sameEnd) ?? text.length,
  };
}
