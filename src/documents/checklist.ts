import type { ChecklistItem, EvidenceLink } from "../domain/documents.ts";
import { placeholderIn } from "../text/index.ts";
import { evidenceLink } from "./evidence-target.ts";
import {
  blanked,
  inlineSpans,
  plainText,
  readLinks,
  type Block,
  type Blocks,
  type ItemNode,
  type LinkBudget,
} from "./markdown/index.ts";

/**
 * The task-list items that begin with an id in backticks, in the order of the document, repeated
 * ones too. What counts is what people see: nothing in blocks of code or in HTML. What stands in
 * a nested list without ids of its own belongs to the item around it.
 */
export function readChecklist(path: string, markdown: Blocks): readonly ChecklistItem[] {
  const tasks = new Map<ItemNode, Task>();
  for (const block of markdown.blocks) {
    if ((block.kind !== "paragraph" && block.kind !== "table") || block.item === null) continue;
    const begun = beginTask(block, block.item);
    if (begun !== null) tasks.set(block.item, begun);
    if (tasks.size > MOST_ITEMS) break;
    const task = taskAround(block.item, tasks);
    if (task === undefined) continue;
    // Links often follow `Evidence:` as a list of their own.
    const goesOn = task.parts.at(-1)?.kind === "evidence";
    for (const part of partsOf(block, goesOn ? "evidence" : "words")) task.parts.push(part);
  }
  const budget: LinkBudget = { characters: 3_000, texts: 40 };
  return [...tasks.values()].map(({ id, line, checked, parts }) => ({
    id,
    line,
    checked,
    evidence: parts.flatMap((part) => evidenceIn(path, part, markdown, budget)),
    notApplicable: reasonIn(parts),
  }));
}

/** More than anybody ticks off; each costs a finding, and each link a look at the repository. */
export const MOST_ITEMS = 1_000;
export const MOST_LINKS = 2_000;

interface Task {
  readonly id: string;
  readonly line: number;
  readonly checked: boolean;
  readonly parts: Part[];
}

/** What stands under a marker, up to the next one or the end of the paragraph. */
interface Part {
  readonly kind: "evidence" | "not-applicable" | "words";
  readonly line: number;
  /** Code and HTML are blanked out. */
  readonly visible: string;
  readonly written: string;
}

const TASK = /^\[([ xX])\]\s+(`+)(?!`)/;

function beginTask(block: Block, item: ItemNode): Task | null {
  if (block.kind !== "paragraph" || !block.besideMarker) return null;
  const [mark, box, ticks] = TASK.exec(block.text) ?? [];
  if (mark === undefined || ticks === undefined) return null;
  const start = mark.length;
  const [code] = inlineSpans(block.text.slice(start - ticks.length));
  if (code?.kind !== "code" || code.start !== 0) return null;
  const id = block.text.slice(start, start + code.end - 2 * ticks.length).trim();
  // A command such as `npm test` is no id.
  if (id === "" || /\s/.test(id)) return null;
  return { id, line: item.line, checked: box !== " ", parts: [] };
}

/** The innermost item with an id around it. */
function taskAround(item: ItemNode, tasks: ReadonlyMap<ItemNode, Task>): Task | undefined {
  for (let node: ItemNode | null = item; node !== null; node = node.parent) {
    const task = tasks.get(node);
    if (task !== undefined) return task;
  }
  return undefined;
}

const MARKER =
  /(?<![\p{L}\p{N}])(?:(evidence|dokumentasjon|bevis)|n\/a|ikk(?:j)?e aktuelt)[*_]{0,3}\s{0,3}:/giu;

function partsOf(block: Block, begunAs: Part["kind"]): readonly Part[] {
  const visible = blanked(block.text, inlineSpans(block.text), ["code", "comment", "tag"]);
  const parts: Part[] = [];
  let kind = begunAs;
  let from = 0;
  let line = block.line;
  const end = (at: number): void => {
    const part = visible.slice(from, at);
    parts.push({ kind, line, visible: part, written: block.text.slice(from, at) });
    line += part.split("\n").length - 1;
    from = at;
  };
  for (const marker of visible.matchAll(MARKER)) {
    end(marker.index);
    kind = marker[1] === undefined ? "not-applicable" : "evidence";
  }
  end(visible.length);
  return parts;
}

function evidenceIn(
  path: string,
  part: Part,
  markdown: Blocks,
  budget: LinkBudget,
): readonly EvidenceLink[] {
  if (part.kind !== "evidence") return [];
  const links = readLinks(part.visible, markdown.definitions, budget);
  if (links !== null) {
    return links.map(({ target, line }) => evidenceLink(path, target, part.line + line));
  }
  return [
    {
      kind: "unusable",
      target: "Evidence",
      why: "There is too much unusual markup; write plain links, such as [test report](test-report.md).",
      line: part.line,
    },
  ];
}

/** The first reason that stands there; "" when it says nothing, or is still to be filled in. */
function reasonIn(parts: readonly Part[]): string | null {
  const part = parts.find(({ kind }) => kind === "not-applicable");
  if (part === undefined) return null;
  const reason = plainText(part.written.slice(part.written.indexOf(":") + 1));
  const plain = reason.replace(/^[*_\s]+/, "");
  return placeholderIn(plain) === null ? plain : "";
}
