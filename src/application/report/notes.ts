/**
 * Our block in the release notes, which are somebody else's text: between two marks, each on a line
 * of its own and outside of code fences. Everything around it is left as it is, byte for byte.
 */

const BEGIN = "<!-- portcullis:begin -->";
const END = "<!-- portcullis:end -->";
/** In no documentation; GitHub answers 422 "body is too long (maximum is 125000 characters)". */
const BODY_LIMIT = 125_000;
/** Between the author's text and our block where it is added; taken away again with it. */
const GAP = "\n\n";

/**
 * The notes with our block: in the place of the one that is there, else at the end. Where it would
 * not fit, only its first line is put there; null where not even that fits.
 */
export function withNotes(body: string, block: string): string | null {
  const { before, after, found } = split(body);
  const gap = found || before === "" ? "" : GAP;
  const [firstLine = ""] = block.split(/\r?\n/);
  for (const content of [block, firstLine]) {
    const whole = `${before}${gap}${wrapped(content)}${after}`;
    if (whole.length <= BODY_LIMIT) return whole;
  }
  return null;
}

/** The notes as they would be without us. */
export function withoutNotes(body: string): string {
  const { before, after, found } = split(body);
  return (found ? withoutGap(before) : before) + after;
}

/**
 * Whether the notes have this block already. Line ends do not count: GitHub's web pages turn all of
 * them into CRLF when somebody edits the notes there.
 */
export function hasNotes(body: string, block: string): boolean {
  const wanted = withNotes(body, block);
  return wanted !== null && withLineFeeds(wanted) === withLineFeeds(body);
}

/** What stands before and after our block; without one, everything stands before. */
interface Split {
  readonly before: string;
  readonly after: string;
  readonly found: boolean;
}

/**
 * Only the first of several blocks counts; the others go, and so do marks that have lost their
 * partner. A beginning's partner is the end that follows it with no other beginning between them, so
 * that never more is taken for ours than must be.
 */
function split(body: string): Split {
  const lines = body.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const marks = marksOf(lines);
  let before = "";
  let after = "";
  let found = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const mark = marks.get(at);
    if (mark === undefined) {
      if (found) after += line;
      else before += line;
    } else if (mark.partner !== null) {
      // The line end after our block is the author's: there may be text of theirs behind it.
      const rest = /\r?\n$/.exec(lines[mark.partner] ?? "")?.[0] ?? "";
      after = found ? withoutGap(after) + rest : rest;
      found = true;
      at = mark.partner;
    }
  }
  return { before, after, found };
}

/** The lines that are marks, outside of code fences; a beginning with the line of its end. */
function marksOf(lines: readonly string[]): ReadonlyMap<number, { partner: number | null }> {
  const marks = new Map<number, { partner: number | null }>();
  const closing = fenceFinder(lines);
  let open: number | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const mark = MARK.exec(lines[at] ?? "")?.[1];
    if (mark === undefined) {
      at = closing(at) ?? at;
      continue;
    }
    marks.set(at, { partner: null });
    if (mark === "begin") open = at;
    else if (open !== null) {
      marks.set(open, { partner: at });
      open = null;
    }
  }
  return marks;
}

/**
 * Answers with the line that closes the fence which a line opens; null where it opens none, or one
 * that is never closed: our block may stand behind such a one, and must be found again.
 */
function fenceFinder(lines: readonly string[]): (at: number) => number | null {
  // A fence of so many characters, or more, is closed nowhere below: not to be looked for again.
  const unclosed = new Map<string, number>();
  return (at) => {
    const fence = FENCE.exec(lines[at] ?? "")?.[1];
    const character = fence?.charAt(0);
    if (fence === undefined || character === undefined) return null;
    if (fence.length >= (unclosed.get(character) ?? Infinity)) return null;
    for (let below = at + 1; below < lines.length; below += 1) {
      const closing = CLOSING.exec(lines[below] ?? "")?.[1];
      if (closing?.startsWith(fence) === true) return below;
    }
    unclosed.set(character, fence.length);
    return null;
  };
}

const MARK = /^<!-- portcullis:(begin|end) -->[ \t\r]*\n?$/;
// https://spec.commonmark.org/0.31.2/#fenced-code-blocks
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t\r]*\n?$/;

/** The block between its marks, with nothing in it that could be taken for a mark or a fence. */
function wrapped(block: string): string {
  const content = block
    .replaceAll("<!-- portcullis:", "&lt;!-- portcullis:")
    .replace(/^ {0,3}(?=```|~~~)/gm, "$&\\");
  return [BEGIN, content, END].join("\n\n");
}

function withoutGap(text: string): string {
  if (text.endsWith(GAP)) return text.slice(0, -GAP.length);
  return text.replace(/\r\n\r\n$/, "");
}

function withLineFeeds(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
