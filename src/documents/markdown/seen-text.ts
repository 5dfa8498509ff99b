import { placeholderIn } from "../../text/index.ts";
import type { Block } from "./blocks.ts";
import { blanked, inlineSpans } from "./inline-spans.ts";

/**
 * How many characters of text somebody sees who reads the rendered block: its words with single
 * spaces between them. HTML, the targets of links, addresses and images say nothing by themselves,
 * nor does what has no letter and no digit. Counts up to `enough`, or a little more.
 */
export function lengthOfWords(block: Block, enough: number): number {
  const text = withoutTargets(withoutHtml(block));
  if (!/[\p{L}\p{N}]/u.test(text)) return 0;
  const start = countWords(text.slice(0, LONG));
  return start >= enough || text.length <= LONG ? start : countWords(text);
}

/** Far longer than what is enough; most blocks need not be looked at beyond it. */
const LONG = 2_000;

/**
 * The first placeholder that somebody sees in a block, with its line. It is looked for in code
 * and in HTML too, but neither in HTML comments nor in the targets of links.
 */
export function placeholderSeen(block: Block): { text: string; line: number } | null {
  if (!MAY_HAVE_PLACEHOLDER.test(block.text)) return null;
  const text = withoutInvisible(
    block.kind === "code" ? block.text : withoutTargets(withoutComments(block)),
  );
  const found = placeholderIn(withoutEmphasis(text).replace(/\s+/g, " "));
  if (found === null) return null;
  const [firstWord = found] = found.split(" ");
  const at = text.indexOf(firstWord);
  const linesBefore = at === -1 ? 0 : text.slice(0, at).split("\n").length - 1;
  return { text: found, line: block.line + linesBefore };
}

/** Wider than the placeholders themselves: invisible characters could stand within one. */
const MAY_HAVE_PLACEHOLDER =
  /TODO|TBD|FIXME|XXX|lorem|\{\{|[\u00ad\u200b-\u200f\u2060-\u206f\ufeff]/i;

/** The words of a piece of a paragraph, with their punctuation, on one line. */
export function plainText(markdown: string): string {
  const visible = blanked(markdown, inlineSpans(markdown), ["comment", "tag"]);
  return withoutInvisible(withoutTargets(visible)).replace(/\s+/g, " ").trim();
}

function countWords(text: string): number {
  const plain = withoutEmphasis(withoutInvisible(text))
    .replace(/&#?[a-z0-9]{1,32};/gi, " ")
    .replace(/(?:https?:\/\/|www\.)\S+/gi, " ")
    .replace(/[*`[\]\\|]/g, "");
  let length = 0;
  for (const word of plain.split(/\s+/)) {
    if (!/[\p{L}\p{N}]/u.test(word)) continue;
    length += Array.from(word).length + (length === 0 ? 0 : 1);
  }
  return length;
}

function withoutHtml(block: Block): string {
  if (block.kind === "code") return block.text;
  if (block.kind === "html" && /^<(?:script|style)\b/i.test(block.text)) return "";
  return withoutComments(block).replace(/<[^<>]*>/g, " ");
}

function withoutComments({ kind, text }: Block): string {
  if (kind !== "html") return blanked(text, inlineSpans(text), ["comment"]);
  let visible = "";
  let from = 0;
  for (let at = text.indexOf("<!--"); at !== -1; at = text.indexOf("<!--", from)) {
    const end = text.indexOf("-->", at + 2);
    // A comment that nobody closed reaches to the end of its block.
    if (end === -1) return visible + text.slice(from, at);
    visible += text.slice(from, at) + text.slice(at, end).replace(/[^\n]+/g, " ");
    from = end + 3;
  }
  return visible + text.slice(from);
}

/** Images show no text, links show theirs; line breaks stay. */
function withoutTargets(text: string): string {
  if (!text.includes("]")) return text;
  return text
    .replace(/!\[[^[\]\n]*\]\([^()\n]*\)/g, " ")
    .replace(/\]\([^()\n]*\)/g, "]")
    .replace(/\]\[[^[\]\n]*\]/g, "]");
}

/** Without what takes no room: soft hyphens, joiners, marks of direction. */
function withoutInvisible(text: string): string {
  return text.replace(/\p{Cf}/gu, "");
}

/** Underscores at the edge of a word are emphasis; `_TODO_` would be one word with them. */
function withoutEmphasis(text: string): string {
  return text.replace(/_+/g, (marks, at: number) => {
    const isInside =
      /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) &&
      /[\p{L}\p{N}]/u.test(text.charAt(at + marks.length));
    return isInside ? marks : " ";
  });
}
