import { sql, type Kysely } from "kysely";
import {
  ordinaryWords,
  rewriteEvidence,
  type Knowledge,
  type Named,
  type PersonAsked,
  type PersonTraces,
  type Pseudonyms,
} from "../../application/index.ts";
import type { Tables } from "../database/tables.ts";
import { pack, parse, unpackText } from "./packed-evidence.ts";
import { newPseudonym } from "./persons.ts";

/** How much evidence is opened at once. */
const AT_ONCE = 20;

/** What is recorded while somebody is forgotten would bring them back: one waits for the other. */
export async function lockAgainstForgetting(
  trx: Kysely<Tables>,
  how: "shared" | "alone",
): Promise<void> {
  const mode = how === "shared" ? sql`row exclusive` : sql`exclusive`;
  await sql`lock table person in ${mode} mode`.execute(trx);
}

/**
 * Finds everything that is known of a person: their accounts, also under former logins, and the
 * evidence that names them. With `forget` the accounts are deleted, and pseudonyms put in place.
 */
export async function tracesOf(
  trx: Kysely<Tables>,
  asked: PersonAsked,
  knowledge: Knowledge,
): Promise<PersonTraces | null> {
  await lockAgainstForgetting(trx, asked.forget ? "alone" : "shared");
  const accounts = await accountsOf(trx, asked);
  const traces = {
    accounts: accounts.map(({ github_id, login }) => ({ id: github_id, login })),
    decisions: await decisionsNaming(trx, accounts),
    ...(await throughEvidence(trx, namesOf(accounts, asked), asked.forget, knowledge)),
    repositories: await repositoriesOf(trx, asked.login),
  };
  if (accounts.length === 0 && traces.evidence === 0) return null;
  if (asked.forget && accounts.length > 0) {
    const pseudonyms = accounts.map(({ pseudonym }) => pseudonym);
    await trx.deleteFrom("person").where("pseudonym", "in", pseudonyms).execute();
  }
  return traces;
}

interface AccountRow {
  readonly pseudonym: string;
  readonly github_id: number | null;
  readonly login: string;
}

async function accountsOf(
  trx: Kysely<Tables>,
  { login, id }: PersonAsked,
): Promise<readonly AccountRow[]> {
  const columns = ["pseudonym", "github_id", "login"] as const;
  const called = await trx
    .selectFrom("person")
    .select(columns)
    .where(sql<string>`lower(login)`, "=", login.toLowerCase())
    .orderBy("id")
    .execute();
  const meant = called.filter(
    ({ github_id }) => id === undefined || github_id === null || github_id === id,
  );
  const ids = meant.flatMap(({ github_id }) => github_id ?? []);
  if (ids.length === 0) return meant;
  const same = await trx
    .selectFrom("person")
    .select(columns)
    .where("github_id", "in", ids)
    .orderBy("id")
    .execute();
  return [...same, ...meant.filter(({ github_id }) => github_id === null)];
}

/** Those with an id first: they tell a person from another who had the login. */
function namesOf(accounts: readonly AccountRow[], { login, id }: PersonAsked): Pseudonyms {
  const names = new Map<string, Named>();
  const add = (named: Named) => {
    const key = named.login.toLowerCase();
    if (!names.has(key)) names.set(key, named);
  };
  for (const { pseudonym, github_id, login: own } of accounts) {
    add({ pseudonym, id: github_id, login: own, onlyMentioned: false });
  }
  // Also whoever only occurs in some document.
  add({ pseudonym: newPseudonym(), id: id ?? null, login, onlyMentioned: false });
  return names;
}

async function throughEvidence(
  trx: Kysely<Tables>,
  names: Pseudonyms,
  forget: boolean,
  knowledge: Knowledge,
): Promise<Pick<PersonTraces, "evidence" | "ordinary">> {
  const found = { evidence: 0, ordinary: 0 };
  for (let after = 0; ;) {
    const rows = await trx
      .selectFrom("evidence")
      .select(["id", "body", "redacted"])
      .where("id", ">", after)
      .orderBy("id")
      .limit(AT_ONCE)
      .execute();
    for (const { id, body, redacted } of rows) {
      after = id;
      const text = await unpackText(body);
      if (!mayName(text, names)) continue;
      const evidence = parse(text, "");
      const isOrdinary = ordinaryWords(evidence, knowledge);
      const options = { isOrdinary, ids: true, escape: !redacted };
      const rewritten = rewriteEvidence(evidence, names, options);
      found.ordinary += rewritten.left;
      if (!rewritten.changed) continue;
      found.evidence++;
      if (!forget) continue;
      const packed = await pack(rewritten.evidence);
      await trx
        .updateTable("evidence")
        .set({ ...packed, redacted: true })
        .where("id", "=", id)
        .execute();
    }
    if (rows.length < AT_ONCE) return found;
  }
}

function mayName(text: string, names: Pseudonyms): boolean {
  const lower = text.toLowerCase();
  return [...names.keys()].some((login) => lower.includes(login));
}

async function decisionsNaming(
  trx: Kysely<Tables>,
  accounts: readonly AccountRow[],
): Promise<number> {
  if (accounts.length === 0) return 0;
  const { count } = await trx
    .selectFrom("ledger_entry")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    // Its first letter may be a capital.
    .where((eb) =>
      eb.or(
        accounts.map(({ pseudonym }) => sql<boolean>`strpos(decision, ${pseudonym.slice(1)}) > 0`),
      ),
    )
    .executeTakeFirstOrThrow();
  return count;
}

async function repositoriesOf(trx: Kysely<Tables>, login: string): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom("ledger_head")
    .select("repository")
    .where(sql<string>`split_part(repository, '/', 1)`, "=", login.toLowerCase())
    .orderBy("repository")
    .execute();
  return rows.map(({ repository }) => repository);
}
