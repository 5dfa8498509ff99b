import fc from "fast-check";

/** What chance says about one edit of a text; the same numbers edit the same text alike. */
export interface RandomEdit {
  readonly kind: (typeof KINDS)[number];
  /** Which place, counted around as often as it takes. */
  readonly at: number;
  readonly other: number;
  readonly length: number;
  readonly piece: string;
}

/** Edits that only take something away. */
const CUTS = ["cut lines", "cut characters", "empty a value"] as const;

const KINDS = [
  ...CUTS,
  "put text",
  "replace text",
  "replace a value",
  "rename a key",
  "repeat a line",
  "swap lines",
  "move a line",
  "tick or untick",
] as const;

/** What people leave behind or mistype, and what makes YAML or Markdown mean something else. */
const PIECES = [
  ..."\n \t : - [ ] { } # & * ! | > ' \" ` @ % ? ~ \\ < \0 \r \uFFFD \u200b".split(" "),
  ...[
    "TODO",
    "{{why}}",
    "null",
    "true",
    "[]",
    "{}",
    "0",
    "-1",
    "2099-01-01",
    "2026-02-30",
    "1e999",
  ],
  ...["__proto__", "constructor", "<<: *a", "- [x] `", "Evidence:", "N/A:", "](", "```", "---\n"],
  ...["questioned", "accepted", "passed", "resolved", "../", "https://", "docs/dpia.md", "24/7"],
  ...["\n## Resources\n", "\n---\n", "<!--", "-->", "    ", "\n\n", "custom:", "v1.4.0"],
];

const anyEdit = (kinds: readonly RandomEdit["kind"][]): fc.Arbitrary<RandomEdit> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    at: fc.nat(1_000_000),
    other: fc.nat(1_000_000),
    length: fc.oneof(fc.nat(3), fc.nat(60)),
    piece: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
    ),
  });

export const EDIT = anyEdit(KINDS);
export const CUT = anyEdit(CUTS);

/** The text with the edit made. */
export function edited(text: string, edit: RandomEdit): string {
  const { kind, at, other, length, piece } = edit;
  const lines = text.split("\n");
  const [line, second] = [at % lines.length, other % lines.length];
  const position = at % (text.length + 1);
  const onLine = (change: (line: string) => string) =>
    lines.map((each, index) => (index === line ? change(each) : each)).join("\n");
  switch (kind) {
    case "cut lines":
      return lines.toSpliced(line, 1 + (length % 8)).join("\n");
    case "cut characters":
      return text.slice(0, position) + text.slice(position + 1 + length);
    case "empty a value":
      return onLine((each) => each.replace(VALUE, "$1"));
    case "put text":
      return text.slice(0, position) + piece + text.slice(position);
    case "replace text":
      return text.slice(0, position) + piece + text.slice(position + length);
    case "replace a value":
      return onLine((each) => each.replace(VALUE, (_, key: string) => `${key} ${piece}`));
    case "rename a key":
      return onLine((each) => each.replace(/[\w-]+(?=:)/, (key) => key.slice(0, length) + piece));
    case "repeat a line":
      return lines.toSpliced(second, 0, lines[line] ?? "").join("\n");
    case "swap lines":
      return lines
        .with(line, lines[second] ?? "")
        .with(second, lines[line] ?? "")
        .join("\n");
    case "move a line":
      return lines
        .toSpliced(line, 1)
        .toSpliced(second, 0, lines[line] ?? "")
        .join("\n");
    case "tick or untick":
      return onLine((each) => each.replace(/\[(x| )\]/, (box) => (box === "[x]" ? "[ ]" : "[x]")));
  }
}

/** A key with its colon, and what follows it on the line. */
const VALUE = /^([^:]*:)(.*)$/;
