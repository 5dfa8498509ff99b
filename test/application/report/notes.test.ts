import fc from "fast-check";
import { hasNotes, withNotes, withoutNotes } from "../../../src/application/report/index.ts";
import { workOf } from "../../support/work.ts";

const BEGIN = "<!-- portcullis:begin -->";
const END = "<!-- portcullis:end -->";
const LIMIT = 125_000;
const ours = (block: string) => `${BEGIN}\n\n${block}\n\n${END}`;

/** Notes as people, tools and mischief write them; with or without marks of ours. */
function bodies(marks: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    "text",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "## What’s Changed",
    "trailing  ",
    "<!-- mine -->",
    "<!-- unfinished",
    "<!-- portcullis -->",
    "<!-- portcullis:",
    "begin -->",
    "```",
    "```md",
    "````",
    "~~~",
    "    ",
    "😀",
    ...marks,
  );
  const line = fc.tuple(piece, fc.constantFrom("", "\n", "\r\n")).map((parts) => parts.join(""));
  return fc.oneof(
    fc.array(fc.oneof(piece, line), { maxLength: 14 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
}

const PLAIN = bodies([]).filter((body) => !body.includes(BEGIN) && !body.includes(END));
const HOSTILE = bodies([BEGIN, END, `${BEGIN}\n`, `\n${END}\n`, `\n${ours("old")}\n`]);
const RUNS = { numRuns: 2_000 };

describe("the block in the release notes", () => {
  it("comes after a blank line at the end, and alone where there are no notes", () => {
    expect(withNotes("Notes.\r\n", "x")).toBe(`Notes.\r\n\n\n${ours("x")}`);
    expect(withNotes("", "x")).toBe(ours("x"));
  });

  it("is replaced where it stands", () => {
    const body = `Before.\n\n${ours("old")}\n\nAfter.\n`;
    expect(withNotes(body, "new")).toBe(`Before.\n\n${ours("new")}\n\nAfter.\n`);
    expect(withoutNotes(body)).toBe("Before.\n\nAfter.\n");
  });

  it("is taken away again without a trace, whatever was there before", () => {
    fc.assert(
      fc.property(PLAIN, HOSTILE, (body, block) => {
        expect(withoutNotes(added(body, block))).toBe(body);
      }),
      RUNS,
    );
  });

  it("is taken away again after GitHub has made every line end CRLF", () => {
    fc.assert(
      fc.property(PLAIN, (body) => {
        // A lone CR is no line end of Windows; one before our LF would become part of one.
        const windows = body.replace(/\r(?!\n)/g, "").replace(/\r?\n/g, "\r\n");
        // Without it, what stood apart can have become a mark of ours.
        fc.pre(!windows.includes(BEGIN) && !windows.includes(END));
        const edited = added(windows, "x").replace(/\r?\n/g, "\r\n");
        expect(withoutNotes(edited)).toBe(windows);
      }),
      RUNS,
    );
  });

  it("changes nothing when it is there already", () => {
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (body, block) => {
        const once = added(body, block);
        expect(added(once, block)).toBe(once);
        expect(hasNotes(once, block)).toBe(true);
      }),
      RUNS,
    );
  });

  it("is there once, however many there were, and is all that is replaced", () => {
    fc.assert(
      fc.property(HOSTILE, HOSTILE, HOSTILE, (body, one, other) => {
        const again = added(added(body, one), other);
        expect(again).toBe(added(body, other));
        expect(withoutNotes(again)).toBe(withoutNotes(body));
      }),
      RUNS,
    );
  });

  it.each([
    ["a beginning without an end", `A\n${BEGIN}\nB\n`, "A\nB\n"],
    ["an end without a beginning", `A\n${END}\nB\n`, "A\nB\n"],
    ["a mark inside a mark", `A\n${BEGIN}\nB\n${BEGIN}\nC\n${END}\nD\n${END}\nE`, "A\nB\n\nD\nE"],
    ["two blocks", `A\n\n${ours("1")}\n\nB\n\n${ours("2")}\n\nC`, "A\n\nB\n\nC"],
    ["a mark in the middle of a line", `See ${BEGIN} and ${END}.`, `See ${BEGIN} and ${END}.`],
    ["marks in a code fence", `A\n~~~\n${ours("1")}\n~~~\nB`, `A\n~~~\n${ours("1")}\n~~~\nB`],
    [
      "marks in a fence within a fence",
      `A\n\`\`\`\`\n\`\`\`\n${ours("1")}\n\`\`\`\`\nB`,
      `A\n\`\`\`\`\n\`\`\`\n${ours("1")}\n\`\`\`\`\nB`,
    ],
    [
      "marks in a fence after a longer one that is never closed",
      `\`\`\`\`\n\`\`\`\n${ours("1")}\n\`\`\`\nB`,
      `\`\`\`\`\n\`\`\`\n${ours("1")}\n\`\`\`\nB`,
    ],
    ["a block after a fence that is never closed", `A\n\`\`\`\n\n${ours("1")}\n`, "A\n```\n"],
  ])("%s", (_, body, without) => {
    expect(withoutNotes(body)).toBe(without);
    expect(added(body, "x").split(`\n${ours("x")}`)).toHaveLength(2);
  });

  it("cannot close itself, nor begin another", () => {
    const text = added("A", `x\n${END}\ny\n${BEGIN}\n\`\`\`\nz`);
    expect(withoutNotes(text)).toBe("A");
    expect(text.match(/<!-- portcullis:/g)).toHaveLength(2);
  });
});

