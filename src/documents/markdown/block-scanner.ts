import { BlockCollector, type Container, type Leaf } from "./block-collector.ts";
import {
  atxHeading,
  beginsTable,
  canBeginBlock,
  closesFence,
  htmlBlock,
  isThematicBreak,
  listMarker,
  openingFence,
  setextLevel,
} from "./block-starts.ts";
import type { Blocks, ItemNode } from "./blocks.ts";
import { LineCursor } from "./line-cursor.ts";

/** Deeper than people nest lists; without a limit a line of `>` costs the square of its length. */
export const MAX_NESTING = 16;
/** All lists' items and quotations together; only lines that are full of marks have more. */
const MOST_CONTAINERS = 60_000;

/**
 * Splits Markdown into its blocks, in time proportional to the text, whatever the text is.
 *
 * remark reads the same structure, but takes seconds for the largest document; so it only reads
 * the links of evidence. That both see the same headings and the same tasks is tested.
 */
export function scanBlocks(text: string, firstLine = 1): Blocks {
  const scanner = new BlockScanner();
  let line = firstLine;
  for (let start = 0; start <= text.length && scanner.tooDeepAt === null; line++) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const hasReturn = end > start && text.charCodeAt(end - 1) === 13;
    scanner.read(text.slice(start, hasReturn ? end - 1 : end), line);
    start = end + 1;
  }
  return scanner.finish();
}

class BlockScanner {
  tooDeepAt: number | null = null;
  readonly #collector = new BlockCollector();
  readonly #containers: Container[] = [];
  /** How many of the containers the present line stands in. */
  #kept = 0;
  #opened = 0;
  #leaf: Leaf | null = null;
  #line = 0;
  #cursor = new LineCursor("");
  /** How far the line before was indented within its containers. */
  #indentBefore = 0;

  read(text: string, line: number): void {
    this.#indentBefore = this.#cursor.indent;
    this.#cursor = new LineCursor(text);
    this.#line = line;
    this.#kept = this.#continuedContainers();
    const allContinue = this.#kept === this.#containers.length;
    if (allContinue && this.#continuesVerbatim()) return;

    const paragraph = this.#leaf?.kind === "paragraph" ? this.#leaf : null;
    const begun = this.#begin(allContinue && paragraph !== null, paragraph !== null);
    if (begun === "leaf") return;
    if (this.#cursor.isBlank) this.#endLeaf();
    // A line of text belongs to the paragraph above it even without the marks around that.
    else if (begun === null && paragraph !== null) this.#continueParagraph(paragraph, allContinue);
    else this.#addText(begun === null && allContinue);
  }

  finish(): Blocks {
    this.#kept = 0;
    this.#endLeaf();
    return this.#collector.collected(this.tooDeepAt);
  }

  /** Moves behind the marks of the open containers that the line goes on with. */
  #continuedContainers(): number {
    const cursor = this.#cursor;
    let depth = 0;
    for (const { width, empty } of this.#containers) {
      if (width === 0) {
        if (!cursor.skipQuoteMark()) break;
      } else if (cursor.isBlank) {
        if (empty) break;
      } else {
        if (cursor.indent < width) break;
        cursor.skip(width);
      }
      depth++;
    }
    return depth;
  }

  /** Whether the line belongs to open code or HTML, in which nothing else can begin. */
  #continuesVerbatim(): boolean {
    const leaf = this.#leaf;
    const { rest, indent, isBlank } = this.#cursor;
    if (leaf?.kind === "fence") {
      if (indent < 4 && closesFence(rest, leaf.fence)) this.#endLeaf();
      else leaf.lines.push(rest);
      return true;
    }
    if (leaf?.kind !== "html" || (leaf.html.end === null && isBlank)) return false;
    leaf.lines.push(rest);
    if (leaf.html.end?.test(rest) === true) this.#endLeaf();
    return true;
  }

