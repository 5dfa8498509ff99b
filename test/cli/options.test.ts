import fc from "fast-check";
import { readCheckRequest } from "../../src/cli/check-request.ts";
import { momentOf } from "../../src/cli/moment.ts";
import { type Option, readOptions } from "../../src/cli/options.ts";
import { surroundings } from "./surroundings.ts";

const OPTIONS: readonly Option[] = [
  { name: "ref", value: "REF", help: "" },
  { name: "base", value: "REF", help: "" },
  { name: "offline", value: null, help: "" },
];

function read(...words: readonly string[]) {
  const given = readOptions(words, OPTIONS);
  if (given.status === "misunderstood") return given.message;
  return { ...Object.fromEntries(given.value.values), flags: [...given.value.flags] };
}

describe("options", () => {
  it.each([
    [[], { flags: [] }],
    [["--ref", "main"], { ref: "main", flags: [] }],
    [["--ref=main", "--offline"], { ref: "main", flags: ["offline"] }],
    [["--ref=a=b"], { ref: "a=b", flags: [] }],
    [["--ref", "-1"], { ref: "-1", flags: [] }],
    [["--offline", "--base", "a b"], { base: "a b", flags: ["offline"] }],
  ])("%j are understood", (words, expected) => {
    expect(read(...words)).toEqual(expected);
  });

  it.each([
    [["--reff", "x"], 'The option "--reff" is not known. Did you mean --ref?'],
    [["--of-line"], 'The option "--of-line" is not known. Did you mean --offline?'],
    [["--something-else"], 'The option "--something-else" is not known.'],
    [["--something=secret"], 'The option "--something" is not known.'],
    [["-ref", "x"], 'The option "-ref" is not known. Did you mean --ref?'],
    [["-x"], 'The option "-x" is not known.'],
    [["--ref"], "--ref needs a value: --ref REF. Or leave it out."],
    [["--ref="], "--ref needs a value: --ref REF. Or leave it out."],
    [["--ref", " "], "--ref needs a value: --ref REF. Or leave it out."],
    [["--ref", "--offline"], "--ref needs a value: --ref REF. Or leave it out."],
    [["--ref", "a", "--ref", "b"], "--ref is given twice."],
    [["--offline", "--offline"], "--offline is given twice."],
    [["--offline=yes"], "--offline takes no value."],
    [["main"], '"main" stands alone. Options begin with --, like --ref main.'],
    [["--"], 'The option "--" is not known.'],
    [[""], '"" stands alone. Options begin with --, like --ref main.'],
  ])("%j are refused in words", (words, message) => {
    expect(read(...words)).toBe(message);
  });

  it("are either understood or refused, whatever they are", () => {
    const word = fc.oneof(fc.string(), fc.constantFrom("--ref", "--ref=", "--offline", "--", "-"));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const given = readOptions(words, OPTIONS);
        return given.status === "understood" || given.message.length > 0;
      }),
    );
  });
});

describe("a moment", () => {
  it.each([
    ["2026-11-20", "2026-11-20T12:00:00Z"],
    ["2026-11-20T23:30:00Z", "2026-11-20T23:30:00Z"],
    ["2026-11-20T23:30:00.999Z", "2026-11-20T23:30:00Z"],
    ["2026-11-20T23:30Z", "2026-11-20T23:30:00Z"],
    ["2026-11-21T00:30:00+01:00", "2026-11-20T23:30:00Z"],
    ["2026-11-20t23:30:00z", "2026-11-20T23:30:00Z"],
    ["2024-02-29", "2024-02-29T12:00:00Z"],
  ])("%s is %s", (text, instant) => {
    expect(momentOf(text)).toBe(instant);
  });

  it.each([
    "",
    "today",
    "2026-02-30",
    "2026-02-30T12:00:00Z",
    "2026-11-20T12:00:00",
    "2026-11-20T25:00:00Z",
    "2026-11-20 12:00:00Z",
    "20261120",
    "20.11.2026",
    "1763640000",
    "9999-12-31T23:59:59-12:00",
    "0000-01-01T00:00:00+12:00",
  ])("%j is none", (text) => {
    expect(momentOf(text)).toBeNull();
  });
});

describe("what check is asked", () => {
  function request(...words: readonly string[]) {
    const pairs = words.map((word) => word.split("=") as [string, string]);
    const values = new Map(
      pairs.filter(([, value]) => (value as string | undefined) !== undefined),
    );
    const flags = new Set(words.filter((word) => !word.includes("=")));
    const asked = readCheckRequest({ values, flags }, surroundings({ directory: "/work" }));
    return asked.status === "understood" ? asked.value : asked.message;
  }

  it("has a default for everything", () => {
    expect(request()).toEqual({
      folder: "/work",
      ref: "HEAD",
      base: null,
      release: null,
      stage: "review",
      at: "2026-11-20T09:00:00Z",
      offline: false,
      format: "text",
    });
  });

  it("takes everything that is given", () => {
    const all = ["ref=v1", "base=main", "release=v2", "stage=release", "at=2026-01-02"];
    expect(request("repo=../shop", ...all, "offline", "format=json")).toEqual({
      folder: "/shop",
      ref: "v1",
      base: "main",
      release: "v2",
      stage: "release",
      at: "2026-01-02T12:00:00Z",
      offline: true,
      format: "json",
    });
  });

  it.each([
    [
      "stage=releese",
      'The stage "releese" is not known. Did you mean release? It is one of: review, release.',
    ],
    ["format=yaml", 'The format "yaml" is not known. It is one of: text, json, markdown.'],
    ["format=sarif", "The format sarif is not there yet. Use --format json for programs."],
    [
      "at=tomorrow",
      '--at "tomorrow" is no date. Give a day like 2026-11-20, or a moment like 2026-11-20T12:00:00Z.',
    ],
  ])("refuses %s", (word, message) => {
    expect(request(word)).toBe(message);
  });
});
