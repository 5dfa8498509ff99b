import { randomBytes } from "node:crypto";
import { sql, type Kysely } from "kysely";
import {
  pseudonymFrom,
  type Account,
  type Named,
  type Pseudonym,
  type Pseudonyms,
} from "../../application/index.ts";
import type { Tables } from "../database/tables.ts";

/** A pseudonym that stands for nobody yet. */
export function newPseudonym(): Pseudonym {
  return pseudonymFrom(randomBytes(6).toString("hex"));
}

/**
 * The pseudonym of each account, made where there is none. An account that changed its login gets
 * another one, so that what was recorded is shown as it was; a login without an id is taken for
 * whoever was seen with it last.
 */
export async function pseudonymsOf(
  db: Kysely<Tables>,
  accounts: readonly Account[],
): Promise<Pseudonyms> {
  if (accounts.length === 0) return new Map();
  const before = await find(db, accounts);
  const lacking = accounts.filter((account) => match(account, before) === undefined);
  if (lacking.length === 0) return named(accounts, before);
  // In one order everywhere: two that make the same people at once must not wait for each other.
  const inOrder = [...lacking].sort((a, b) => (a.login < b.login ? -1 : 1));
  await db
    .insertInto("person")
    .values(inOrder.map(({ id, login }) => ({ pseudonym: newPseudonym(), github_id: id, login })))
    .onConflict((conflict) => conflict.columns(["github_id", "login"]).doNothing())
    .execute();
  return named(accounts, await find(db, accounts));
}

/** The logins of those pseudonyms that still stand for somebody. */
export async function loginsBehind(
  db: Kysely<Tables>,
  pseudonyms: readonly Pseudonym[],
): Promise<ReadonlyMap<Pseudonym, string>> {
  if (pseudonyms.length === 0) return new Map();
  const rows = await db
    .selectFrom("person")
    .select(["pseudonym", "login"])
    .where("pseudonym", "in", pseudonyms)
    .execute();
  return new Map(rows.map(({ pseudonym, login }) => [pseudonym, login]));
}

interface PersonRow {
  readonly pseudonym: string;
  readonly github_id: number | null;
  readonly login: string;
}

/** Newest first. */
function find(db: Kysely<Tables>, accounts: readonly Account[]): Promise<readonly PersonRow[]> {
  const logins = accounts.map(({ login }) => login.toLowerCase());
  return db
    .selectFrom("person")
    .select(["pseudonym", "github_id", "login"])
    .where(sql<string>`lower(login)`, "in", logins)
    .orderBy("id", "desc")
    .execute();
}

function match(account: Account, rows: readonly PersonRow[]): PersonRow | undefined {
  const { id, login } = account;
  return id === null
    ? rows.find((row) => row.login.toLowerCase() === login.toLowerCase())
    : rows.find((row) => row.github_id === id && row.login === login);
}

function named(accounts: readonly Account[], rows: readonly PersonRow[]): Pseudonyms {
  const pairs = accounts.map((account): [string, Named] => {
    const row = match(account, rows);
    if (row === undefined) throw new Error("A pseudonym was made, and is not there.");
    // The spelling that the pseudonym is restored to.
    return [
      account.login.toLowerCase(),
      { ...account, login: row.login, pseudonym: row.pseudonym },
    ];
  });
  return new Map(pairs);
}
