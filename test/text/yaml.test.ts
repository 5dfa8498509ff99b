import { readYaml } from "../../src/text/index.ts";

const read = (text: string) => readYaml("docs/a.yml", text);
const messages = (text: string) =>
  read(text).problems.map(({ line, message }) => `${line} ${message}`);

describe("what is read", () => {
  it.each<[string, string, unknown]>([
    ["a version as it is written", "release: 1.10", { release: "1.10" }],
    ["a blob id that looks like a number", "a: 12345678901e2", { a: "12345678901e2" }],
    [
      "no numbers, truths or dates",
      "a: [0x10, yes, 2026-01-01]",
      { a: ["0x10", "yes", "2026-01-01"] },
    ],
    ["an empty value as null", "a:\nb: {}\nc: []", { a: null, b: {}, c: [] }],
    ["a quoted nothing as text", 'a: ""', { a: "" }],
    ["a word for nothing as text", "a: ~\nb: null", { a: "~", b: "null" }],
    ["folded and literal text", "a: >\n  x\n  y\nb: |\n  x\n  y\n", { a: "x y\n", b: "x\ny\n" }],
    ["a byte order mark and CRLF", "\uFEFFa: 1\r\nb:\r\n  - x\r\n", { a: "1", b: ["x"] }],
    ["one document between its marks", "---\na: 1\n...\n", { a: "1" }],
    ["flow and block mixed", "a: [{ b: c }, d]", { a: [{ b: "c" }, "d"] }],
    ["names that objects have", "constructor: 1\ntoString: 2", { constructor: "1", toString: "2" }],
  ])("reads %s", (_what, text, expected) => {
    const yaml = read(text);
    expect(yaml.problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(yaml.value))).toEqual(expected);
  });

  it("hands out mappings that inherit nothing", () => {
    const { value } = read("a: { b: 1 }");
    expect(Object.getPrototypeOf(value)).toBeNull();
  });

  it("says where a repeated key stood first, whatever other keys are called", () => {
    const { problems } = read('a:\n  b: 1\n"a.b": 2\n"a.b": 3\n');
    expect(problems.map(({ message }) => message)).toEqual([
      "`a.b` stands twice, on lines 3 and 4.",
    ]);
  });

  it("knows the line of every key and element", () => {
    const { lines } = read("a: 1\n\n# comment\nb:\n  - c: |\n      x\n    d: 2\n  - e\n");
    expect(Object.fromEntries(lines)).toEqual({
      a: 1,
      b: 4,
      "b.0": 5,
      "b.0.c": 5,
      "b.0.d": 7,
      "b.1": 8,
    });
  });

  it("counts lines from where front matter begins", () => {
    const yaml = readYaml("a.md", "a: 1\nb: *x\n", { firstLine: 2 });
    expect(yaml.lines.get("b")).toBe(3);
    expect(yaml.problems).toEqual([expect.objectContaining({ line: 3, field: "b" })]);
  });
});

describe("what is refused", () => {
  it.each<[string, string, string]>([
    ["nothing", "", "1 The text is empty; expected keys with their values."],
    ["only a comment", "# later\n", "1 The text is empty; expected keys with their values."],
    ["a list", "- a", "1 The text is a list; expected keys with their values."],
    ["mere text", "a", "1 The text is only text; expected keys with their values."],
    ["a tab", "a:\n\tb: 1", "2 A tab stands where the line is indented."],
    ["a second document", "a: 1\n---\nb: 2", "3 A second YAML document begins after `---`."],
    ["a second empty document", "a: 1\n---\n", "2 A second YAML document begins after `---`."],
    ["a merge key", "<<: { a: 1 }", "1 The key `<<` is not allowed here."],
    ["a prototype", "__proto__: { b: 1 }", "1 The key `__proto__` is not allowed here."],
    ["a key without a name", ": 1", "1 A key has no name."],
    [
      "a list for a key",
      "? [a]\n: 1",
      "1 A list, a mapping or a reference stands where the name of a key was expected.",
    ],
    [
      "a mapping for a key",
      "{ a: b }: c",
      "1 A list, a mapping or a reference stands where the name of a key was expected.",
    ],
    ["a quote that is not closed", 'a: "x', "1 A quoted text is not closed."],
    [
      "a bracket that is not closed",
      "a: [1, 2",
      "1 A list in [ ] or a mapping in { } is not written correctly.",
    ],
    [
      "uneven indentation",
      "a:\n  - b\n - c",
      "3 This line is indented differently from those it belongs to.",
    ],
    ["a lone star", "a: *", "1 A value begins with *, which YAML takes for a reference."],
    ["an at sign", "a: [@mona]", "1 A value begins with @, which YAML reserves."],
    ["NUL", "a: \u0000", "1 The text contains a NUL character."],
    ["a bell", "a: \u0007", "1 The text contains a control character."],
    [
      "more than 512,000 bytes",
      `a: ${"ø".repeat(256_000)}`,
      "1 The text is larger than 512,000 bytes.",
    ],
    [
      "too deep nesting",
      `a: ${"[".repeat(33)}${"]".repeat(33)}`,
      "1 The values are nested too deeply.",
    ],
    [
      "a very long key",
      `${"k".repeat(513)}: 1`,
      `1 The key \`${"k".repeat(80)}…\` is longer than 512 characters.`,
    ],
    [
      "too many entries",
      "b:\n" + "- c: x\n".repeat(15_001),
      "1 The text has more than 30,000 keys and list elements.",
    ],
  ])("refuses %s", (_what, text, message) => {
    expect(messages(text)).toEqual([message]);
    expect(read(text).value).toBeNull();
  });

  it.each<[string, string, string]>([
    ["a prototype", "a: { __proto__: 1 }", "1 The key `__proto__` is not allowed here."],
    ["an anchor", "a: &x 1", "1 `a` has a YAML anchor (&), which is not allowed here."],
    [
      "an alias",
      "a:\n - *x",
      "2 `a.0` refers to another value with `*x`, which is not allowed here.",
    ],
    ["a tag", "a: !!int 1", "1 `a` has a YAML tag (!), which is not allowed here."],
    ["a key that stands twice", "a: 1\nb: 2\na: 3", "3 `a` stands twice, on lines 1 and 3."],
    [
      "what is not UTF-8",
      "a: x\uFFFD",
      "1 `a` contains a character that could not be read (U+FFFD).",
    ],
  ])("refuses the field with %s, and reads the others", (_what, text, message) => {
    const yaml = read(`${text}\nother: 1`);
    expect(yaml.problems.map(({ line, message: said }) => `${line} ${said}`)).toEqual([message]);
    expect(yaml.value?.["other"]).toBe("1");
    expect(yaml.problems[0]?.field.startsWith("a")).toBe(true);
  });

  it("allows the deepest nesting that people could want", () => {
    const text = `a: ${"[".repeat(31)}${"]".repeat(31)}`;
    expect(read(text).problems).toEqual([]);
  });

  it("tells several problems at once, and stops at a hundred", () => {
    expect(read("a: &x 1\nb: *x\nc: !y 2").problems).toHaveLength(3);
    const flood = read("k:\n" + "- *x\n".repeat(5_000));
    expect(flood.problems).toHaveLength(101);
    expect(flood.value).toBeNull();
  });
});
