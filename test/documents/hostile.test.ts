import fc from "fast-check";

import {
  readArchiveManifest,
  readIncidentPlan,
  readSecurityReview,
  readSecurityTxt,
} from "../../src/documents/index.ts";
import type { DocumentReading } from "../../src/domain/index.ts";
import { texts } from "../bench/documents.ts";
import { example, file, headings } from "./support.ts";

const PATH = "docs/a.md";
const READERS: Readonly<Record<string, (text: string) => DocumentReading<object>>> = {
  plan: (text) => readIncidentPlan(PATH, file(text), headings),
  review: (text) => readSecurityReview(PATH, file(text)),
  archive: (text) => readArchiveManifest(PATH, file(text)),
  "security.txt": (text) => readSecurityTxt(PATH, file(text)),
};
const SECURITY_TXT = "# Us\nContact: mailto:a@b.example\nExpires: 2027-06-30T00:00:00Z\n";
const STARTS = [
  example("incident-response-plan.md"),
  example("security-review.md"),
  example("privacy-engineering.md"),
  example("archive.yml"),
  SECURITY_TXT,
];

/** Whatever the text: the same answer each time, with every problem on a line that exists. */
function answersFor(reader: string, text: string): void {
  const read = READERS[reader]!;
  const reading = read(text);
  expect(JSON.stringify(read(text))).toBe(JSON.stringify(reading));
  if (reading.status !== "read") {
    expect(reading.status).toBe("unreadable");
    return;
  }
  const { broken, fields, problems, items, sections } = reading.document;
  const lines = text.split("\n").length;
  const places = [...problems, ...items, ...items.flatMap(({ evidence }) => evidence)];
  const wrong = places.filter(({ line }) => !(line >= 1 && line <= lines));
  expect(wrong).toEqual([]);
  expect(Object.values(sections).every((one) => !("line" in one) || one.line <= lines)).toBe(true);
  expect(problems.every(({ message, remedy }) => message !== "" && remedy !== "")).toBe(true);
  if (!broken) return;
  expect(problems.length).toBeGreaterThan(0);
  expect(fields).toEqual({});
}

const snippet = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    ...["---\n", "\n---\n", "\n", "\r", "\r\n", "\t", "\0", "\uFFFD", "\uFEFF", "  ", ": ", "- "],
    ...["{", "}", "[", "]", "{{", "}}", "`", "```\n", "<!--", "-->", "<div>\n", "#", "# Logs\n"],
    ...["&a ", "*a", "!!x ", "<<: ", "|\n", ">\n", "'", '"', "\\", "%", "?", "@", "TODO", "N/A:"],
    ...["__proto__: x\n", "constructor: {}\n", "Evidence: ", "[a](b)", "[a]: b\n", "](", "- [x] `"],
    ..."[](){}<>*_~|".split("").map((mark) => mark.repeat(300)),
  ),
);
const edit = fc.record({
  at: fc.nat(),
  length: fc.nat({ max: 200 }),
  what: fc.constantFrom("insert" as const, "delete", "replace", "double"),
  by: snippet,
});
const edited = fc
  .tuple(fc.constantFrom(...STARTS), fc.array(edit, { minLength: 1, maxLength: 6 }))
  .map(([start, edits]) =>
    edits.reduce((text, { at, length, what, by }) => {
      const from = text === "" ? 0 : at % text.length;
      const span = text.slice(from, from + length);
      const becomes = { insert: by + span, delete: "", replace: by, double: span + span };
      return text.slice(0, from) + becomes[what] + text.slice(from + length);
    }, start),
  );

describe.each(Object.keys(READERS))("the reader of the %s", (reader) => {
  it("answers for any text", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(snippet, { maxLength: 30 }).map((all) => all.join("")),
      fc.array(snippet, { maxLength: 30 }).map((all) => `---\n${all.join("")}\n---\n`),
    );
    fc.assert(
      fc.property(text, (one) => answersFor(reader, one)),
      { numRuns: 300 },
    );
  });

  it("answers for the example's documents, edited at random", () => {
    fc.assert(
      fc.property(edited, (one) => answersFor(reader, one)),
      { numRuns: 300 },
    );
  });
});

describe("the texts of the benchmark", () => {
  it("are answered for, however hostile", () => {
    // Every reader meets every construct; how long the whole takes is the benchmark's to say.
    for (const { reader, text } of texts(20_000)) {
      const reading = READERS[reader]!(text);
      expect(reading.status).toBe("read");
    }
  });

  it("never lose the problem of a field to what stands below it", () => {
    for (const { name, reader, text } of texts(20_000)) {
      if (reader !== "review") continue;
      const bad = text.replace("date: 2026-11-18", "date: soon");
      const reading = readSecurityReview(PATH, file(bad));
      if (reading.status !== "read") throw new Error(name);
      expect(reading.document.fields.date).toBeUndefined();
      expect(reading.document.problems.map(({ field }) => field)).toContain("date");
    }
  });
});
