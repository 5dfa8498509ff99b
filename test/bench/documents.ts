/**
 * How long the largest allowed document takes to read, ordinary or hostile. Run it with
 * `node test/bench/documents.ts`; each text is read in the same process, the first one cold.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import {
  parseHeadings,
  readArchiveManifest,
  readIncidentPlan,
  readSecurityReview,
  readSecurityTxt,
} from "../../src/documents/index.ts";
import { workOf } from "../support/work.ts";

const LARGEST = 512_000;
/** What each reader may take, in milliseconds. */
export const LIMIT = 200;

export interface Measured {
  readonly reader: string;
  readonly text: string;
  readonly bytes: number;
  /** The slowest of the runs, in milliseconds of this thread: what else the machine does is left out. */
  readonly slowest: number;
}

type Read = (text: string) => unknown;

const at = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, at), "utf8");
const { headings } = parseHeadings("config/headings.yml", read("config/headings.yml"));
const entry = (text: string) => ({ kind: "file", oid: "0".repeat(40), text }) as const;

const READERS: Readonly<Record<string, Read>> = {
  plan: (text) => readIncidentPlan("docs/plan.md", entry(text), headings),
  review: (text) => readSecurityReview("docs/review.md", entry(text)),
  archive: (text) => readArchiveManifest("docs/archive.yml", entry(text)),
  "security.txt": (text) => readSecurityTxt("security.txt", entry(text)),
};

const PROSE =
  "Access and change events of every service are shipped to a separate account within a minute.\nWhoever reads them is logged as well, and *nothing* is kept for longer than [the policy](policy.md) allows.\n\n";
const ITEM = "- [x] `security-review.tests` All was examined. Evidence: ";

