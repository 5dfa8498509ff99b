import {
  atxHeading,
  beginsTable,
  closesFence,
  htmlBlock,
  isThematicBreak,
  listMarker,
  openingFence,
  setextLevel,
  type Fence,
  type HtmlBlock,
} from "./block-starts.ts";
import { definitionsAtStart, type Definitions } from "./definitions.ts";

/** A list item, to tell which blocks belong together. */
export interface ItemNode {
  readonly line: number;
  /** The item around it. */
  readonly parent: ItemNode | null;
}

/** A leaf of the document: lines that stand together. Line `n` of `text` is line `line + n`. */
export interface Block {
  readonly kind: "heading" | "paragraph" | "code" | "html";
  readonly line: number;
  readonly text: string;
  /** From 1; 0 where it is no heading. */
  readonly level: number;
  /** The innermost list item around it. */
  readonly item: ItemNode | null;
  /** Whether it is the first thing in that item, as the text of a task is. */
  readonly firstOfItem: boolean;
  /** Whether it stands in no quotation and no list. */
  readonly atTop: boolean;
}

export interface Blocks {
  readonly blocks: readonly Block[];
  /** Link reference definitions by their normalised label. */
  readonly definitions: Definitions;
  /** The line at which lists and quotations are nested so deeply that reading stopped. */
  readonly tooDeepAt: number | null;
}

/** Deeper than people nest lists; without a limit a line of `>` costs the square of its length. */
export const MAX_NESTING = 32;

/**
 * Splits Markdown into its blocks, in time proportional to the text, whatever the text is.
 *
 * remark reads the same structure, but needs seconds for the largest document; so it only reads
 * what stands under `Evidence:`. That both see the same headings and tasks is tested.
 */
export function scanBlocks(text: string, firstLine = 1): Blocks {
  const scanner = new BlockScanner();
  let line = firstLine;
  let start = 0;
  while (start <= text.length && scanner.tooDeepAt === null) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const hasReturn = end > start && text.charCodeAt(end - 1) === 13;
    scanner.read(withoutTabs(text.slice(start, hasReturn ? end - 1 : end)), line);
    line++;
    start = end + 1;
  }
  return scanner.finish();
}

interface Quote {
  readonly kind: "quote";
}

interface Item {
  readonly kind: "item";
  /** How far its content is indented from what is around it. */
  readonly width: number;
  readonly node: ItemNode;
  /** Whether nothing stands in it so far. */
  empty: boolean;
}

type Container = Quote | Item;

type Leaf = { readonly line: number; readonly lines: string[]; readonly firstOfItem: boolean } & (
  | { readonly kind: "paragraph" | "table" }
  | { readonly kind: "fence"; readonly fence: Fence }
  | { readonly kind: "html"; readonly html: HtmlBlock }
);

class BlockScanner {
  tooDeepAt: number | null = null;
  readonly #blocks: Block[] = [];
  readonly #definitions: Map<string, string> = new Map<string, string>();
  readonly #containers: Container[] = [];
  #leaf: Leaf | null = null;
  #text = "";
  #line = 0;
  #at = 0;
  #nextNonSpace = 0;