describe("whether the block is there", () => {
  it("is not asked of line ends", () => {
    const body = `A\r\n\r\n${ours("x\ny").replaceAll("\n", "\r\n")}\r\n`;
    expect(hasNotes(body, "x\ny")).toBe(true);
  });

  it.each([
    ["there is none", "A"],
    ["another one is there", `A\n\n${ours("y")}`],
    ["there are two", `A\n\n${ours("x")}\n\n${ours("x")}`],
    ["it stands in a code fence", `\`\`\`\n${ours("x")}\n\`\`\``],
  ])("is denied where %s", (_, body) => {
    expect(hasNotes(body, "x")).toBe(false);
  });
});

describe("notes that are nearly too long", () => {
  const block = `verdict\n\n${"row\n".repeat(100)}`;
  const room = (content: string) => LIMIT - ours(content).length - 2;

  it("get the whole block while it fits, to the last character", () => {
    const body = "x".repeat(room(block));
    expect(withNotes(body, block)).toBe(`${body}\n\n${ours(block)}`);
    expect(withNotes(body, block)).toHaveLength(LIMIT);
  });

  it("get the verdict alone where more would not fit, and keep it", () => {
    const body = "x".repeat(room(block) + 1);
    const short = withNotes(body, block);
    expect(short).toBe(`${body}\n\n${ours("verdict")}`);
    expect(withNotes(short!, block)).toBe(short);
    expect(hasNotes(short!, block)).toBe(true);
    expect(withoutNotes(short!)).toBe(body);
  });

  it("are left alone where not even that fits", () => {
    expect(withNotes("x".repeat(room("verdict")), block)).toHaveLength(LIMIT);
    const body = "x".repeat(room("verdict") + 1);
    expect(withNotes(body, block)).toBeNull();
    expect(hasNotes(body, block)).toBe(false);
  });

  it.each([
    ["fences that are never closed", "```a\n", 25_000],
    ["beginnings", `${BEGIN}\n`, 4_700],
    [
      "fences of every length",
      Array.from({ length: 480 }, (_, i) => `${"`".repeat(483 - i)}a\n`).join(""),
      1,
    ],
  ])("are gone through in no time: %s", (_, piece, times) => {
    const body = piece.repeat(times).slice(0, LIMIT - 500);
    expect(workOf(() => withNotes(body, "x")).milliseconds).toBeLessThan(2_000);
  });
});

function added(body: string, block: string): string {
  const text = withNotes(body, block);
  expect(text).not.toBeNull();
  return text ?? "";
}
