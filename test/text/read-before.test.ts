import { readYaml } from "../../src/text/index.ts";
import { ReadBefore } from "../../src/text/read-before.ts";

describe("texts that were read before", () => {
  it("are read once, as long as no others came since", () => {
    const reads: string[] = [];
    const before = new ReadBefore<string>(2);
    const get = (key: string) =>
      before.get(key, () => {
        reads.push(key);
        return key.toUpperCase();
      });
    expect(["a", "b", "a", "c", "a", "b"].map(get)).toEqual(["A", "B", "A", "C", "A", "B"]);
    expect(reads).toEqual(["a", "b", "c", "b"]);
  });

  it("are known by path, by where they begin, and to the last letter", () => {
    const text = `note: ${"x".repeat(30_000)}\nlast: 1`;
    const read = (path: string, end = "", firstLine = 1) => {
      const { value, lines, ...where } = readYaml(path, text + end, { firstLine });
      return { ...where, last: value?.["last"], line: lines.get("last") };
    };
    const first = { path: "a.yml", firstLine: 1, problems: [], last: "1", line: 2 };
    expect(read("a.yml")).toEqual(first);
    expect(read("b.yml")).toEqual({ ...first, path: "b.yml" });
    expect(read("a.yml", "2")).toEqual({ ...first, last: "12" });
    expect(read("a.yml", "", 5)).toEqual({ ...first, firstLine: 5, line: 6 });
    expect(read("a.yml")).toEqual(first);
  });
});
