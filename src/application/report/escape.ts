import { clip, plainLine } from "./plain.ts";

/**
 * Markdown for GitHub out of text that people wrote. Whatever they wrote is shown as they wrote it:
 * it formats nothing, links nowhere, mentions nobody, and stays inside its table cell.
 *
 * GitHub looks for mentions, references, addresses and emoji names after Markdown was rendered, so
 * that neither backslashes nor entities stop it (github/cmark-gfm#181). An empty HTML comment inside
 * the word does, and leaves nothing behind that could be copied by accident.
 */

/** Longest text that is shown of one message; the rest is cut, visibly. */
const LONGEST_TEXT = 1_000;
const NOTHING = "<!-- -->";

// The name of an emoji can also end with a colon of ours that follows the value: hence `$`.
const SPECIAL =
  /[\\*_[\]~]|[`<>|&]|\$|@|#(?=\d)|:(?=\/\/)|:(?=[+\w-]+(?::|$))|www(?=\.)|(?:gh|cve)-(?=\d)|ghsa-|[0-9a-f]{7,}/gi;
// What would begin a heading, a list, a rule or an underlined heading at the start of a line.
const AT_START = /^(?:[#+=-]|\d{1,9}(?=[.)]))/;
const ENTITIES: Readonly<Record<string, string>> = {
  "`": "&#96;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "&": "&amp;",
  // What GitHub's documentation advises against being read as a formula.
  $: "<span>$</span>",
};

/** A value as text, with nothing in it read as Markdown: a name, a label, a reason. */
export function literal(value: string): string {
  return escapeTidy(clip(plainLine(value), LONGEST_TEXT));
}

/** A sentence in which pairs of backticks mark code, as in findings; everything else is literal. */
export function prose(sentence: string): string {
  const parts = clip(plainLine(sentence), LONGEST_TEXT).split(/`([^`]+)`/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return codeOfTidy(part);
      // Two spans of code that touch would be read as one.
      if (part === "" && index > 0 && index < parts.length - 1) return NOTHING;
      return escapeTidy(part);
    })
    .join("");
}

/** The same, with a full stop where the sentence has no end: another one follows. */
export function ended(sentence: string): string {
  const said = prose(sentence);
  return /[.!?…:]$/.test(said) ? said : `${said}.`;
}

/** A value as code: a path, an id, a digest. */
export function code(value: string): string {
  return codeOfTidy(clip(plainLine(value), LONGEST_TEXT));
}

/**
 * A link, the label being Markdown already. An address that could end the link early, or that is
 * not on the web, leaves the label alone.
 */
export function link(label: string, address: string | null): string {
  if (address === null || !/^https?:\/\/[^\s()<>|\\`]+$/.test(address)) return label;
  return `[${label}](${address})`;
}

/** A line of a file at a commit on GitHub; null where the path could lead elsewhere. */
export function lineAddress(
  repositoryUrl: string,
  commit: string,
  path: string,
  line: number,
): string | null {
  const segments = path.toWellFormed().split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".."))
    return null;
  // Without `plain`, GitHub shows a rendered document, which has no lines.
  const view = /\.(?:md|markdown)$/i.test(path) ? "?plain=1" : "";
  return `${repositoryUrl}/blob/${commit}/${segments.map(encodeSegment).join("/")}${view}#L${line}`;
}

/** A row of a table; each cell is Markdown on one line, made by the functions above. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The first two lines of a table. */
export function tableHead(titles: readonly string[]): string {
  return `${row(titles)}\n${row(titles.map(() => "---"))}`;
}

function escapeTidy(text: string): string {
  const escaped = text.replace(SPECIAL, (found) => {
    const entity = ENTITIES[found];
    if (entity !== undefined) return entity;
    if (/^[\\*_[\]~]$/.test(found)) return `\\${found}`;
    // GitHub links what looks like the beginning of a commit's id, from seven digits on.
    if (/^[0-9a-f]{7,}$/i.test(found)) return found.replace(/.{6}(?=.)/g, `$&${NOTHING}`);
    return `${found}${NOTHING}`;
  });
  return escaped.replace(AT_START, (start) =>
    /^\d/.test(start) ? `${start}${NOTHING}` : `\\${start}`,
  );
}

function codeOfTidy(text: string): string {
  const content = text.trim();
  // A backslash before a pipe would be seen outside of tables, and be needed inside: entities fit both.
  // And not even the source of our comment is to have a second mark in it.
  if (content === "" || /\||<!--/.test(content)) return `<code>${escapeTidy(content)}</code>`;
  const longestRun = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longestRun + 1);
  const pad = content.startsWith("`") || content.endsWith("`") ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
