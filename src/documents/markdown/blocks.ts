import type { Definitions } from "./definitions.ts";

/** A list item, to tell which blocks belong together. */
export interface ItemNode {
  readonly line: number;
  /** The item around it. */
  readonly parent: ItemNode | null;
}

/** A leaf of the document: lines that stand together. Line `n` of `text` is line `line + n`. */
export interface Block {
  readonly kind: "heading" | "paragraph" | "table" | "code" | "html";
  readonly line: number;
  readonly text: string;
  /** From 1; 0 where it is no heading. */
  readonly level: number;
  /** The innermost list item around it. */
  readonly item: ItemNode | null;
  /** Whether it begins on the line of that item's marker, as the text of a task does. */
  readonly besideMarker: boolean;
  /** Whether it stands in no quotation and no list. */
  readonly atTop: boolean;
}

export interface Blocks {
  readonly blocks: readonly Block[];
  /** Link reference definitions by their normalised label. */
  readonly definitions: Definitions;
  /** The line at which reading stopped, since lists and quotations are nested too deeply. */
  readonly tooDeepAt: number | null;
}
