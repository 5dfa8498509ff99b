import { readFileSync, readdirSync } from "node:fs";

const PAGE = new URL("../../docs/explanation/ways-around.md", import.meta.url);
const TESTS = new URL("../e2e/", import.meta.url);

/** The rows of the table of ways, as cells. */
function rows(): readonly (readonly string[])[] {
  const lines = readFileSync(PAGE, "utf8").split("\n");
  const head = lines.findIndex((line) => /^\| way +\|/.test(line));
  const table = lines.slice(head + 2);
  const end = table.findIndex((line) => !line.startsWith("|"));
  return table.slice(0, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The titles of the tests that go these ways. */
function titles(): readonly string[] {
  return readdirSync(TESTS)
    .filter((name) => /^ways-around.*\.test\.ts$/.test(name))
    .flatMap((name) => [
      ...readFileSync(new URL(name, TESTS), "utf8").matchAll(/^ {2}it\("(.+)",/gm),
    ])
    .map(([, title]) => title ?? "");
}

describe("docs/explanation/ways-around.md", () => {
  it("has a row for each way that a test goes, and no other", () => {
    const ways = rows().map(([way]) => way);
    expect(ways.length).toBeGreaterThan(30);
    expect(ways.toSorted()).toEqual(titles().toSorted());
  });

  it.each(rows())("says in one word what becomes of %s", (...cells) => {
    const [, becomes = "", how = "", closed = ""] = cells;
    expect(becomes).toMatch(/^\*\*(prevented|undone|reported|not seen)\*\*/);
    expect(how.length * closed.length).toBeGreaterThan(0);
    expect(cells).toHaveLength(4);
  });
});
