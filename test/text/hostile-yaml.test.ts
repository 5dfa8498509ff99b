import fc from "fast-check";
import { z } from "zod";

import { checkFields, readYaml, text } from "../../src/text/index.ts";

const SHAPE = { a: z.array(z.strictObject({ b: text })), k: z.record(text, text) };
const linesOf = (written: string) => written.split("\n").length;

function checkEverything(written: string): void {
  const yaml = readYaml("a.yml", written, { firstLine: 5 });
  expect(yaml.value !== null || yaml.problems.length > 0).toBe(true);
  const { problems } = checkFields(yaml, SHAPE);
  for (const { line, message, remedy } of problems) {
    expect(line).toBeGreaterThanOrEqual(5);
    expect(line).toBeLessThan(5 + linesOf(written));
    expect(message).toMatch(/\S.*\.$/s);
    expect(remedy).toMatch(/\S.*[.?]$/s);
  }
}

describe("any text whatever", () => {
  it("is read, or has a problem on one of its lines", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), checkEverything));
  });

  it("made of YAML's own characters is read, or has a problem on one of its lines", () => {
    const pieces = [
      "a",
      "b",
      "k",
      ":",
      ": ",
      "- ",
      "\n",
      "\n  ",
      "[",
      "]",
      "{",
      "}",
      ",",
      "&x",
      "*x",
    ];
    const more = [
      "!t",
      "|",
      ">",
      '"',
      "'",
      "#",
      "?",
      "---\n",
      "...",
      "%",
      "\t",
      "\r",
      "<<",
      "\uFEFF",
    ];
    const piece = fc.constantFrom(...pieces, ...more);
    const yamlish = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(""));
    fc.assert(fc.property(yamlish, checkEverything), { numRuns: 500 });
  });

  it("gives the same reading twice", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (written) => {
        expect(readYaml("a.yml", written)).toEqual(readYaml("a.yml", written));
      }),
    );
  });
});

/** Each of these once made some YAML reader slow; they are timed in the benchmark, not here. */
const BOMBS: Readonly<Record<string, string>> = {
  "a million dashes": "- ".repeat(256_000),
  "dashes on lines": "-\n".repeat(256_000),
  brackets: "[".repeat(512_000),
  braces: "{".repeat(512_000),
  pairs: `a: [${"b:,".repeat(16_000)}]`,
  aliases: "a: &a [x]\nb:\n" + "- *a\n".repeat(15_000),
  "laughing aliases": ["a: &a [x,x]", "b: &b [*a,*a]", "c: &c [*b,*b]", "d: [*c,*c]"].join("\n"),
  "long keys above many": `${"k".repeat(500)}:\n` + " a: 1\n".repeat(1) + deepLongKeys(),
  anchors: "&a ".repeat(170_000),
  documents: "---\n".repeat(25_000),
  quotes: `"${"\\x41".repeat(120_000)}"`,
};

function deepLongKeys(): string {
  const levels = Array.from(
    { length: 30 },
    (_, at) => `${" ".repeat(at)}${"k".repeat(400)}${at}:\n`,
  );
  const leaves = Array.from({ length: 9_000 }, (_, at) => `${" ".repeat(31)}l${at}: 1\n`);
  return levels.join("") + leaves.join("");
}

describe("a text that is made to exhaust its reader", () => {
  it.each(Object.entries(BOMBS))("of %s is refused in words", (_name, bomb) => {
    const { value, problems } = readYaml("a.yml", bomb);
    const { fields } = checkFields(readYaml("a.yml", bomb), SHAPE);
    expect(problems.length).toBeGreaterThan(0);
    expect(fields).toEqual({});
    expect(value === null || problems.every(({ field }) => field !== "")).toBe(true);
  });
});