  /** Begins what the line begins; after a leaf nothing of the line is left to read. */
  #begin(inParagraph: boolean, afterParagraph: boolean): "leaf" | "container" | null {
    let begun: "container" | null = null;
    let interrupts = inParagraph;
    let mayBeText = afterParagraph;
    while (!this.#cursor.isBlank && this.#cursor.indent < 4) {
      const { rest } = this.#cursor;
      if (!canBeginBlock(rest)) break;
      if (!this.#beginContainer(rest, interrupts)) {
        return this.#beginLeaf(rest, interrupts, mayBeText) ? "leaf" : begun;
      }
      if (this.tooDeepAt !== null) return "leaf";
      begun = "container";
      interrupts = false;
      mayBeText = false;
    }
    return begun;
  }

  #beginContainer(rest: string, interrupts: boolean): boolean {
    if (rest.startsWith(">")) {
      this.#endLeaf();
      this.#open({ width: 0, node: this.#innermostItem, empty: true });
      this.#cursor.skipQuoteMark();
      return true;
    }
    const marker = isThematicBreak(rest) ? null : listMarker(rest);
    if (marker === null) return false;
    if (interrupts && (setextLevel(rest) !== null || !marker.canInterrupt)) return false;
    const width = this.#cursor.widthOfItem(marker.length);
    this.#endLeaf();
    const node = { line: this.#line, parent: this.#innermostItem };
    this.#open({ width, node, empty: true });
    this.#cursor.skip(width);
    return true;
  }

  #beginLeaf(rest: string, interrupts: boolean, mayBeText: boolean): boolean {
    if (interrupts && this.#underlines(rest)) return true;
    const heading = atxHeading(rest);
    const fence = openingFence(rest);
    const html = htmlBlock(rest);
    if (heading !== null) {
      this.#endLeaf();
      this.#fill();
      this.#collector.addLine("heading", this.#line, heading.text, heading.level, this.#containers);
    } else if (fence !== null) {
      this.#beginLines({ kind: "fence", fence, line: this.#line + 1, lines: [] });
    } else if (html !== null && !(html.loneTag && mayBeText)) {
      this.#beginLines({ kind: "html", html, line: this.#line, lines: [rest] });
      if (html.end?.test(rest) === true) this.#endLeaf();
    } else if (isThematicBreak(rest)) {
      this.#endLeaf();
      this.#fill();
    } else {
      return false;
    }
    return true;
  }

  /** Whether the line makes a heading of the paragraph above it. */
  #underlines(rest: string): boolean {
    const level = setextLevel(rest);
    const paragraph = this.#leaf;
    if (level === null || paragraph === null) return false;
    if (!this.#collector.addUnderlined(paragraph, level, this.#containers)) return false;
    this.#leaf = null;
    return true;
  }

  #addText(continues: boolean): void {
    const { rest, indent } = this.#cursor;
    if (continues && this.#leaf?.kind === "table") {
      this.#leaf.lines.push(rest);
    } else if (indent >= 4) {
      this.#endLeaf();
      this.#fill();
      this.#collector.addLine("code", this.#line, rest, 0, this.#containers);
    } else {
      this.#beginLines({ kind: "paragraph", line: this.#line, lines: [rest] });
    }
  }

  #continueParagraph(paragraph: Leaf, canBecomeTable: boolean): void {
    const { rest, indent } = this.#cursor;
    const head = paragraph.lines.at(-1) ?? "";
    const isIndented = Math.max(indent, this.#indentBefore) >= 4;
    if (!canBecomeTable || isIndented || !beginsTable(head, rest)) {
      paragraph.lines.push(rest);
      return;
    }
    paragraph.lines.pop();
    this.#beginLines({ kind: "table", line: this.#line - 1, lines: [head, rest] });
  }

  #open(container: Container): void {
    const isTooMuch = ++this.#opened > MOST_CONTAINERS;
    if (isTooMuch || this.#containers.length >= MAX_NESTING) this.tooDeepAt ??= this.#line;
    this.#fill();
    this.#containers.push(container);
    this.#kept++;
  }

  #beginLines(leaf: Leaf): void {
    this.#endLeaf();
    this.#fill();
    this.#leaf = leaf;
  }

  /** Ends the open leaf, and the containers in which the present line does not stand. */
  #endLeaf(): void {
    const leaf = this.#leaf;
    this.#leaf = null;
    if (leaf !== null) this.#collector.addLeaf(leaf, this.#containers);
    this.#containers.length = Math.min(this.#kept, this.#containers.length);
  }

  /** Something stands in the innermost container now. */
  #fill(): void {
    const container = this.#containers.at(-1);
    if (container !== undefined) container.empty = false;
  }

  get #innermostItem(): ItemNode | null {
    return this.#containers.at(-1)?.node ?? null;
  }
}
