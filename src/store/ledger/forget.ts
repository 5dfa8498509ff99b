import { sql, type Kysely } from "kysely";
import type { Knowledge, PersonAsked, PersonTraces, Pseudonym } from "../../application/index.ts";
import type { Tables } from "../database/tables.ts";
import { EvidenceSearch } from "./evidence-search.ts";
import { accountsOf, decisionsNaming, namesOf, repositoriesOf, type AccountRow } from "./traces.ts";

/** So much evidence may be gone through while those who record wait. */
const LITTLE = 20;

/** So often at most it is hoped that little was recorded meanwhile; then they wait for what it is. */
const ROUNDS = 5;

/**
 * The accounts are deleted while nobody records: whoever has looked up a pseudonym would else record
 * it, with evidence that names the person, after everything was gone through.
 */
export async function lockAgainstForgetting(
  trx: Kysely<Tables>,
  how: "shared" | "alone",
): Promise<void> {
  const mode = how === "shared" ? sql`row exclusive` : sql`exclusive`;
  await sql`lock table person in ${mode} mode`.execute(trx);
}

/**
 * Finds everything that is known of a person: their accounts, also under former logins, and the
 * evidence that names them. Nobody waits for it, and what is recorded meanwhile may be missing.
 * Null: nothing is known.
 */
export async function lookFor(
  db: Kysely<Tables>,
  asked: PersonAsked,
  knowledge: Knowledge,
): Promise<PersonTraces | null> {
  const accounts = await accountsOf(db, asked);
  const search = new EvidenceSearch({ names: namesOf(accounts, asked), knowledge, forget: false });
  await search.goTo(db, await newestEvidence(db));
  return tracesFrom(db, asked, { accounts, evidence: search.found.length, search });
}

/**
 * Puts pseudonyms into the evidence that names a person, and then deletes their accounts. Only the
 * end, with what little was recorded meanwhile, is done while those who record wait. The accounts go
 * last: where it was interrupted they are still known, and asking again finishes it.
 *
 * Answers what was done, each piece of evidence counted once; where it is not clear who is meant,
 * what would be. Null: nothing was known.
 */
export async function forget(
  db: Kysely<Tables>,
  asked: PersonAsked,
  knowledge: Knowledge,
): Promise<PersonTraces | null> {
  const ids = numbersOf(await accountsOf(db, asked));
  if (isAmbiguous(ids, asked)) return lookFor(db, asked, knowledge);
  const [id = asked.id] = ids;
  return forgetOne(db, id === undefined ? asked : { ...asked, id }, knowledge);
}

async function forgetOne(
  db: Kysely<Tables>,
  asked: PersonAsked,
  knowledge: Knowledge,
): Promise<PersonTraces | null> {
  const known = new Map<Pseudonym, AccountRow>();
  const rewritten = new Set<number>();
  const searchFor = (accounts: readonly AccountRow[]) =>
    new EvidenceSearch({ names: namesOf(accounts, asked), knowledge, forget: true });
  let before: readonly AccountRow[] = [];
  let search = searchFor(before);
  for (let round = 1; ; round++) {
    const upTo = await db.transaction().execute(async (trx) => {
      await lockAgainstForgetting(trx, "alone");
      const accounts = await accountsOf(trx, asked);
      // Another login was seen, or a number: older evidence may hold it, and it is searched again.
      if (!areSame(accounts, before)) search = searchFor(accounts);
      before = accounts;
      for (const account of accounts) known.set(account.pseudonym, account);
      // Who records now waits: up to here all evidence is there, and later gets higher ids.
      const newest = await newestEvidence(trx);
      if (round < ROUNDS && (await isMuch(trx, search.after))) return newest;
      await search.goTo(trx, newest);
      await deleteAccounts(trx, accounts);
      return null;
    });
    if (upTo !== null) await search.goTo(db, upTo);
    for (const id of search.found) rewritten.add(id);
    if (upTo === null) break;
  }
  const accounts = [...known.values()];
  return tracesFrom(db, asked, { accounts, evidence: rewritten.size, search });
}

/** What does not change while somebody is forgotten, is counted at leisure. */
async function tracesFrom(
  db: Kysely<Tables>,
  asked: PersonAsked,
  found: {
    readonly accounts: readonly AccountRow[];
    readonly evidence: number;
    readonly search: EvidenceSearch;
  },
): Promise<PersonTraces | null> {
  const { accounts, evidence, search } = found;
  if (accounts.length === 0 && evidence === 0) return null;
  return {
    accounts: accounts.map(({ github_id, login }) => ({ id: github_id, login })),
    ambiguous: isAmbiguous(numbersOf(accounts), asked),
    decisions: await decisionsNaming(
      db,
      accounts.map(({ pseudonym }) => pseudonym),
    ),
    evidence,
    ordinary: search.ordinary,
    repositories: await repositoriesOf(db, asked.login),
  };
}

/** The accounts' numbers: each is a person. */
function numbersOf(accounts: readonly AccountRow[]): ReadonlySet<number> {
  return new Set(accounts.flatMap(({ github_id }) => github_id ?? []));
}

/** Whether it is not clear who is meant: to forget somebody else too cannot be undone. */
function isAmbiguous(ids: ReadonlySet<number>, { id }: PersonAsked): boolean {
  return id === undefined && ids.size > 1;
}

function areSame(some: readonly AccountRow[], others: readonly AccountRow[]): boolean {
  const pseudonyms = (rows: readonly AccountRow[]) => rows.map((row) => row.pseudonym).join();
  return pseudonyms(some) === pseudonyms(others);
}

/** The highest id; 0 where no evidence is kept. */
async function newestEvidence(db: Kysely<Tables>): Promise<number> {
  const { newest } = await db
    .selectFrom("evidence")
    .select(({ fn }) => fn.max<number | null>("id").as("newest"))
    .executeTakeFirstOrThrow();
  return newest ?? 0;
}

async function isMuch(db: Kysely<Tables>, after: number): Promise<boolean> {
  const rows = await db
    .selectFrom("evidence")
    .select("id")
    .where("id", ">", after)
    .limit(LITTLE + 1)
    .execute();
  return rows.length > LITTLE;
}

async function deleteAccounts(db: Kysely<Tables>, accounts: readonly AccountRow[]): Promise<void> {
  if (accounts.length === 0) return;
  const pseudonyms = accounts.map(({ pseudonym }) => pseudonym);
  await db.deleteFrom("person").where("pseudonym", "in", pseudonyms).execute();
}
