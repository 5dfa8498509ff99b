import type { DocumentReading, FileEntry, Problem } from "../domain/index.ts";
import { MAX_BYTES } from "../text/index.ts";

/** The text of a document, or the reading that says why there is none. */
export type DocumentText =
  | { readonly status: "text"; readonly text: string; readonly oid: string }
  | Exclude<DocumentReading<never>, { readonly status: "read" }>;

/** What lies at a document's path, as text without its byte order mark. */
export function documentText(path: string, entry: FileEntry | undefined): DocumentText {
  switch (entry?.kind) {
    case undefined:
      return { status: "unreadable", path, reason: "Nobody looked the file up." };
    case "missing":
      return { status: "missing", path, why: "Nothing lies there at this commit." };
    case "not-a-file":
      return { status: "missing", path, why: `${NOT_A_FILE[entry.what]} stands in its place.` };
    case "unreadable":
      return { status: "unreadable", path, reason: entry.reason };
    case "file": {
      const { text, oid } = entry;
      if (text === undefined) {
        return { status: "unreadable", path, reason: "The text of the file was not read." };
      }
      if (Buffer.byteLength(text) > MAX_BYTES) {
        const limit = MAX_BYTES.toLocaleString("en");
        return { status: "unreadable", path, reason: `The file is larger than ${limit} bytes.` };
      }
      return { status: "text", text: text.replace(/^\uFEFF/, ""), oid };
    }
  }
}

const NOT_A_FILE = {
  symlink: "A symbolic link",
  submodule: "A submodule",
  directory: "A folder",
} as const;

/** Characters that make a text mean something else to us than to those who look at it. */
const UNFIT: readonly (readonly [RegExp, message: string, remedy: string])[] = [
  [
    /\0/,
    "The text contains a NUL character: it may be no text at all.",
    "Save the file as plain UTF-8 text.",
  ],
  [
    /\uFFFD/,
    "The text contains a character that could not be read (U+FFFD): it is not UTF-8.",
    "Save the file as UTF-8.",
  ],
  [
    /\r(?!\n)/,
    "A line ends with a carriage return alone, which GitHub does not take for a line's end.",
    "Save the file with line ends LF or CRLF.",
  ],
];

/** Even the largest text of people has fewer lines; more of them only take time. */
const MOST_LINES = 50_000;

/** What keeps a text from being understood at all, each with the first line that has it. */
export function whatIsUnfit(path: string, text: string): readonly Problem[] {
  const problems = UNFIT.flatMap(([pattern, message, remedy]) => {
    const at = text.search(pattern);
    return at === -1 ? [] : [{ path, line: lineAt(text, at), field: "", message, remedy }];
  });
  if (lineAt(text, text.length) > MOST_LINES) {
    const message = `The text has more than ${MOST_LINES.toLocaleString("en")} lines.`;
    problems.push({ path, line: 1, field: "", message, remedy: "Leave out what is not needed." });
  }
  return problems;
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (
    let newline = text.indexOf("\n");
    newline !== -1 && newline < position;
    newline = text.indexOf("\n", newline + 1)
  ) {
    line++;
  }
  return line;
}
