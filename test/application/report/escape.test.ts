import fc from "fast-check";
import {
  code,
  ended,
  lineAddress,
  link,
  literal,
  prose,
  row,
  tableHead,
} from "../../../src/application/report/escape.ts";
import { clip, plainLine } from "../../../src/application/report/plain.ts";
import { HOSTILE, hostileText } from "./hostile.ts";
import { foreignHtml, nodes, parse, seenByGitHub, textOf } from "./markdown.ts";

const WAYS = { literal, prose, code };

describe.each(Object.entries(WAYS))("%s", (_, escape) => {
  it.each(HOSTILE)("shows %j without letting it do anything", (value) => {
    expectHarmless(escape(value));
  });

  it("lets no text do anything, wherever it stands", () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom("", "- ", "words ", "**b:** "), (value, before) => {
        expectHarmless(`${before}${escape(value)}`);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps every table in shape", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        const table = [tableHead(["x", "y", "z"]), row([escape(a), escape(b), "end"])].join("\n");
        const [only, ...others] = parse(`${table}\n\nafter`).children;
        expect(others).toHaveLength(1);
        if (only?.type !== "table") throw new Error("no table");
        expect(only.children.map(({ children }) => children.length)).toEqual([3, 3]);
        expect(textOf(only.children[1]!.children[2]!)).toBe("end");
      }),
      { numRuns: 200 },
    );
  });
});

describe("literal", () => {
  it("shows what was written", () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        expect(textOf(parse(literal(value)))).toBe(clip(plainLine(value), 1_000));
      }),
      { numRuns: 200 },
    );
  });

  it("leaves plain words alone", () => {
    const plain = "The plan names no contact point (24/7), says Mona; 2 of 3 are there.";
    expect(literal(plain)).toBe(plain);
  });
});

describe("prose", () => {
  it("shows pairs of backticks as code, and the rest as written", () => {
    const tree = parse(prose("The file `docs/a_b.md` changed *again*, `"));
    expect(
      nodes(tree).flatMap(({ node }) => (node.type === "inlineCode" ? [node.value] : [])),
    ).toEqual(["docs/a_b.md"]);
    expect(textOf(tree)).toBe("The file docs/a_b.md changed *again*, `");
  });

  it("keeps two spans apart that touch", () => {
    expect(textOf(parse(prose("`a``b`")))).toBe("ab");
  });

  it.each([
    ["No file is there", "No file is there."],
    ["It is there.", "It is there."],
    ["See `docs/a.md`", "See `docs/a.md`."],
  ])("ends %j", (sentence, expected) => {
    expect(ended(sentence)).toBe(expected);
  });
});

describe("code", () => {
  it.each([
    ["docs/plan.md", "`docs/plan.md`"],
    ["a`b", "``a`b``"],
    ["`a`", "`` `a` ``"],
    ["a|b", "<code>a&#124;b</code>"],
    ["", "<code></code>"],
  ])("writes %j as %s", (value, expected) => {
    expect(code(value)).toBe(expected);
  });
});

describe("links", () => {
  const lines = (path: string) => lineAddress("https://github.com/acme/shop", "abc", path, 3);

  it.each([
    ["src/pay.ts", "https://github.com/acme/shop/blob/abc/src/pay.ts#L3"],
    ["docs/plan.md", "https://github.com/acme/shop/blob/abc/docs/plan.md?plain=1#L3"],
    ["a b/(c).ts", "https://github.com/acme/shop/blob/abc/a%20b/%28c%29.ts#L3"],
    ["ærlig/#1.ts", "https://github.com/acme/shop/blob/abc/%C3%A6rlig/%231.ts#L3"],
    ["half\uD800.ts", "https://github.com/acme/shop/blob/abc/half%EF%BF%BD.ts#L3"],
  ])("leads to the line of %j", (path, address) => {
    expect(lines(path)).toBe(address);
  });

  it.each(["../../other/repo/x.md", "a//b", "/etc/passwd", ".", ""])(
    "does not lead to %j",
    (path) => {
      expect(lines(path)).toBeNull();
    },
  );

  it.each(["javascript:alert(1)", "https://a b", "https://a)b", "//evil.example", "https://a\\b"])(
    "makes no link of %j",
    (address) => {
      expect(link("here", address)).toBe("here");
    },
  );

  it("never ends early", () => {
    fc.assert(
      fc.property(hostileText, (path) => {
        const address = lines(path);
        const tree = parse(`see ${link(code(path), address)} there`);
        const links = nodes(tree).flatMap(({ node }) => (node.type === "link" ? [node.url] : []));
        expect(links).toEqual(address === null ? [] : [address]);
        expect(textOf(tree).endsWith(" there")).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

const HARMLESS = ["root", "paragraph", "list", "listItem", "text", "inlineCode", "html", "strong"];

/** One paragraph or list item of text, code and our own markup; nothing that GitHub would act upon. */
function expectHarmless(markdown: string): void {
  const tree = parse(markdown);
  const others = nodes(tree).filter(
    ({ node }) =>
      !HARMLESS.includes(node.type) || (node.type === "listItem" && node.checked !== null),
  );
  expect(others).toEqual([]);
  expect(foreignHtml(tree)).toEqual([]);
  expect(seenByGitHub(tree)).toEqual([]);
  expect(tree.children.length).toBeLessThanOrEqual(1);
}

it("makes no emoji of a value's end and the colon that follows it", () => {
  expect(seenByGitHub(parse(`${literal(":tada: :+1:-")}: so it is`))).toEqual([]);
});
