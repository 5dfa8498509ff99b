import { placeholderIn } from "../../text/index.ts";
import type { Block } from "./block-scanner.ts";
import { blanked, inlineSpans } from "./inline-spans.ts";

/** What somebody who reads the rendered document sees of a block. */
export interface SeenText {
  /** Its words with single spaces between them; what has no letter and no digit is no word. */
  readonly words: string;
  /** The first placeholder in it, with its line. Code counts: people see it. */
  readonly placeholder: { readonly text: string; readonly line: number } | null;
}

/**
 * The words of a block, without HTML, the targets of links, addresses and images, none of which
 * say anything by themselves. Placeholders are looked for in everything but HTML comments and
 * the targets of links. Takes time in proportion to the block.
 */
export function seenText(block: Block): SeenText {
  const text = shown(block);
  return { words: wordsOf(text), placeholder: placeholderOf(text, block.line) };
}

/** The words of a piece of a paragraph, as `seenText` counts them, and its punctuation. */
export function plainText(markdown: string): string {
  const withoutHtml = blanked(markdown, inlineSpans(markdown), ["comment", "tag"]);
  return withoutInvisible(withoutTargets(withoutHtml)).replace(/\s+/g, " ").trim();
}

function shown(block: Block): string {
  if (block.kind === "code") return withoutInvisible(block.text);
  if (block.kind === "html" && /^<(?:script|style)\b/i.test(block.text)) return "";
  const withoutComments = blanked(block.text, inlineSpans(block.text), ["comment"]);
  // A block of HTML that is one comment ends where the document ends, if nobody closed it.
  if (block.kind === "html" && withoutComments.startsWith("<!--")) return "";
  return withoutInvisible(withoutTargets(withoutComments));
}

/** Images show no text, links show theirs; each vanishes without a line break being lost. */
function withoutTargets(text: string): string {
  if (!text.includes("]")) return text;
  return text
    .replace(/!\[[^[\]]*\]\([^()\n]*\)/g, " ")
    .replace(/\]\([^()\n]*\)/g, "]")
    .replace(/\]\[[^[\]\n]*\]/g, "]");
}

/** Without what takes no room: soft hyphens, joiners, marks of direction. */
function withoutInvisible(text: string): string {
  return text.replace(/\p{Cf}/gu, "");
}

function wordsOf(text: string): string {
  const plain = text
    .replace(/<[^<>]*>/g, " ")
    .replace(/&#?[a-z0-9]{1,32};/gi, " ")
    .replace(/(?:https?:\/\/|www\.)\S+/gi, " ");
  return plain
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .join(" ");
}

function placeholderOf(text: string, line: number): SeenText["placeholder"] {
  const found = placeholderIn(withoutEmphasis(text).replace(/\s+/g, " "));
  if (found === null) return null;
  const [firstWord = found] = found.split(" ");
  const at = text.indexOf(firstWord);
  const linesBefore = at === -1 ? 0 : text.slice(0, at).split("\n").length - 1;
  return { text: found, line: line + linesBefore };
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
