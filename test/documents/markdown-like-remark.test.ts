import fc from "fast-check";
import type { Nodes } from "mdast";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

import { readChecklist } from "../../src/documents/checklist.ts";
import { readLinks, scanBlocks } from "../../src/documents/markdown/index.ts";

const remark = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter, ["yaml"]).freeze();

/** Lines that begin every kind of block, at several depths, so that they meet in every order. */
const line = fc
  .tuple(
    fc.constantFrom("", "", "", " ", "  ", "   ", "    ", "      ", "\t", "> ", ">", "- ", "  - "),
    fc.constantFrom(
      ...["", "", "text", "more text", "# One", "## Two ##", "### `Three`", "####### no", "#no"],
      ...["===", "---", "- - -", "***", "--", "=", "```", "~~~", "````", "```js", "``` a`"],
      ...["<!-- a", "b -->", "<!-- c -->", "<div>", "</div>", "<b>", "<a href='x'>", "<pre>"],
      ...["</pre>", "<?a", "?>", "- item", "* item", "+", "1. one", "2. two", "1) three", "10. x"],
      ...["- [x] `a.b` done", "- [ ] `c.d` open", "1. [X] `e.f` done", "- [x]`g.h`", "[x] `i.j`"],
      ...["> quoted", ">> twice", "> - [x] `k.l`", "- > q", "a | b", "--|--", "| c |", "|-|"],
      ...["[d]: e", "[f]: <g> 'h'", "[x] `m.n`", "- - [x] `o.p`", "-\t- [ ] `q.r`", "- ```"],
    ),
  )
  .map((parts) => parts.join(""));
const markdown = fc
  .array(line, { maxLength: 14 })
  .filter((lines) => !lines.some((one, at) => isReadDifferently(one, lines.slice(0, at))))
  .map((lines) => lines.join("\n"));

/**
 * Where remark differs from CommonMark's own implementation, by which we go: after indented code
 * it takes less for a list and for HTML than the specification has, and a lone tag below a
 * paragraph of a container changes what follows. Headings below a definition begin one line
 * earlier for it, and so does a task whose text is on the line after its marker.
 */
function isReadDifferently(one: string, before: readonly string[]): boolean {
  const isLoneTag = /^\s*(?:[->]\s*)*<(?:b|a href='x'|\/pre)>$/.test(one);
  const isWeakMarker = /^[\s>-]*(?:[-+]|2\. two|10\. x)\s*$/.test(one);
  const afterCode = before.some((other) => /^(?: {4}|\t)|^[ >-]+(?: {4}|\t)/.test(other));
  const isBelowText = (before.at(-1) ?? "").trim() !== "";
  const isNestedNumber = /^\s*[->].*(?:2\. two|10\. x)$/.test(one) && isBelowText;
  const isBelowMarker = /[-+]\s*$|\[.\]: /.test(before.at(-1) ?? "");
  return (
    (isLoneTag && isBelowText) ||
    (afterCode && (isWeakMarker || isLoneTag)) ||
    isBelowMarker ||
    isNestedNumber
  );
}

describe("the scanner of blocks sees what remark sees", () => {
  it("the same headings that stand in no list and no quotation", () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const ours = scanBlocks(text)
          .blocks.filter(({ kind, atTop }) => kind === "heading" && atTop)
          .map(({ line: at, level }) => `${at}: ${level}`);
        const theirs = remark
          .parse(text)
          .children.flatMap((node) =>
            node.type === "heading" ? [`${node.position?.start.line ?? 0}: ${node.depth}`] : [],
          );
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 2_000 },
    );
  });

  it("the same tasks, ticked or not", () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const ours = readChecklist("a.md", scanBlocks(text)).map(
          ({ id, line: at, checked }) => `${at}: ${id} ${checked}`,
        );
        expect(ours).toEqual(tasksOf(remark.parse(text)));
      }),
      { numRuns: 2_000 },
    );
  });
});

function tasksOf(node: Nodes): string[] {
  const own: string[] = [];
  if (node.type === "listItem" && typeof node.checked === "boolean") {
    const [first] = node.children;
    const [code] = first?.type === "paragraph" ? first.children : [];
    if (code?.type === "inlineCode" && !/\s/.test(code.value)) {
      own.push(`${node.position?.start.line ?? 0}: ${code.value} ${node.checked}`);
    }
  }
  return "children" in node ? [...own, ...node.children.flatMap(tasksOf)] : own;
}

describe("links are remark's, also where they are read without it", () => {
  const piece = fc.constantFrom(
    ...["[a](b)", "[c d](e.md)", ", ", " and ", ".", "[f](g.md#h)", "(", ")", "[", "]", "!", "\n"],
    ...["*", "_", "\\", "&amp;", "<", ">", "[i](<j k>)", '[l](m "n")', "[o]", "[p][o]", "^"],
    ...[
      "https://q.r/s",
      " https://q-a.rb/s.t?u=v#w",
      "<https://x.y/z>",
      " ",
      "www.t.u",
      "http://a.b",
      "v@w.x",
      "<https://y.z>",
      "[](a)",
      "[b]()",
      "[c](d e)",
      "~",
    ],
  );
  const definitions = new Map([["O", "[o]: target.md"]]);

  it("gives the same targets on the same lines", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        // Only what can stand in one paragraph: no blank lines, no quotations.
        const paragraph = pieces
          .join("")
          .replace(/\n\s*(?=\n)/g, "")
          .replace(/\n\s*>/g, "\na>");
        const text = `Evidence: ${paragraph}`;
        const links = readLinks(text, definitions, { characters: 10_000, texts: 10 });
        const theirs = linksOf(remark.parse(`${text.trimEnd()}\n\n[o]: target.md`)).filter(
          (one) => !one.includes(" mailto:"),
        );
        expect(links?.map((link) => `${link.line} ${link.target}`)).toEqual(theirs);
      }),
      { numRuns: 1_500 },
    );
  });
});

function linksOf(node: Nodes): string[] {
  const at = (node.position?.start.line ?? 1) - 1;
  const own =
    node.type === "link"
      ? [`${at} ${node.url}`]
      : node.type === "linkReference"
        ? [`${at} target.md`]
        : [];
  return "children" in node ? [...own, ...node.children.flatMap(linksOf)] : own;
}
