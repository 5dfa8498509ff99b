import fc from "fast-check";

import { parsePolicy } from "../../src/policy/index.ts";
import { CONTEXT, PATH, fileOf } from "./context.ts";

const page = fileOf("docs/reference/policy.md");
const full = /## A policy that says everything\n\n```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";

function checkAnswer(text: string): void {
  const result = parsePolicy({ repository: "acme/shop", path: PATH, text }, CONTEXT);
  if ("policy" in result) return;
  expect(result.problems.length).toBeGreaterThan(0);
  expect(result.problems.length).toBeLessThanOrEqual(102);
  const lines = text.split("\n").length;
  for (const { line, path, message, remedy } of result.problems) {
    if (line < 1 || line > lines || path !== PATH || !message.endsWith(".") || remedy === "") {
      throw new Error(`${line} of ${lines}: ${message} ${remedy}`);
    }
  }
}

describe("parsePolicy", () => {
  it("takes any text whatever without failing", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), checkAnswer));
  });

  it("takes any edit of a whole policy without failing", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "",
        ":",
        "\n",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!!x ",
        "\t",
        "'",
        '"',
        "#",
      ),
      fc.constantFrom(
        "null",
        "~",
        "true",
        "2026-02-30",
        "__proto__: 1\n",
        "<<: x\n",
        "../",
        "\u0000",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    );
    const edit = fc.tuple(fc.nat(full.length), fc.nat(40), piece);
    const edited = fc
      .array(edit, { minLength: 1, maxLength: 3 })
      .map((edits) =>
        edits.reduce(
          (text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut),
          full,
        ),
      );
    fc.assert(fc.property(edited, checkAnswer), { numRuns: 1000 });
  });

  it("takes any JSON in the place of any value without failing", () => {
    const keys = fc.constantFrom(
      ...["mode", "candidates", "roles", "documents", "headings", "gates", "alerts", "regimes"],
      ...["checklists", "releases", "deployments", "waivers", "comment", "extends", "version"],
    );
    fc.assert(
      fc.property(keys, fc.jsonValue({ maxDepth: 4 }), (key, value) =>
        checkAnswer(JSON.stringify({ version: "1", [key]: value })),
      ),
      { numRuns: 500 },
    );
  });

  it("gives the same answer twice", () => {
    fc.assert(
      fc.property(fc.nat(full.length), (at) => {
        const text = full.slice(0, at);
        const read = () => parsePolicy({ repository: "acme/shop", path: PATH, text }, CONTEXT);
        expect(JSON.stringify(read())).toBe(JSON.stringify(read()));
      }),
      { numRuns: 50 },
    );
  });
});
