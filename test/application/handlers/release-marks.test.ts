import fc from "fast-check";
import {
  isSettled,
  markOf,
  readMarks,
  writeMarks,
} from "../../../src/application/handlers/release-marks.ts";
import { ASSET, release } from "./desk.ts";

const hex = fc.string({
  unit: fc.constantFrom(..."0123456789abcdef".split("")),
  minLength: 40,
  maxLength: 40,
});
const id = fc.integer({ min: 1, max: 999_999_999_999 });
const marks = fc.record({
  settled: fc.uniqueArray(
    fc.tuple(id, hex).map(([n, h]) => `${n}-${h.slice(0, 16)}`),
    {
      maxLength: 8,
    },
  ),
  movedFrom: fc.dictionary(id.map(String), hex, { maxKeys: 5 }),
});

describe("marks", () => {
  it("are read back as they were written, in letters that a check run keeps", () => {
    fc.assert(
      fc.property(marks, (written) => {
        const text = writeMarks(written);
        expect(text).toMatch(/^[A-Za-z0-9=,:._-]*$/);
        const back = readMarks(text);
        expect([...back.settled].sort()).toEqual([...written.settled].sort());
        expect(back.movedFrom).toEqual({ ...written.movedFrom });
        expect(writeMarks(back)).toBe(text);
      }),
    );
  });

  it("are the same text whatever came first, and however often", () => {
    fc.assert(
      fc.property(marks, ({ settled, movedFrom }) => {
        const turned = {
          settled: [...settled, ...settled].reverse(),
          movedFrom: Object.fromEntries(Object.entries(movedFrom).reverse()),
        };
        expect(writeMarks(turned)).toBe(writeMarks({ settled, movedFrom }));
      }),
    );
  });

  it("are none in what somebody else may have written", () => {
    const nothing = { settled: [], movedFrom: {} };
    for (const text of [
      null,
      "",
      ",",
      "settled",
      "settled:",
      "settled:a b",
      "Settled:1-a",
      " settled:1-a",
      "moved:1",
      "moved:x:" + "a".repeat(40),
      "moved:1:" + "a".repeat(39),
      "moved:1:" + "A".repeat(40),
      "moved:__proto__:" + "a".repeat(40),
    ])
      expect([text, readMarks(text)]).toEqual([text, nothing]);
    fc.assert(fc.property(fc.string(), (text) => expect(() => readMarks(text)).not.toThrow()));
  });

  it("are found among what is none", () => {
    const at = "a".repeat(40);
    expect(readMarks(`new:thing,settled:1-a,,moved:2:${at},moved:x`)).toEqual({
      settled: ["1-a"],
      movedFrom: { 2: at },
    });
  });
});

describe("a release that is settled", () => {
  const settled = (fields: Parameters<typeof release>[0] = {}) =>
    isSettled(release({ remembers: `settled:${markOf(release())}`, ...fields }));

  it("stays so when its words change", () => {
    expect(settled()).toBe(true);
    expect(settled({ body: "More", prerelease: true, target: "other", immutable: true })).toBe(
      true,
    );
  });

  it.each([
    ["its tag", { tag: "v1.4.1" }],
    ["its commit", { commit: "8".repeat(40) }],
    ["that it is out", { draft: true }],
    ["that it is this release", { id: 2 }],
    ["that it has its file", { assets: [] }],
    ["the name of a file", { assets: [{ ...ASSET, name: "other" }] }],
    ["the size of a file", { assets: [{ ...ASSET, size: 11 }] }],
    ["the digest of a file", { assets: [{ ...ASSET, sha256: "a".repeat(64) }] }],
    ["that it has no other file", { assets: [ASSET, { ...ASSET, name: "more" }] }],
    ["what is remembered", { remembers: "settled:1-0000000000000000" }],
    ["that anything is remembered", { remembers: null }],
  ] as const)("is so no more when this changes: %s", (_, fields) => {
    expect(settled(fields)).toBe(false);
  });

  it("has the same mark in whichever order GitHub lists its files", () => {
    const files = ["a", "b", "c"].map((name) => ({ ...ASSET, name }));
    expect(markOf(release({ assets: files }))).toBe(
      markOf(release({ assets: files.toReversed() })),
    );
  });
});
