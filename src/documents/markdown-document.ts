import type { ChecklistItem, Document, FileEntry, Problem } from "../domain/index.ts";
import { readYaml, type Yaml } from "../text/index.ts";
import { MOST_ITEMS, MOST_LINKS, readChecklist } from "./checklist.ts";
import { documentText, unfitCharacters, type DocumentText } from "./document-text.ts";
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

  const unfit = unfitCharacters(path, text);
  const front = findFrontMatter(text);
  const problems = [...unfit];
  let yaml: Yaml = { path, value: null, lines: {}, firstLine: 1, problems: [] };
  if (front.status === "found") yaml = readYaml(path, front.yaml, { firstLine: front.yamlLine });
  else {
    const { line, message, remedy } = front;
    problems.push({ path, line, field: "", message, remedy });
  }

  const scanned = unfit.length > 0 ? NO_BLOCKS : scanBlocks(front.body, front.bodyLine);
  if (scanned.tooDeepAt !== null) {
    problems.push(tooDeep(path, scanned.tooDeepAt));
    return { status: "markdown", path, oid, yaml, problems, blocks: NO_BLOCKS, items: [] };
  }
  const items = readChecklist(path, scanned);
  const tooMany = tooManyItems(path, items);
  return {
    status: "markdown",
    path,
    oid,
    yaml,
    problems: [...problems, ...tooMany],
    blocks: scanned,
    items: tooMany.length > 0 ? [] : items,
  };
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

function tooDeep(path: string, line: number): Problem {
  return {
    path,
    line,
    field: "",
    message: `Lists or quotations are nested more than ${MAX_NESTING} levels deep here.`,
    remedy: "Nest them less.",
  };
}

function tooManyItems(path: string, items: readonly ChecklistItem[]): readonly Problem[] {
  const links = items.reduce((count, { evidence }) => count + evidence.length, 0);
  const excess = [
    items.length > MOST_ITEMS ? `more than ${MOST_ITEMS} items` : null,
    links > MOST_LINKS ? `more than ${MOST_LINKS} links to evidence` : null,
  ];
  return excess.flatMap((what) =>
    what === null
      ? []
      : [
          {
            path,
            line: items[0]?.line ?? 1,
            field: "",
            message: `The checklist has ${what}.`,
            remedy: "Leave out what is not needed.",
          },
        ],
  );
}
