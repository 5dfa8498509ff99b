import { readPrivacyEngineering } from "../../src/documents/index.ts";
import { change, documentOf, example, file, problemsOf } from "./support.ts";

const PATH = "docs/privacy-engineering.md";
const TEXT = example("privacy-engineering.md");
const read = (text: string) => documentOf(readPrivacyEngineering(PATH, file(text)));

describe("a privacy engineering document", () => {
  it("is read with the day of its review, and all items of the four gates", () => {
    const document = read(TEXT);
    expect(document.problems).toEqual([]);
    expect(document.broken).toBe(false);
    expect(document.fields).toEqual({ reviewed: "2026-11-01" });
    expect(Object.fromEntries(document.lines)).toMatchObject({ document: 2, reviewed: 3 });
    const gates = document.items.map(({ id }) => id.replace(/\..*/, ""));
    expect([...new Set(gates)]).toEqual([
      "data-minimisation",
      "technical-measures",
      "data-rights",
      "secure-development",
    ]);
  });

  it("has its items under whatever heading they stand, or under none", () => {
    const ids = (text: string) => read(text).items.map(({ id }) => id);
    expect(ids(TEXT.replaceAll(/^#.*\n/gm, ""))).toEqual(ids(TEXT));
  });

  it.each<
    [what: string, part: string, by: string, problems: readonly unknown[], reviewed: boolean]
  >([
    [
      "no kind",
      "document: privacy-engineering\n",
      "",
      [expect.stringMatching(/^2 document/)],
      true,
    ],
    ["another kind", ": privacy-eng", ": data-eng", [expect.stringMatching(/^2 document/)], true],
    ["no day", "reviewed: 2026-11-01\n", "", [], false],
    ["a day that is none", "2026-11-01", "2026-11-31", [expect.stringMatching(/^3 rev/)], false],
    ["a blank", "2026-11-01", '"{{the day}}"', [expect.stringMatching(/^3 reviewed/)], false],
    ["an unknown key", "reviewed", "re-viewed", [expect.stringMatching(/not known/)], false],
  ])("says what is wrong with its head: %s", (_, part, by, problems, reviewed) => {
    const document = read(change(TEXT, part, by));
    expect(problemsOf(document)).toEqual(problems);
    expect(Object.hasOwn(document.fields, "reviewed")).toBe(reviewed);
    expect(document.items).toHaveLength(25);
  });

  it("is broken without front matter, or with some that is no YAML", () => {
    for (const text of [TEXT.replace(/^---[^]*?\n---\n/, ""), change(TEXT, "2026-11-01", "[")]) {
      expect(read(text)).toMatchObject({ broken: true, fields: {} });
    }
  });

  it("is missing, or cannot be read, where there is no text", () => {
    expect(readPrivacyEngineering(PATH, { kind: "missing" }).status).toBe("missing");
    expect(readPrivacyEngineering(PATH, undefined).status).toBe("unreadable");
  });
});
