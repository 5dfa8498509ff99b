/** A stretch of a paragraph, from its first character to the one after its last. */
export interface InlineSpan {
  readonly kind: "code" | "comment" | "tag";
  readonly start: number;
  readonly end: number;
}

const TAG =
  /<(?:[a-z][a-z0-9-]*(?:\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^'<>]*'|"[^"<>]*"))?)*\s*\/?|\/[a-z][a-z0-9-]*\s*)>/iy;

/**
 * The code, the HTML comments and the HTML tags within a paragraph, from left to right, without
 * overlaps: whichever begins first wins, as in CommonMark. Takes time in proportion to the text.
 */
export function inlineSpans(text: string): readonly InlineSpan[] {
  if (!/[`<]/.test(text)) return [];
  const spans: InlineSpan[] = [];
  const closers = new BacktickRuns(text);
  let noComment = false;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    let span: InlineSpan | null = null;
    let next = at + 1;
    if (character === "\\") next = at + 2;
    if (character === "`") {
      const length = lengthOfRun(text, at);
      next = at + length;
      const closer = closers.after(next, length);
      if (closer !== null) span = { kind: "code", start: at, end: closer + length };
    }
    if (character === "<" && !noComment && text.startsWith("<!--", at)) {
      const end = text.indexOf("-->", at + 2);
      noComment = end === -1;
      if (!noComment) span = { kind: "comment", start: at, end: end + 3 };
    } else if (character === "<" && !isLinkTarget(text, at)) {
      TAG.lastIndex = at;
      if (TAG.test(text)) span = { kind: "tag", start: at, end: TAG.lastIndex };
    }
    if (span !== null) spans.push(span);
    at = span?.end ?? next;
  }
  return spans;
}

/** The text with some spans blanked out: every position and every line stays where it was. */
export function blanked(
  text: string,
  spans: readonly InlineSpan[],
  kinds: readonly InlineSpan["kind"][],
): string {
  let result = "";
  let from = 0;
  for (const span of spans) {
    if (!kinds.includes(span.kind)) continue;
    result += text.slice(from, span.start);
    result += text.slice(span.start, span.end).replace(/[^\n]/g, " ");
    from = span.end;
  }
  return from === 0 ? text : result + text.slice(from);
}

/** `[link](<a file.md>)` */
function isLinkTarget(text: string, at: number): boolean {
  return /\]\(\s{0,2}$/.test(text.slice(Math.max(0, at - 4), at));
}

/** Where runs of backticks stand, by their length; asked for ever later positions. */
class BacktickRuns {
  readonly #positions = new Map<number, number[]>();
  readonly #passed = new Map<number, number>();

  constructor(text: string) {
    for (let at = text.indexOf("`"); at !== -1;) {
      const length = lengthOfRun(text, at);
      const positions = this.#positions.get(length);
      if (positions === undefined) this.#positions.set(length, [at]);
      else positions.push(at);
      at = text.indexOf("`", at + length);
    }
  }

  /** The first run of exactly that length at or after the position. */
  after(position: number, length: number): number | null {
    const positions = this.#positions.get(length) ?? [];
    let index = this.#passed.get(length) ?? 0;
    while ((positions[index] ?? Infinity) < position) index++;
    this.#passed.set(length, index);
    return positions[index] ?? null;
  }
}

function lengthOfRun(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) === 96) end++;
  return end - start;
}
