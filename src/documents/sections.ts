import type { Section } from "../domain/documents.ts";
import { headingKey } from "./heading-key.ts";
import { SECTIONS, type Headings } from "./headings.ts";
import { lengthOfWords, placeholderSeen, type Block } from "./markdown/index.ts";

/** A section that says less says nothing. */
const SHORTEST_SECTION = 40;
/** A subsection only needs some text. */
const SHORTEST_SUBSECTION = 1;

/**
 * What each section says, by its id; every id of `SECTION_IDS` is there. A section reaches from
 * its heading to the next one of the same level or above; headings in lists and quotations are
 * none. Subsections are only looked for inside their section. Where a section stands several
 * times, each must say something: the worst of them counts.
 */
export function readSections(
  blocks: readonly Block[],
  headings: Headings,
): Readonly<Record<string, Section>> {
  const outline = new Outline(blocks, headings);
  const sections: Record<string, Section> = {};
  for (const [id, subsections] of Object.entries(SECTIONS)) {
    const found = outline.find(id, [outline.whole]);
    sections[id] = worst(found.map((place) => outline.judge(place, SHORTEST_SECTION)));
    for (const subsection of subsections) {
      const inside = outline.find(subsection, found.map(withoutHeading));
      sections[subsection] = worst(
        inside.map((place) => outline.judge(place, SHORTEST_SUBSECTION)),
      );
    }
  }
  return sections;
}

/** Blocks from `start` up to `end`, the latter not included. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

function withoutHeading({ start, end }: Extent): Extent {
  return { start: start + 1, end };
}

type Placeholder = NonNullable<ReturnType<typeof placeholderSeen>>;

class Outline {
  readonly whole: Extent;
  readonly #blocks: readonly Block[];
  readonly #headings: Headings;
  readonly #extents: readonly Extent[];
  readonly #keys = new Map<number, string>();
  readonly #placeholders: (Placeholder | null)[] = [];

  constructor(blocks: readonly Block[], headings: Headings) {
    this.#blocks = blocks;
    this.#headings = headings;
    this.whole = { start: 0, end: blocks.length };
    this.#extents = extentsOf(blocks);
    for (const { start } of this.#extents) {
      this.#keys.set(start, headingKey(blocks[start]?.text ?? ""));
    }
  }

  /** Where a section stands within these extents; what stands inside itself counts once. */
  find(id: string, within: readonly Extent[]): readonly Extent[] {
    const accepted = keysOf(this.#headings[id] ?? []);
    const found: Extent[] = [];
    let outer = 0;
    for (const extent of this.#extents) {
      // Both lists are in order, and what is searched does not overlap.
      while ((within[outer]?.end ?? Infinity) <= extent.start) outer++;
      const isWithin = (within[outer]?.start ?? Infinity) <= extent.start;
      const isInsideItself = extent.start < (found.at(-1)?.end ?? 0);
      if (!isWithin || isInsideItself) continue;
      if (accepted.has(this.#keys.get(extent.start) ?? "")) found.push(extent);
    }
    return found;
  }

  judge({ start, end }: Extent, atLeast: number): Section {
    const line = this.#blocks[start]?.line ?? 1;
    for (let at = start + 1; at < end; at++) {
      const placeholder = this.#placeholderAt(at);
      if (placeholder !== null) {
        return { state: "placeholder", line: placeholder.line, placeholder: placeholder.text };
      }
    }
    let length = 0;
    for (let at = start + 1; at < end && length < atLeast; at++) {
      const block = this.#blocks[at];
      if (block === undefined || block.kind === "heading") continue;
      const more = lengthOfWords(block, atLeast);
      length += more + (more > 0 && length > 0 ? 1 : 0);
    }
    return length < atLeast
      ? { state: "too-short", line, length }
      : { state: "says-something", line };
  }

  /** Remembered, since a block stands in a section and in its subsections. */
  #placeholderAt(at: number): Placeholder | null {
    const block = this.#blocks[at];
    const known = this.#placeholders[at];
    if (known !== undefined || block === undefined) return known ?? null;
    const found = placeholderSeen(block);
    this.#placeholders[at] = found;
    return found;
  }
}

const keys = new WeakMap<readonly string[], ReadonlySet<string>>();

/** What accepted headings are compared by. The same ones serve every plan, so they are kept. */
function keysOf(accepted: readonly string[]): ReadonlySet<string> {
  const before = keys.get(accepted);
  if (before) return before;
  const found = new Set(accepted.map(headingKey));
  found.delete("");
  keys.set(accepted, found);
  return found;
}

/** How far each heading of the document reaches. */
function extentsOf(blocks: readonly Block[]): readonly Extent[] {
  const extents: { start: number; end: number }[] = [];
  const open: { level: number; extent: { end: number } }[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== "heading" || !block.atTop) continue;
    while ((open.at(-1)?.level ?? 0) >= block.level) {
      const closed = open.pop();
      if (closed !== undefined) closed.extent.end = index;
    }
    const extent = { start: index, end: blocks.length };
    extents.push(extent);
    open.push({ level: block.level, extent });
  }
  return extents;
}

const FROM_WORST: readonly Section["state"][] = ["placeholder", "too-short", "says-something"];

function worst(sections: readonly Section[]): Section {
  for (const state of FROM_WORST) {
    const found = sections.find((section) => section.state === state);
    if (found !== undefined) return found;
  }
  return { state: "missing" };
}
