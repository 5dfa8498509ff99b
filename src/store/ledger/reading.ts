import type { Kysely } from "kysely";
import type { ChainHead, ChainRow, Entry, EntryBody, PageAsked } from "../../application/index.ts";
import type { Tables } from "../database/tables.ts";

/** How many rows of a chain are read at once: decisions have some ten thousand characters each. */
const AT_ONCE = 200;

/** The newest entries first. */
export async function pageOf(
  db: Kysely<Tables>,
  { repository, before, limit }: PageAsked,
): Promise<readonly Entry[]> {
  let query = db.selectFrom("ledger_entry").select(["number", "body as text", "hash"]);
  if (repository !== undefined) query = query.where("repository", "=", repository.toLowerCase());
  if (before !== undefined) query = query.where("number", "<", before);
  const rows = await query.orderBy("number", "desc").limit(limit).execute();
  return rows.map(toEntry);
}

/** An entry as its row has it. */
export function toEntry(row: {
  readonly number: number;
  readonly text: string;
  readonly hash: string;
}): Entry {
  const { number, text, hash } = row;
  return { number, text, hash, body: JSON.parse(text) as EntryBody };
}

/** Every repository with a chain, also where its end, or all of it, was deleted. */
export async function repositoriesIn(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("ledger_head")
    .select("repository")
    .union(db.selectFrom("ledger_entry").select("repository").distinct())
    .orderBy("repository")
    .execute();
  return rows.map(({ repository }) => repository);
}

/** Where a chain ends. */
export async function headOf(db: Kysely<Tables>, repository: string): Promise<ChainHead | null> {
  const row = await db
    .selectFrom("ledger_head")
    .select(["sequence", "hash"])
    .where("repository", "=", repository.toLowerCase())
    .executeTakeFirst();
  return row === undefined ? null : { sequence: row.sequence, hash: row.hash ?? "" };
}

/** A chain from its beginning; of equal sequences (there should be none) the older one first. */
export async function* chainOf(
  db: Kysely<Tables>,
  repository: string,
): AsyncGenerator<ChainRow, void, undefined> {
  let after = { sequence: -1, number: -1 };
  for (;;) {
    const rows = await db
      .selectFrom("ledger_entry")
      .select(["number", "repository", "sequence", "candidate", "body", "hash", "decision"])
      .where("repository", "=", repository.toLowerCase())
      .where((eb) =>
        eb(eb.refTuple("sequence", "number"), ">", eb.tuple(after.sequence, after.number)),
      )
      .orderBy("sequence")
      .orderBy("number")
      .limit(AT_ONCE)
      .execute();
    for (const { repository: named, candidate, body, ...row } of rows) {
      yield { ...row, text: body, copies: { repository: named, candidate } };
      after = row;
    }
    if (rows.length < AT_ONCE) return;
  }
}
