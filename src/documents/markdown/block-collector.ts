import type { Fence, HtmlBlock } from "./block-starts.ts";
import type { Block, Blocks, ItemNode } from "./blocks.ts";
import { definitionsAtStart } from "./definitions.ts";

/** A quotation or a list item that is open around the lines that follow. */
export interface Container {
  /** How far a list item's content is indented from what is around it; 0 for a quotation. */
  readonly width: number;
  /** The list item that it is, or that is around it. */
  readonly node: ItemNode | null;
  /** Whether nothing stands in it so far. */
  empty: boolean;
}

/** The block that the next line may go on with. */
export type Leaf = { readonly line: number; readonly lines: string[] } & (
  | { readonly kind: "paragraph" | "table" }
  | { readonly kind: "fence"; readonly fence: Fence }
  | { readonly kind: "html"; readonly html: HtmlBlock }
);

/** Takes the blocks of a document as they end, each with the containers that are around it. */
export class BlockCollector {
  readonly #blocks: Block[] = [];
  readonly #definitions = new Map<string, string>();

  collected(tooDeepAt: number | null): Blocks {
    return { blocks: this.#blocks, definitions: this.#definitions, tooDeepAt };
  }

  addLeaf(leaf: Leaf, around: readonly Container[]): void {
    const { kind, line, lines } = leaf;
    if (kind === "paragraph") this.#addText(leaf, "paragraph", 0, around);
    else this.#add(kind === "fence" ? "code" : kind, line, lines.join("\n"), 0, around);
  }

  addLine(
    kind: "heading" | "code",
    line: number,
    text: string,
    level: number,
    around: readonly Container[],
  ): void {
    this.#add(kind, line, text, level, around);
  }

  /** Makes a heading of a paragraph, unless it only defines where links lead. */
  addUnderlined(paragraph: Leaf, level: number, around: readonly Container[]): boolean {
    if (definitionsAtStart(paragraph.lines).lines.length === 0) return false;
    this.#addText(paragraph, "heading", level, around);
    return true;
  }

  /** Definitions at the beginning are kept for the links, and shown to nobody. */
  #addText(
    { line, lines: all }: Leaf,
    kind: "paragraph" | "heading",
    level: number,
    around: readonly Container[],
  ): void {
    const { lines, definitions } = definitionsAtStart(all);
    for (const [label, definition] of definitions) {
      if (!this.#definitions.has(label)) this.#definitions.set(label, definition);
    }
    const from = line + all.length - lines.length;
    if (lines.length > 0) this.#add(kind, from, lines.join("\n"), level, around);
  }

  #add(
    kind: Block["kind"],
    line: number,
    text: string,
    level: number,
    around: readonly Container[],
  ): void {
    const { width = 0, node: item = null } = around.at(-1) ?? {};
    const besideMarker = width > 0 && item?.line === line;
    const atTop = around.length === 0;
    this.#blocks.push({ kind, line, text, level, item, besideMarker, atTop });
  }
}
