import {
  day,
  duration,
  email,
  hours,
  httpsUrl,
  oneOf,
  phone,
  placeholderIn,
  repositoryPath,
  text,
  textOfLength,
  wholeNumber,
  yesNo,
  closest,
  shownValue,
} from "../../src/text/index.ts";
import type { ScalarSchema } from "../../src/text/index.ts";

const TABLE: readonly [string, ScalarSchema<unknown>, readonly string[], readonly string[]][] = [
  [
    "a day",
    day,
    ["2026-02-28", "2028-02-29"],
    ["2026-02-30", "2026-2-3", "20260203", "", "2026-02-03 "],
  ],
  [
    "a duration",
    duration,
    ["30m", "4h", "2d", "6w", "18mo", "5y"],
    ["0d", "5", "-1d", "1.5h", "5 y", "Y", ""],
  ],
  ["hours", hours, ["business-hours", "24/7"], ["24", "always", ""]],
  ["yes or no", yesNo, ["true", "false"], ["yes", "no", "on", "True", "1", ""]],
  [
    "a whole number",
    wholeNumber(2, 50),
    ["2", "50"],
    ["1", "51", "2.0", "02", "0x2", "+2", "1e1", "", " 2"],
  ],
  ["one of a few words", oneOf(["a", "b"]), ["a", "b"], ["A", "c", "", "a "]],
  [
    "a text",
    text,
    ["x", " x ", "TODOs of others"],
    ["", " ", "TODO", "to be done: TBD", "{{name}}", "Lorem ipsum dolor", "~", "null"],
  ],
  ["a reason", textOfLength(10), ["0123456789"], ["012345678", "TODO: say why", "          x"]],
  [
    "an email address",
    email,
    ["a@b.example", " dpo@acme.example "],
    ["a", "@b", "a@", "a b@c", "TODO@x", "{{x}}@y"],
  ],
  [
    "a phone number",
    phone,
    ["+47 22 00 00 00", "112", "(22) 00-00-00 ext. 5"],
    ["", "ask Ola", "+", "12"],
  ],
  [
    "a path in the repository",
    repositoryPath,
    ["docs/a.md", ".github/x", "a b/ø.md", "docs/[x].md"],
    [
      "",
      "/a",
      "../a",
      "a/../b",
      "./a",
      "a//b",
      "a/",
      "a\\b",
      "a\u0000b",
      " a",
      "a\nb",
      `${"a/".repeat(600)}b`,
    ],
  ],
  [
    "an https address",
    httpsUrl,
    ["https://acme.example/a?b#c", "HTTPS://acme.example"],
    [
      "http://a.example",
      "https://",
      "javascript:alert(1)",
      "https://a b",
      "https://u:p@a.example",
      "a",
    ],
  ],
];

describe.each(TABLE)("%s", (_name, schema, right, wrong) => {
  it.each(right)("can be %j", (written) => {
    expect(schema.safeParse(written).success).toBe(true);
  });

  it.each(wrong)("cannot be %j", (written) => {
    expect(schema.safeParse(written).success).toBe(false);
  });

  it("is never anything but a scalar", () => {
    for (const other of [null, undefined, 1, true, [], {}, ["2026-01-01"]]) {
      expect(schema.safeParse(other).success).toBe(false);
    }
  });
});

describe("placeholderIn", () => {
  it.each([
    ["call TODO now", "TODO"],
    ["a LOREM Ipsum b", "LOREM Ipsum"],
    ["the {{ name }} of it", "{{ name }}"],
    ["todo, TODOS and XXXL are words", null],
  ])("finds in %j: %j", (written, found) => {
    expect(placeholderIn(written)).toBe(found);
  });
});

describe("closest", () => {
  const known = ["escalation", "support", "dpo", "contact-point"];
  it.each([
    ["escalaton", "escalation"],
    ["Support", "support"],
    ["dop", "dpo"],
    ["contact_point", "contact-point"],
    ["colour", null],
    ["x".repeat(10_000), null],
  ])("finds for %j: %j", (word, meant) => {
    expect(closest(word, known)).toBe(meant);
  });
});

describe("shownValue", () => {
  it("keeps a message on one line, short, and inside its backticks", () => {
    expect(shownValue("a`b\nc\u202Ed")).toBe("`a'b c d`");
    expect(shownValue("x".repeat(1000))).toBe(`\`${"x".repeat(80)}…\``);
  });
});
