/** Where the YAML above a Markdown text stands, or what keeps it from being found. */
export type FrontMatter =
  | {
      readonly status: "found";
      readonly yaml: string;
      readonly yamlLine: number;
      readonly body: string;
      readonly bodyLine: number;
    }
  | {
      readonly status: "not-found";
      /** What is certainly not front matter; empty where the front matter has no end. */
      readonly body: string;
      readonly bodyLine: number;
      readonly line: number;
      readonly message: string;
      readonly remedy: string;
    };

/**
 * Finds the front matter: a first line `---`, YAML, and a line `---`. Front matter that is
 * missing, not first, not closed or doubled is none, since people and we could see different
 * things in it.
 */
export function findFrontMatter(text: string): FrontMatter {
  const lines = linesOf(text);
  const first = lines.next().value;
  if (first === undefined || !isFence(first.text)) return notFirst(text);

  const closing = find(lines, (line) => isFence(line.text));
  if (closing === null) {
    return {
      status: "not-found",
      body: "",
      bodyLine: 1,
      line: 1,
      message: "The front matter begins with `---`, but no other `---` ends it.",
      remedy: "Write a line `---` below its last key.",
    };
  }
  const body = text.slice(closing.end);
  const bodyLine = closing.line + 1;
  const second = secondFrontMatter(body);
  if (second !== null) {
    return {
      status: "not-found",
      body,
      bodyLine,
      line: closing.line + second,
      message: "A second front matter follows the first.",
      remedy: "Put all keys into one front matter, between two lines `---`.",
    };
  }
  const yaml = text.slice(first.end, closing.start);
  return { status: "found", yaml, yamlLine: 2, body, bodyLine };
}

interface Line {
  readonly text: string;
  readonly line: number;
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
}

function* linesOf(text: string): Generator<Line, undefined> {
  let start = 0;
  for (let line = 1; start < text.length; line++) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline + 1;
    yield { text: text.slice(start, newline === -1 ? end : newline), line, start, end };
    start = end;
  }
  return undefined;
}

/** Goes on where the last search ended, which a `for … of` would not: it closes its generator. */
function find(lines: Iterator<Line, undefined>, isIt: (line: Line) => boolean): Line | null {
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    if (isIt(next.value)) return next.value;
  }
  return null;
}

function isFence(line: string): boolean {
  return line.startsWith("---") && line.slice(3).trim() === "";
}

function looksLikeKey(line: string): boolean {
  return /^["']?[a-z][\w-]*["']?\s*:(?:\s|$)/i.test(line);
}

/** The line in the body where another front matter begins: a fence, keys at once, a fence. */
function secondFrontMatter(body: string): number | null {
  const lines = linesOf(body);
  const opening = find(lines, ({ text }) => text.trim() !== "");
  if (opening === null || !isFence(opening.text)) return null;
  const key = find(lines, () => true);
  if (key === null || !looksLikeKey(key.text)) return null;
  return find(lines, ({ text }) => isFence(text)) === null ? null : opening.line;
}

function notFirst(text: string): FrontMatter {
  const lines = linesOf(text);
  let fence: Line | null = null;
  for (const line of lines) {
    if (fence !== null && looksLikeKey(line.text)) break;
    fence = isFence(line.text) ? line : null;
  }
  if (fence !== null && /^["']?document\b/m.test(text.slice(fence.end))) {
    return {
      status: "not-found",
      body: text,
      bodyLine: 1,
      line: fence.line,
      message: "The front matter does not stand at the very beginning of the file.",
      remedy: "Remove what stands above it, empty lines too.",
    };
  }
  return {
    status: "not-found",
    body: text,
    bodyLine: 1,
    line: 1,
    message: "The document has no front matter.",
    remedy: "Begin the file with a line `---`, the keys, and another line `---`.",
  };
}