/** Pieces of Markdown that a text is filled with, below the example's plan or review. */
const BODIES: Readonly<Record<string, string>> = {
  prose: PROSE,
  "prose, one line": "word ",
  "prose, CRLF": PROSE.replaceAll("\n", "\r\n"),
  "blank lines": "\n",
  "blank lines, CRLF": "\r\n",
  spaces: " ",
  tabs: "\t",
  "tab lines": "\ta\n",
  headings: "# h\n",
  "sections twice": "# Logs\n",
  "sections with subsections": "# Life cycle\n## Detection\n",
  "long headings": `# ${"1.1-".repeat(60)}\n`,
  "headings of stars": "# *_[`<&*_[`<&\n",
  "closed headings": "# # # # # # # # # #x\n",
  "one long heading": "# # ",
  "setext underlines": "a\n=\n",
  lists: "- item with some text in it\n",
  "nested lists": "- a\n  - b\n    - c\n      - d\n",
  "ordered lists": "1. a\n2) b\n",
  tables: "|cell one|cell two|\n|-|-|\n",
  "wide table": "|a",
  "table heads": "a|b\n-|-\n",
  quotations: "> quoted\n",
  "nested quotations, one line": ">",
  "nested quotations": `${"> ".repeat(15)}a\n`,
  "nested lists, one line": "- ",
  "deep lists, then text": `${"- ".repeat(15)}a\nb\n`,
  "fences opened and closed": "```\na\n```\n",
  "fences opened": "~~~",
  "indented code": "    code\n",
  comments: "<!-- a -->\n",
  "comments opened": "<!--",
  "comments in a line": "a <!-- b ",
  tags: '<a href="b" ',
  "tags in lines": "a <b c='d\n",
  "lone tags": "<a>\n",
  "long lone tags": `<a ${"b=c ".repeat(2_000)}\n`,
  "html blocks": "<div>\n\n",
  "script blocks": "<script>\n",
  stars: "*",
  "stars and letters": "*a ",
  underscores: "_a",
  "only underscores": "_",
  tildes: "~",
  "opening brackets": "[",
  "closing brackets": "]",
  brackets: "[a]",
  "links begun": "[a](",
  "images begun": "![",
  "targets begun": "](",
  footnotes: "[^a]",
  backticks: "`",
  "backticks and spaces": "` ",
  "backticks of all lengths": Array.from({ length: 300 }, (_, n) => `${"`".repeat(n)} `).join(""),
  "less-than signs": "<",
  ampersands: "&",
  entities: "&amp;",
  backslashes: "\\",
  bangs: "!",
  "opening braces": "{",
  placeholders: "{{a}} TODO ",
  lorem: "lorem ",
  definitions: "[a]: b\n",
  "different definitions": Array.from({ length: 2_000 }, (_, n) => `[a${n}]: b${n}\n`).join(""),
  addresses: "https://a.b ",
  "mail addresses": "a@b.c ",
  "carriage returns": "\r\r\n",
  joiners: "\u200d",
  "two surrogates": "😀",
  "combining marks": "e\u0301\u0323",
  items: `${ITEM}[report](report.md)\n`,
  "items without links": "- [x] `a.b` c\n",
  "items, unusual links": `${ITEM}[*report*][r] <https://a.b>\n`,
  "items of brackets": `${ITEM}${"[a]".repeat(36)}\n`,
  "items of long brackets": `${ITEM}${"[".repeat(1_900)}\n`,
  "items of closing brackets": `${ITEM}${"]".repeat(80)}\n`,
  "items of ampersands": `${ITEM}${"<&\\*_~".repeat(300)}\n`,
  "items of addresses": `${ITEM}${"www.a.b a@b.c ".repeat(140)}\n`,
  "one item of links": "[report](report.md), ",
  "one item of evidence": "Evidence: [a](b) ",
  "one item of markers": "N/A: ",
  "items nested": `${ITEM}[a](b)\n  - c [d](e)\n    - [ ] \`f.g\` N/A: h\n`,
  "items of code": "- [x] `a.b` `c` `d ``e`` Evidence: `[a](b)`\n",
};

const YAMLS: Readonly<Record<string, string>> = {
  keys: Array.from({ length: 30_000 }, (_, n) => `a${n}: b\n`).join(""),
  "list elements": "- a\n",
  "flow lists": "[",
  "flow mappings": "{a: ",
  text: "words that go on ",
  aliases: "&a [*a,",
  "quotation marks": '"',
};

/** A text of that size: what begins it, then as much of the piece as fits. */
function fill(size: number, start: string, piece: string, end = ""): string {
  const room = size - Buffer.byteLength(start) - Buffer.byteLength(end);
  return start + piece.repeat(Math.max(0, Math.floor(room / Buffer.byteLength(piece)))) + end;
}

/** Every text with which a reader is measured, of the largest size, or of that many bytes. */
export function* texts(size = LARGEST): Generator<{ reader: string; name: string; text: string }> {
  const filled = (start: string, piece: string, end = ""): string => fill(size, start, piece, end);
  const plan = read("test/fixtures/shop/docs/incident-response-plan.md");
  const review = read("test/fixtures/shop/docs/security-review.md");
  const archive = read("test/fixtures/shop/docs/archive.yml");
  for (const [name, piece] of Object.entries(BODIES)) {
    yield { reader: "plan", name, text: filled(`${plan}\n## Resources\n`, piece) };
    yield { reader: "review", name, text: filled(`${review}\n`, piece) };
    yield { reader: "review", name: `item, then ${name}`, text: filled(`${review}${ITEM}`, piece) };
    yield { reader: "security.txt", name, text: filled("Contact: tel:+123\n", piece) };
  }
  for (const [name, piece] of Object.entries(YAMLS)) {
    yield {
      reader: "plan",
      name: `front matter: ${name}`,
      text: filled("---\n", piece, "\n---\n"),
    };
    yield { reader: "plan", name: `open: ${name}`, text: filled("---\ndocument: ", piece) };
    yield { reader: "archive", name, text: filled(archive, piece) };
    yield { reader: "archive", name: `value: ${name}`, text: filled(`${archive}x: `, piece) };
  }
  yield { reader: "plan", name: "fences", text: filled("", "---\n") };
  yield { reader: "plan", name: "fences below", text: filled("a\n", "---\ndocument: a\n") };
  const path = "- { category: a, path: docs/requirements.md }\n  ";
  yield { reader: "archive", name: "artifacts", text: filled(archive, path) };
  yield { reader: "security.txt", name: "contacts", text: filled("", "Contact: tel:+123\n") };
  yield {
    reader: "security.txt",
    name: "signed",
    text: filled("", "-----BEGIN PGP SIGNED MESSAGE-----\n\n"),
  };
}

/** Reads each text so many times, and gives the slowest of them. */
export function measureDocuments(runs = 2): readonly Measured[] {
  return Array.from(texts(), ({ reader, name, text }) => {
    const read = () => READERS[reader]?.(text);
    const times = Array.from({ length: runs }, () => workOf(read).milliseconds);
    return { reader, text: name, bytes: Buffer.byteLength(text), slowest: Math.max(...times) };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const measured = [...measureDocuments()].sort((a, b) => b.slowest - a.slowest);
  const shown = measured.slice(0, Number(process.argv[2] ?? 25));
  for (const { reader, text, bytes, slowest } of shown) {
    process.stdout.write(`${slowest.toFixed(1).padStart(8)} ms  ${reader}: ${text} (${bytes})\n`);
  }
  const slow = measured.filter(({ slowest }) => slowest > LIMIT).length;
  process.stdout.write(`${measured.length} texts, ${slow} slower than ${LIMIT} ms\n`);
}
