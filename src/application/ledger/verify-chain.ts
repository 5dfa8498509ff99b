import { digestOf } from "../digest.ts";
import type { EntryBody } from "./entry.ts";

/** A row of the chain as it lies in the database or in an export. Nothing in it is trusted. */
export interface ChainRow {
  readonly number: number | null;
  readonly sequence: number;
  readonly text: string;
  readonly hash: string;
  /** The decision's text, pseudonyms in it. */
  readonly decision: string;
  /** Copies by which rows are found; they have to say what the text says. */
  readonly copies: Readonly<Partial<Record<keyof EntryBody, unknown>>>;
}

/** Where a chain ends, as it was noted when its last entry was made. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The first thing that is wrong with a chain. */
export interface ChainBreak {
  readonly kind: "changed" | "missing" | "reordered" | "forked";
  readonly sequence: number;
  readonly number: number | null;
  /** A sentence. */
  readonly message: string;
}

export type ChainVerdict =
  | { readonly status: "intact"; readonly entries: number; readonly head: string | null }
  | { readonly status: "broken"; readonly break: ChainBreak };

/**
 * Goes through a chain once, in the order of its sequence, and names the first broken entry. Where it
 * ends is read before, and again where entries were added meanwhile.
 */
export async function verifyChain(
  rows: AsyncIterable<ChainRow>,
  readHead: () => Promise<ChainHead | null>,
): Promise<ChainVerdict> {
  const head = await readHead();
  let before: ChainRow | null = null;
  for await (const row of rows) {
    const found = whatIsWrong(row, before);
    if (found !== null) return { status: "broken", break: found };
    if (row.sequence === head?.sequence && row.hash !== head.hash) return replaced(row);
    before = row;
  }
  const grew = before !== null && head !== null && before.sequence > head.sequence;
  const end = whatIsWrongAtTheEnd(before, head, grew ? await readHead() : head);
  if (end !== null) return { status: "broken", break: end };
  return { status: "intact", entries: before?.sequence ?? 0, head: before?.hash ?? null };
}

function whatIsWrong(row: ChainRow, before: ChainRow | null): ChainBreak | null {
  const next = (before?.sequence ?? 0) + 1;
  if (row.sequence < next) {
    return at(row, "forked", `There are two entries ${row.sequence}: the chain was forked.`);
  }
  if (row.sequence > next) {
    const message = `Entry ${next} is missing; entry ${row.sequence} comes next.`;
    return { kind: "missing", sequence: next, number: null, message };
  }
  const body = bodyOf(row);
  if (body === null || digestOf(row.text) !== row.hash) {
    return at(row, "changed", `Entry ${row.sequence} was changed: its hash is another.`);
  }
  const own = String(body["sequence"]);
  if (own !== String(row.sequence)) {
    const message = `Where entry ${row.sequence} belongs stands entry ${own}: entries were reordered.`;
    return at(row, "reordered", message);
  }
  const copy = Object.entries(row.copies).find(([key, value]) => body[key] !== value);
  if (copy !== undefined) {
    const message = `Entry ${row.sequence} was changed: its ${copy[0]} is not what was hashed.`;
    return at(row, "changed", message);
  }
  if (digestOf(row.decision) !== body["decision"]) {
    return at(row, "changed", `The decision of entry ${row.sequence} was changed.`);
  }
  if (body["previous"] === (before?.hash ?? null)) return null;
  return before === null
    ? at(row, "missing", "The first entry names another before it, which is missing.")
    : at(
        before,
        "forked",
        `Entry ${before.sequence} is not the one after which entry ${row.sequence} was made: it was replaced, or the chain was forked.`,
      );
}

function whatIsWrongAtTheEnd(
  last: ChainRow | null,
  head: ChainHead | null,
  now: ChainHead | null,
): ChainBreak | null {
  if (last === null) return head === null || head.sequence === 0 ? null : missing(1, head);
  if (head === null) return at(last, "missing", "Nothing was noted about where the chain ends.");
  if (last.sequence < head.sequence) return missing(last.sequence + 1, head);
  if (now !== null && now.sequence > last.sequence) return null;
  if (now?.sequence === last.sequence && now.hash === last.hash) return null;
  return at(
    last,
    "forked",
    `The chain did not end with entry ${last.sequence}: it was added by another hand.`,
  );
}

function missing(sequence: number, head: ChainHead): ChainBreak {
  const message = `Entry ${sequence} is missing: the chain had ${head.sequence} entries.`;
  return { kind: "missing", sequence, number: null, message };
}

function replaced(row: ChainRow): ChainVerdict {
  const message = `The chain did not have this entry ${row.sequence}: it was replaced.`;
  return { status: "broken", break: at(row, "forked", message) };
}

function bodyOf({ text }: ChainRow): Readonly<Record<string, unknown>> | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function at(row: ChainRow, kind: ChainBreak["kind"], message: string): ChainBreak {
  return { kind, sequence: row.sequence, number: row.number, message };
}
