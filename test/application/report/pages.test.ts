import fc from "fast-check";
import { fold, list, page, paragraph } from "../../../src/application/report/pages.ts";
import { bytesOf } from "../../../src/application/report/plain.ts";

const rows = (amount: number) => Array.from({ length: amount }, (_, i) => `row ${i} 😀`);

describe("a page", () => {
  it("puts its parts one after the other", () => {
    expect(page([paragraph("a"), ...list("**b**", ["c", "d"], 1), paragraph("e")])).toBe(
      "a\n\n**b**\n\n- c\n- d\n\ne",
    );
  });

  it("has no list where there is nothing to list", () => {
    expect(list("**b**", [], 1)).toEqual([]);
  });

  it("folds a part", () => {
    const [block] = list("", ["c"], 1);
    expect(page([fold("more", block!)])).toBe(
      "<details>\n<summary>more</summary>\n\n- c\n\n</details>",
    );
  });

  it("leaves out rows of what is least important, from the end, and says how many", () => {
    const [first] = list("", rows(3), 5);
    const [second] = list("", rows(300), 1);
    const text = page([first!, fold("second", second!), paragraph("end")], 400);
    expect(bytesOf(text)).toBeLessThanOrEqual(400);
    expect(text).toContain("- row 2 😀\n\n<details>");
    const shown = text.split("\n").filter((line) => line.startsWith("- row")).length - 3;
    expect(text).toContain(`_${300 - shown} more lines are left out here`);
    expect(text.endsWith("</details>\n\nend")).toBe(true);
  });

  it("says it in the singular, too", () => {
    const [block] = list("", ["short", "x".repeat(200)], 1);
    expect(page([block!], 150)).toBe(
      "- short\n\n_1 more line is left out here: GitHub shows no longer texts._",
    );
  });

  it("keeps what is most important when not even that fits", () => {
    const text = page([paragraph("x".repeat(100), 1), paragraph("y".repeat(50), 9)], 60);
    expect(text).toBe("y".repeat(50));
  });

  it("is never too long, and never cuts a row", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(200), { maxLength: 3 }),
        fc.integer({ min: 300, max: 3_000 }),
        (amounts, limit) => {
          const blocks = amounts.flatMap((amount, rank) => list("**h**", rows(amount), rank));
          const text = page(blocks, limit);
          expect(bytesOf(text)).toBeLessThanOrEqual(limit);
          for (const line of text.split("\n").filter((each) => each.startsWith("- ")))
            expect(line).toMatch(/^- row \d+ 😀$/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
