import { readYaml, Recent } from "../../src/text/index.ts";

it("what is remembered is forgotten once enough others were used since", () => {
  const recent = new Recent<number>(2);
  recent.set("a", 1);
  recent.set("b", 2);
  expect(recent.get("a")).toBe(1);
  recent.set("c", 3);
  expect(recent.keys()).toEqual(["a", "c"]);
  expect(recent.get("b")).toBeUndefined();
  recent.delete("a");
  expect(recent.get("a")).toBeUndefined();
  recent.clear();
  expect(recent.keys()).toEqual([]);
});

it("long texts that were read before are known by path, by where they begin, and to the last letter", () => {
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
