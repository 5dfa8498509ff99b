import { bytesOf } from "./plain.ts";

/**
 * A part of a page: Markdown in which only whole rows can be left out. `before` and `after` belong
 * together (the head of a table, the end of a fold), so they stay or go as one.
 */
export interface Block {
  readonly before: string;
  readonly rows: readonly string[];
  readonly after: string;
  /** What is least important goes first when the page is too long: 0 before 1. */
  readonly importance: number;
}

/**
 * GitHub's limit for a check run's summary and text, and (65,536 characters) for a comment. GitHub
 * documents characters and counts bytes (github/docs#35252).
 */
export const PAGE_LIMIT = 65_535;

/** A paragraph of its own, which is only left out as a whole. */
export function paragraph(text: string, importance = 9): Block {
  return { before: text, rows: [], after: "", importance };
}

/** A list under a heading, if any; nothing at all when there is nothing in it. */
export function list(heading: string, items: readonly string[], importance: number): Block[] {
  if (items.length === 0) return [];
  const before = heading === "" ? "" : `${heading}\n`;
  return [{ before, rows: items.map((item) => `- ${item}`), after: "", importance }];
}

/** Parts that readers open themselves. The summary is HTML: only words of ours. */
export function fold(summary: string, block: Block): Block {
  const before = block.before === "" ? "" : `\n${block.before}`;
  return {
    ...block,
    before: `<details>\n<summary>${summary}</summary>\n${before}`,
    after: `${block.after}\n\n</details>`,
  };
}

/**
 * The page, within a number of bytes of UTF-8. What does not fit is left out by whole rows, then by
 * whole blocks, the least important first, from the end; and the page says how much it was.
 */
export function page(blocks: readonly Block[], limit = PAGE_LIMIT): string {
  const kept = blocks.map((block) => ({ block, rows: block.rows.length, whole: true }));
  const text = (): string =>
    kept
      .filter(({ whole }) => whole)
      .map(({ block, rows }) => written(block, rows))
      .join("\n\n");

  let excess = bytesOf(text()) - limit;
  if (excess <= 0) return text();

  const sacrifice = kept.toReversed().sort((a, b) => a.block.importance - b.block.importance);
  for (const entry of sacrifice) {
    // Saying that rows were left out takes room too, hence the repetition.
    while (excess > 0 && entry.rows > 0) {
      let saved = 0;
      while (saved < excess && entry.rows > 0) {
        entry.rows -= 1;
        saved += bytesOf(entry.block.rows[entry.rows] ?? "") + 1;
      }
      excess = bytesOf(text()) - limit;
    }
    if (excess <= 0) return text();
  }
  for (const entry of sacrifice) {
    entry.whole = false;
    if (bytesOf(text()) <= limit) break;
  }
  return text();
}

function written(block: Block, rows: number): string {
  const left = block.rows.length - rows;
  const note =
    left === 0
      ? ""
      : `\n\n_${left === 1 ? "1 more line is" : `${left} more lines are`} left out here: GitHub shows no longer texts._`;
  const shown = block.rows.slice(0, rows);
  return `${[...(block.before === "" ? [] : [block.before]), ...shown].join("\n")}${note}${block.after}`;
}
