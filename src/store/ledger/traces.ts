import { sql, type Kysely } from "kysely";
import type { Named, PersonAsked, Pseudonym, Pseudonyms } from "../../application/index.ts";
import type { Tables } from "../database/tables.ts";
import { newPseudonym } from "./persons.ts";

/** How many decisions are searched at once: they have some ten thousand characters each. */
const AT_ONCE = 200;

/** An account as the ledger knows it. */
export interface AccountRow {
  readonly pseudonym: Pseudonym;
  readonly github_id: number | null;
  readonly login: string;
}

/** Every account of the person, also under former logins. */
export async function accountsOf(
  db: Kysely<Tables>,
  { login, id }: PersonAsked,
): Promise<readonly AccountRow[]> {
  const columns = ["pseudonym", "github_id", "login"] as const;
  const called = await db
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
  const same = await db
    .selectFrom("person")
    .select(columns)
    .where("github_id", "in", ids)
    .orderBy("id")
    .execute();
  return [...same, ...meant.filter(({ github_id }) => github_id === null)];
}

/** Those with an id first: they tell a person from another who had the login. */
export function namesOf(accounts: readonly AccountRow[], { login, id }: PersonAsked): Pseudonyms {
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

/** In how many decisions one of the pseudonyms stands, a few decisions at a time. */
export async function decisionsNaming(
  db: Kysely<Tables>,
  pseudonyms: readonly Pseudonym[],
): Promise<number> {
  if (pseudonyms.length === 0) return 0;
  let count = 0;
  for (let after = 0; ;) {
    const page = db
      .selectFrom("ledger_entry")
      .select(["number", "decision"])
      .where("number", ">", after)
      .orderBy("number")
      .limit(AT_ONCE)
      .as("page");
    const { naming, last } = await db
      .selectFrom(page)
      .select((eb) => [
        eb.fn
          .countAll<number>()
          // Its first letter may be a capital.
          .filterWhere(
            eb.or(pseudonyms.map((each) => sql<boolean>`strpos(decision, ${each.slice(1)}) > 0`)),
          )
          .as("naming"),
        eb.fn.max<number | null>("number").as("last"),
      ])
      .executeTakeFirstOrThrow();
    if (last === null) return count;
    count += naming;
    after = last;
  }
}

/** The repositories, in lower case, whose owner has the login. */
export async function repositoriesOf(
  db: Kysely<Tables>,
  login: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("ledger_head")
    .select("repository")
    .where(sql<string>`split_part(repository, '/', 1)`, "=", login.toLowerCase())
    .orderBy("repository")
    .execute();
  return rows.map(({ repository }) => repository);
}
