import fc from "fast-check";
import { pseudonymsIn, restore } from "../../../src/application/index.ts";
import { replaceWords, write } from "../../../src/application/ledger/pseudonyms.ts";

const PSEUDONYM = "person-0123456789ab";
const LOGINS = new Map([[PSEUDONYM, "Ola-Hansen"]]);

const hide = (text: string) =>
  replaceWords(text, {
    find: (word) => (word.toLowerCase() === "ola-hansen" ? word : undefined),
    replace: (word) => write(PSEUDONYM, "Ola-Hansen", word),
    escape: true,
  });

describe("pseudonyms", () => {
  it.each([
    ["Ola-Hansen approved.", "Person-0123456789ab approved."],
    ["ola-hansen, kari", "person-0123456789ab, kari"],
    ["OLA-hansen!", "person-0123456789ab-c7!"],
    ["_@ola-hansen_ `ola-hansen`", "_@person-0123456789ab_ `person-0123456789ab`"],
    ["(ola-hansen's)", "(person-0123456789ab's)"],
    ["mailto:ola-hansen@example.com", "mailto:person-0123456789ab@example.com"],
    ["ola-hansen-", "person-0123456789ab-"],
    // Others, whose logins begin or end alike.
    [
      "ola-hansen-2 x-ola-hansen ola-hansen_corp ola",
      "ola-hansen-2 x-ola-hansen ola-hansen_corp ola",
    ],
    ["éola-hansen ola-hansené", "éola-hansen ola-hansené"],
    // What only looks like a pseudonym.
    ["person-0123456789ab", "person-0123456789ab-l"],
    ["xPerson-0123456789ab-l-lc", "xPerson-0123456789ab-l-l-lc"],
  ])("stand in %j for a whole login, and nothing else", (text, hidden) => {
    expect(hide(text)).toBe(hidden);
    expect(restore(hidden, LOGINS)).toBe(text);
  });

  it("are restored to the very text, whatever it was", () => {
    const piece = fc.oneof(
      fc.constantFrom("ola-hansen", "Ola-Hansen", "oLA-hANSEN", "-", "_", "@", "c", "l", "1"),
      fc.constantFrom(PSEUDONYM, `P${PSEUDONYM.slice(1)}`, "-l", "-c7", "é", "\u{1F600}", " "),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        expect(restore(hide(text), LOGINS)).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it("are found, but not where they were marked as something else", () => {
    const text = "Person-0123456789ab and person-0123456789ab-c7, person-ba9876543210-l";
    expect(pseudonymsIn(text)).toEqual([PSEUDONYM]);
  });

  it("stay where nobody knows them any more", () => {
    expect(restore("Person-0123456789ab-c7 approved.", new Map())).toBe(
      "Person-0123456789ab-c7 approved.",
    );
  });
});
