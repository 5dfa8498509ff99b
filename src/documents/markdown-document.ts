import type { ChecklistItem, Document, FileEntry, Problem } from "../domain/index.ts";
import { readYaml, type Yaml } from "../text/index.ts";
import { MOST_ITEMS, MOST_LINKS, readChecklist } from "./checklist.ts";
import { documentText, whatIsUnfit, type DocumentText } from "./document-text.ts";
import { MAX_NESTING, findFrontMatter, scanBlocks, type Blocks } from "./markdown/index.ts";

/** A Markdown document before its front matter has been given a meaning. */
export interface MarkdownDocument {
  readonly status: "markdown";
  readonly path: string;
  readonly oid: string;
  /** The front matter; its `value` is null where there is none that can be read. */
  readonly yaml: Yaml;
  /** Of the text as a whole; those of the YAML are in `yaml`. With any, the document is broken. */
  readonly problems: readonly Problem[];
  /** Empty when nothing of the body can be trusted. */
  readonly blocks: Blocks;
  readonly items: readonly ChecklistItem[];
}

const NO_BLOCKS: Blocks = { blocks: [], definitions: new Map(), tooDeepAt: null };

/** Reads a file as Markdown with front matter; takes time in proportion to its text. */
export function readMarkdownDocument(
  path: string,
  entry: FileEntry | undefined,
): MarkdownDocument | Exclude<DocumentText, { readonly status: "text" }> {
  const read = documentText(path, entry);
  if (read.status !== "text") return read;
  const { text, oid } = read;

  const unfit = whatIsUnfit(path, text);
  const front = findFrontMatter(text);
  const problems = [...unfit];
  let yaml: Yaml = { path, value: null, lines: new Map(), firstLine: 1, problems: [] };
  if (front.status === "found") yaml = readYaml(path, front.yaml, { firstLine: front.yamlLine });
  else {
    const { line, message, remedy } = front;
    problems.push({ path, line, field: "", message, remedy });
  }

  if (unfit.length === 0) {
    const blocks = scanBlocks(front.body, front.bodyLine);
    const items = readChecklist(path, blocks);
    const excess = whatIsTooMuch(path, blocks, items);
    problems.push(...excess);
    if (excess.length === 0)
      return { status: "markdown", path, oid, yaml, problems, blocks, items };
  }
  return { status: "markdown", path, oid, yaml, problems, blocks: NO_BLOCKS, items: [] };
}

/** The document with the fields that its front matter was found to have. */
export function asDocument<Fields>(
  markdown: MarkdownDocument,
  checked: { readonly fields: Partial<Fields>; readonly problems: readonly Problem[] },
  sections: Document<Fields>["sections"] = {},
): Document<Fields> {
  const broken = markdown.problems.length > 0 || markdown.yaml.value === null;
  return {
    path: markdown.path,
    oid: markdown.oid,
    broken,
    fields: broken ? {} : checked.fields,
    problems: [...markdown.problems, ...checked.problems].sort((a, b) => a.line - b.line),
    lines: markdown.yaml.lines,
    sections,
    items: markdown.items,
  };
}

/** Even the largest plan of people has fewer; each is compared with every section's headings. */
const MOST_HEADINGS = 2_000;

function whatIsTooMuch(
  path: string,
  { blocks, tooDeepAt }: Blocks,
  items: readonly ChecklistItem[],
): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (line: number, message: string, remedy: string): void => {
    problems.push({ path, line, field: "", message, remedy });
  };
  if (tooDeepAt !== null) {
    const what = `Lists or quotations are nested too deeply (${MAX_NESTING} levels at most), or too many.`;
    add(tooDeepAt, what, "Nest them less.");
  }
  const headings = blocks.filter(({ kind, atTop }) => kind === "heading" && atTop);
  const links = items.flatMap(({ evidence }) => evidence);
  const counted: readonly (readonly [readonly { readonly line: number }[], number, string])[] = [
    [headings, MOST_HEADINGS, "headings"],
    [items, MOST_ITEMS, "items in the checklist"],
    [links, MOST_LINKS, "links to evidence"],
  ];
  for (const [found, most, what] of counted) {
    const first = found[most];
    if (first === undefined) continue;
    const message = `The document has more than ${most.toLocaleString("en")} ${what}.`;
    add(first.line, message, "Leave out what is not needed.");
  }
  return problems;
}
