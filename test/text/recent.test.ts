import { readOnce, Recent } from "../../src/text/index.ts";

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

it("… or once so much was, where entries differ in size", () => {
  const recent = new Recent<number>(5, (key) => key.length);
  recent.set("aa", 1);
  recent.set("bb", 2);
  recent.set("aa", 3);
  recent.set("c", 4);
  expect(recent.keys()).toEqual(["bb", "aa", "c"]);
  recent.set("dd", 5);
  expect(recent.keys()).toEqual(["aa", "c", "dd"]);
  recent.delete("aa");
  recent.set("ee", 6);
  expect(recent.keys()).toEqual(["c", "dd", "ee"]);
  recent.set("too much", 7);
  expect(recent.keys()).toEqual([]);
  recent.set("aa", 8);
  expect(recent.keys()).toEqual(["aa"]);
});

it("a text that was read before is known by its name, and to the last letter", () => {
  let count = 0;
  const read = (what: readonly unknown[], text: string) =>
    readOnce(what, text, () => ({ number: count++ })).number;
  expect(read(["a"], "text")).toBe(0);
  expect(read(["b"], "text")).toBe(1);
  expect(read(["a"], "texts")).toBe(2);
  expect(read(["a", "text"], "")).toBe(3);
  expect(read(["a"], "text")).toBe(0);
  expect(read(["a"], "x".repeat(4_000_000))).toBe(4);
  expect(read(["a"], "text")).toBe(5);
});
