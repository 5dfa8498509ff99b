import fc from "fast-check";
import { stripVTControlCharacters } from "node:util";
import { textReport } from "../../../src/application/report/index.ts";
import { columns, wrap } from "../../../src/application/report/terminal.ts";
import {
  BLOCKED,
  CATALOGUE,
  decision,
  finding,
  gate,
  PASSED,
  UNKNOWN,
  WAITING,
} from "./fixtures.ts";
import { hostileText } from "./hostile.ts";

const PLAIN = { colour: false, width: 80 };

describe("the report for the terminal", () => {
  it.each([
    [BLOCKED, "✗ Blocked: 3 things to do, next: the author."],
    [WAITING, "… Waiting for a tester, the DPO and the release authority."],
    [UNKNOWN, "? Could not tell: 2 things could not be read."],
  ])("ends with the verdict (%#)", (of, verdict) => {
    expect(textReport(of, CATALOGUE, PLAIN).split("\n").at(-1)).toBe(verdict);
  });

  it("says the same with colours", () => {
    for (const each of [BLOCKED, WAITING, UNKNOWN, PASSED]) {
      const coloured = textReport(each, CATALOGUE, { ...PLAIN, colour: true });
      expect(coloured).toContain("\u001B[");
      expect(stripVTControlCharacters(coloured)).toBe(textReport(each, CATALOGUE, PLAIN));
    }
  });

  it("fits the terminal, places apart, and lets no text steer it", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 40, max: 120 }), (text, width) => {
        const of = decision("blocked", [
          gate("archive", "blocked", [
            finding("archive.exists", { outcome: "unsatisfied", message: text, remedy: text }),
          ]),
        ]);
        const lines = textReport(of, CATALOGUE, { colour: false, width }).split("\n");
        for (const line of lines) {
          expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
          expect(columns(line)).toBeLessThanOrEqual(Math.max(width, 40));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("wrapping", () => {
  it.each([
    ["one two three", 8, "", ["one two", "three"]],
    ["one two", 12, "  ", ["  one two"]],
    ["abcdefghijklmnop", 10, "", ["abcdefghij", "klmnop"]],
    ["東京東京東京 x", 10, "", ["東京東京東", "京 x"]],
    ["", 10, "  ", ["  "]],
  ])("%j", (text, width, indent, expected) => {
    expect(wrap(text, width, indent)).toEqual(expected);
  });
});
