import fc from "fast-check";
import {
  bytesOf,
  clip,
  clipBytes,
  plainLine,
  plainLines,
} from "../../../src/application/report/plain.ts";
import { prose } from "../../../src/application/report/escape.ts";
import { workOf } from "../../support/work.ts";
import { hostileText } from "./hostile.ts";

const CONTROLS = /(?!\n)[\p{Cc}]|[\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u2060\uFEFF\u00AD]/u;

describe("plain text", () => {
  it.each([
    ["admin\u202Egnp.exe", "admingnp.exe"],
    ["zero\u200Bwidth\uFEFF", "zerowidth"],
    ["esc\u001B[31mred", "esc[31mred"],
    ["half \uD800!", "half \uFFFD!"],
    ["👩‍💻 a\u200Db", "👩‍💻 ab"],
    ["⚠️", "⚠️"],
    ["a\u2028b\tc  d\r\ne", "a b c d e"],
    ["e\u0301te\u0301", "e\u0301te\u0301"],
    ["z\u0300\u0301\u0302\u0303\u0304\u0305", "z\u0300\u0301\u0302\u0303"],
    [`see ${"x".repeat(200)} there`, `see ${"x".repeat(135)}…${"x".repeat(24)} there`],
    ["ærlig talt: Łódź, 東京", "ærlig talt: Łódź, 東京"],
  ])("%j is shown as %j", (given, expected) => {
    expect(plainLine(given)).toBe(expected);
  });

  it("is the same where nothing in it had to be looked at", () => {
    const every = Array.from({ length: 0x3000 }, (_, at) => String.fromCharCode(at));
    for (const character of every) {
      const text = ` a${character}b \n ${character}`;
      // A mark that nobody sees, and that is taken out.
      expect(plainLines(text)).toBe(plainLines(`${text}\u200B`));
    }
  });

  it("has no control characters, and as lines keeps its lines", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(plainLine(text)).not.toMatch(CONTROLS);
        expect(plainLine(text)).not.toContain("\n");
        expect(plainLines(text)).not.toMatch(CONTROLS);
      }),
      { numRuns: 300 },
    );
    expect(plainLines("a \r\nb\u0085c")).toBe("a\nb\nc");
  });

  it.each([
    "a",
    "@",
    "\u0301",
    "`",
    "\u200D",
    " \n",
    " ",
    ":a",
    `${"x".repeat(160)} `,
    "\u{1F469}\u200D",
  ])("takes no long time for half a million of %j", (unit) => {
    const text = `${unit.repeat(500_000 / unit.length)}x`;
    const { milliseconds } = workOf(() => [prose(text), plainLines(text)]);
    expect(milliseconds).toBeLessThan(3_000);
  });

  it("is the same when it is made plain again", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(plainLine(plainLine(text))).toBe(plainLine(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe("cutting", () => {
  it("keeps within characters and bytes, and never cuts a character in half", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 4, max: 40 }), (text, max) => {
        expect(clip(text, max).length).toBeLessThanOrEqual(max);
        expect(bytesOf(clipBytes(text, max))).toBeLessThanOrEqual(max);
        expect(clip(text, max).isWellFormed()).toBe(true);
        expect(clipBytes(text, max).isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["short", 10, "short"],
    ["exactly", 7, "exactly"],
    ["too long", 5, "too …"],
    ["ab😀cd", 4, "ab…"],
  ])("%j to %i", (text, max, expected) => {
    expect(clip(text, max)).toBe(expected);
  });
});
