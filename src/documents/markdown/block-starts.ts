/**
 * What a line of Markdown can begin, by CommonMark 0.31. Every function looks at the text of a
 * line from its first character that is no space, with tabs already expanded, and takes time in
 * proportion to it.
 */

const BEGINNINGS: ReadonlySet<string> = new Set("#`~<>*+-_=0123456789");

/** Whether any of the functions below can find something; most lines of prose begin nothing. */
export function canBeginBlock(rest: string): boolean {
  return BEGINNINGS.has(rest.charAt(0));
}

export interface AtxHeading {
  readonly level: number;
  readonly text: string;
}

/** `## Heading ##` */
export function atxHeading(rest: string): AtxHeading | null {
  const marks = /^#{1,6}(?= |$)/.exec(rest)?.[0];
  if (marks === undefined) return null;
  const text = rest.slice(marks.length).trim();
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === "#") end--;
  const isClosed = end === 0 || text.charAt(end - 1) === " ";
  return { level: marks.length, text: isClosed ? text.slice(0, end).trimEnd() : text };
}

/** The level of the heading that a line of `=` or `-` makes of the paragraph above it. */
export function setextLevel(rest: string): 1 | 2 | null {
  if (/^=+ *$/.test(rest)) return 1;
  return /^-+ *$/.test(rest) ? 2 : null;
}

export interface Fence {
  readonly mark: string;
  readonly length: number;
}

/** The fence that opens a block of code. */
export function openingFence(rest: string): Fence | null {
  const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(rest);
  const marks = fence?.[1] ?? fence?.[2];
  return marks === undefined ? null : { mark: marks.charAt(0), length: marks.length };
}

export function closesFence(rest: string, fence: Fence): boolean {
  const marks = rest.trimEnd();
  if (marks.length < fence.length) return false;
  for (const mark of marks) if (mark !== fence.mark) return false;
  return true;
}

/** `***`, `- - -`, `___`: a line across the page. */
export function isThematicBreak(rest: string): boolean {
  const mark = rest.charAt(0);
  if (mark !== "*" && mark !== "-" && mark !== "_") return false;
  let count = 0;
  for (let at = 0; at < rest.length; at++) {
    const character = rest.charAt(at);
    if (character === mark) count++;
    else if (character !== " ") return false;
  }
  return count >= 3;
}

export interface ListMarker {
  readonly length: number;
  /** An ordered list that does not begin with 1, or an empty item, cannot interrupt a paragraph. */
  readonly canInterrupt: boolean;
}

/** `-`, `*`, `+`, `1.` or `1)`, followed by a space or by nothing. */
export function listMarker(rest: string): ListMarker | null {
  const first = rest.charAt(0);
  const isBullet = first === "-" || first === "*" || first === "+";
  const number = isBullet ? null : /^(\d{1,9})[.)]/.exec(rest)?.[1];
  if (number === undefined) return null;
  const length = number === null ? 1 : number.length + 1;
  if (rest.length > length && rest.charAt(length) !== " ") return null;
  const beginsAtOne = number === null || Number(number) === 1;
  return { length, canInterrupt: beginsAtOne && /\S/.test(rest.slice(length)) };
}

/** How a block of HTML ends: at a line that contains the pattern, or (null) at a blank line. */
export interface HtmlBlock {
  readonly end: RegExp | null;
  /** Only a complete tag alone on its line; such a block cannot interrupt a paragraph. */
  readonly loneTag: boolean;
}

const HTML_BLOCKS: readonly (readonly [start: RegExp, end: RegExp | null])[] = [
  [/^<(?:script|pre|textarea|style)(?:\s|>|$)/i, /<\/(?:script|pre|textarea|style)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [
    /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|\/?>|$)/i,
    null,
  ],
];
const NAME = "[a-zA-Z][a-zA-Z0-9-]*";
const VALUE = `(?:[^"'=<>\`\\s]+|'[^']*'|"[^"]*")`;
const ATTRIBUTE = `\\s+[a-zA-Z_:][\\w:.-]*(?:\\s*=\\s*${VALUE})?`;
const LONE_TAG = new RegExp(`^(?:<${NAME}(?:${ATTRIBUTE})*\\s*/?>|</${NAME}\\s*>)\\s*$`);

/** Longer tags do not occur; the limit keeps the pattern from being tried on endless lines. */
const LONGEST_TAG = 10_000;

/** The block of HTML that a line begins. */
export function htmlBlock(rest: string): HtmlBlock | null {
  if (!rest.startsWith("<")) return null;
  for (const [start, end] of HTML_BLOCKS) {
    if (start.test(rest)) return { end, loneTag: false };
  }
  const isLoneTag = rest.length <= LONGEST_TAG && LONE_TAG.test(rest);
  return isLoneTag ? { end: null, loneTag: true } : null;
}

/** Whether the second line makes a table of the first, as GitHub's extension has it. */
export function beginsTable(head: string, delimiters: string): boolean {
  if (!/^[|: -]+$/.test(delimiters) || !/[|:]/.test(delimiters)) return false;
  const cells = cellsOf(delimiters);
  return (
    cells.every((cell) => /^:?-+:?$/.test(cell.trim())) && cells.length === cellsOf(head).length
  );
}

function cellsOf(row: string): readonly string[] {
  const cells = row.trim().replace(/\\\|/g, "  ").split("|");
  if (cells.length > 1 && cells[0] === "") cells.shift();
  if (cells.length > 1 && cells.at(-1)?.trim() === "") cells.pop();
  return cells;
}