  read(text: string, line: number): void {
    this.#text = text;
    this.#line = line;
    this.#nextNonSpace = 0;
    this.#moveTo(0);

    const continued = this.#continuedContainers();
    const allContinue = continued === this.#containers.length;
    if (allContinue && this.#continuesVerbatim()) return;

    const inParagraph = allContinue && this.#leaf?.kind === "paragraph";
    const isLazy = !allContinue && this.#leaf?.kind === "paragraph";
    const starts = this.#openBlocks(continued, inParagraph, isLazy);
    if (starts === "whole-line") return;

    if (this.#isBlank()) this.#endLeafAt(starts === "container" ? null : continued);
    else if (starts === null && isLazy) this.#leaf?.lines.push(this.#rest());
    else this.#addText(starts === "container" ? null : continued);
  }

  finish(): Blocks {
    this.#closeLeaf();
    return { blocks: this.#blocks, definitions: this.#definitions, tooDeepAt: this.tooDeepAt };
  }

  /** How many of the open containers the line goes on with; moves behind their marks. */
  #continuedContainers(): number {
    let depth = 0;
    for (const container of this.#containers) {
      if (container.kind === "quote") {
        if (!this.#skipQuoteMark()) break;
      } else if (this.#isBlank()) {
        if (container.empty) break;
        this.#moveTo(this.#nextNonSpace);
      } else {
        if (this.#indent() < container.width) break;
        this.#moveTo(this.#at + container.width);
      }
      depth++;
    }
    return depth;
  }

  /** Whether the line belongs to open code or HTML, in which nothing else can begin. */
  #continuesVerbatim(): boolean {
    const leaf = this.#leaf;
    if (leaf?.kind === "fence") {
      if (this.#indent() < 4 && closesFence(this.#rest(), leaf.fence)) this.#closeLeaf();
      else leaf.lines.push(this.#rest());
      return true;
    }
    if (leaf?.kind !== "html") return false;
    const { end } = leaf.html;
    if (end === null && this.#isBlank()) {
      this.#closeLeaf();
      return false;
    }
    leaf.lines.push(this.#rest());
    if (end?.test(this.#rest()) === true) this.#closeLeaf();
    return true;
  }

  /** Opens what the line begins. "whole-line": nothing of the line is left to read. */
  #openBlocks(
    continued: number,
    inParagraph: boolean,
    isLazy: boolean,
  ): "whole-line" | "container" | null {
    let opened = false;
    while (!this.#isBlank() && this.#indent() < 4) {
      const rest = this.#rest();
      const interrupts = inParagraph && !opened;
      const marker = isThematicBreak(rest) ? null : listMarker(rest);
      const isSetext = interrupts && setextLevel(rest) !== null;
      if (rest.startsWith(">")) {
        if (!this.#open(opened ? null : continued, { kind: "quote" })) return "whole-line";
        this.#skipQuoteMark();
      } else if (marker !== null && !isSetext && (!interrupts || marker.canInterrupt)) {
        const item = this.#item(marker.length, opened ? null : continued);
        if (!this.#open(opened ? null : continued, item)) return "whole-line";
        this.#moveTo(Math.min(this.#at + item.width, this.#text.length));
      } else {
        const outer = opened ? null : continued;
        return this.#openLeaf(rest, outer, interrupts, isLazy && !opened)
          ? "whole-line"
          : opened
            ? "container"
            : null;
      }
      opened = true;
    }
    return opened ? "container" : null;
  }

  #openLeaf(rest: string, continued: number | null, interrupts: boolean, isLazy: boolean): boolean {
    const heading = atxHeading(rest);
    if (heading !== null) {
      this.#endLeafAt(continued);
      this.#add("heading", this.#line, heading.text, this.#takeFirst(), heading.level);
      return true;
    }
    const fence = openingFence(rest);
    if (fence !== null) {
      this.#endLeafAt(continued);
      this.#leaf = { kind: "fence", fence, line: this.#line + 1, lines: [], ...this.#first() };
      return true;
    }
    const html = htmlBlock(rest);
    if (html !== null && !(html.loneTag && (interrupts || isLazy))) {
      this.#endLeafAt(continued);
      this.#leaf = { kind: "html", html, line: this.#line, lines: [rest], ...this.#first() };
      if (html.end?.test(rest) === true) this.#closeLeaf();
      return true;
    }
    if (interrupts && this.#underlines(rest)) return true;
    if (!isThematicBreak(rest)) return false;
    this.#endLeafAt(continued);
    this.#takeFirst();
    return true;
  }

  /** Whether the line makes a heading of the paragraph above it. */
  #underlines(rest: string): boolean {
    const level = setextLevel(rest);
    const paragraph = this.#leaf;
    if (level === null || paragraph === null) return false;
    const { lines, definitions } = definitionsAtStart(paragraph.lines);
    if (lines.length === 0) return false;
    this.#remember(definitions);
    this.#leaf = null;
    const from = paragraph.line + paragraph.lines.length - lines.length;
    this.#add("heading", from, lines.join("\n"), paragraph.firstOfItem, level);
    return true;
  }

  #item(markerLength: number, continued: number | null): Item {
    const indent = this.#indent();
    const afterMarker = this.#at + indent + markerLength;
    let spaces = 0;
    while (spaces < 5 && this.#text.charCodeAt(afterMarker + spaces) === 32) spaces++;
    const isEmpty = afterMarker + spaces >= this.#text.length;
    const padding = spaces >= 5 || isEmpty ? 1 : spaces;
    const parent = this.#innermostItem(continued ?? this.#containers.length);
    const node = { line: this.#line, parent };
    return { kind: "item", width: indent + markerLength + padding, node, empty: true };
  }

  /** `continued`: how many open containers go on; null: all, and the line has closed the leaf. */
  #open(continued: number | null, container: Container): boolean {
    this.#endLeafAt(continued);
    if (this.#containers.length >= MAX_NESTING) {
      this.tooDeepAt = this.#line;
      return false;
    }
    this.#takeFirst();
    this.#containers.push(container);
    return true;
  }

  #addText(continued: number | null): void {
    if (continued !== null && continued < this.#containers.length) this.#endLeafAt(continued);
    const leaf = this.#leaf;
    const rest = this.#rest();
    if (leaf?.kind === "paragraph") this.#continueParagraph(leaf, rest);
    else if (leaf?.kind === "table") leaf.lines.push(rest);
    else if (this.#indent() >= 4) this.#add("code", this.#line, rest, this.#takeFirst());
    else this.#leaf = { kind: "paragraph", line: this.#line, lines: [rest], ...this.#first() };
  }

  #continueParagraph(paragraph: Leaf, rest: string): void {
    const head = paragraph.lines.at(-1);
    paragraph.lines.push(rest);
    if (head !== undefined && this.#indent() < 4 && beginsTable(head, rest)) {
      const { line, lines, firstOfItem } = paragraph;
      this.#leaf = { kind: "table", line, lines, firstOfItem };
    }
  }

  /** Ends the open leaf, and the containers beyond `continued`. */
  #endLeafAt(continued: number | null): void {
    this.#closeLeaf();
    if (continued !== null) this.#containers.length = continued;
  }

  #closeLeaf(): void {
    const leaf = this.#leaf;
    if (leaf === null) return;
    this.#leaf = null;
    if (leaf.kind === "fence" || leaf.kind === "html") {
      const kind = leaf.kind === "fence" ? "code" : "html";
      this.#add(kind, leaf.line, leaf.lines.join("\n"), leaf.firstOfItem);
      return;
    }
    const { lines, definitions } = definitionsAtStart(leaf.lines);
    this.#remember(definitions);
    if (lines.length === 0) return;
    const from = leaf.line + leaf.lines.length - lines.length;
    this.#add("paragraph", from, lines.join("\n"), leaf.firstOfItem);
  }

  #add(kind: Block["kind"], line: number, text: string, firstOfItem: boolean, level = 0): void {
    const item = this.#innermostItem(this.#containers.length);
    const atTop = this.#containers.length === 0;
    this.#blocks.push({ kind, line, text, level, item, firstOfItem, atTop });
  }

  #remember(definitions: Definitions): void {
    for (const [label, definition] of definitions) {
      if (!this.#definitions.has(label)) this.#definitions.set(label, definition);
    }
  }

  #first(): { readonly firstOfItem: boolean } {
    return { firstOfItem: this.#takeFirst() };
  }

  /** Whether what begins now is the first thing directly in a list item. */
  #takeFirst(): boolean {
    const container = this.#containers.at(-1);
    if (container?.kind !== "item" || !container.empty) return false;
    container.empty = false;
    return true;
  }

  #innermostItem(depth: number): ItemNode | null {
    for (let at = depth - 1; at >= 0; at--) {
      const container = this.#containers[at];
      if (container?.kind === "item") return container.node;
    }
    return null;
  }

  #skipQuoteMark(): boolean {
    if (this.#indent() >= 4 || this.#text.charAt(this.#nextNonSpace) !== ">") return false;
    const after = this.#nextNonSpace + 1;
    this.#moveTo(this.#text.charAt(after) === " " ? after + 1 : after);
    return true;
  }

  #moveTo(at: number): void {
    this.#at = at;
    if (this.#nextNonSpace < at) this.#nextNonSpace = at;
    while (this.#text.charCodeAt(this.#nextNonSpace) === 32) this.#nextNonSpace++;
  }

  #indent(): number {
    return this.#nextNonSpace - this.#at;
  }

  #isBlank(): boolean {
    return this.#nextNonSpace >= this.#text.length;
  }

  #rest(): string {
    return this.#text.slice(this.#nextNonSpace);
  }
}

/** Tabs reach to the next column that is a multiple of 4; as spaces they mean the same. */
function withoutTabs(line: string): string {
  if (!line.includes("\t")) return line;
  let expanded = "";
  let from = 0;
  for (let tab = line.indexOf("\t"); tab !== -1; tab = line.indexOf("\t", from)) {
    expanded += line.slice(from, tab);
    expanded += " ".repeat(4 - (expanded.length % 4));
    from = tab + 1;
  }
  return expanded + line.slice(from);
}
