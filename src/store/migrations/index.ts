import { Migrator, type Kysely, type Migration } from "kysely";
import type { Tables } from "../database/tables.ts";
import { inbox } from "./0001-inbox.ts";
import { work } from "./0002-work.ts";
import { ledger } from "./0003-ledger.ts";
import { hints } from "./0004-hints.ts";

/** In their order; what has been released is never changed, only added to. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-inbox": { up: inbox },
  "0002-work": { up: work },
  "0003-ledger": { up: ledger },
  "0004-hints": { up: hints },
};

/** Brings the tables up to date; processes that start at the same time wait for each other. */
export async function migrate(sql: Kysely<Tables>): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) };
  const { error } = await new Migrator({ db: sql, provider }).migrateToLatest();
  if (error !== undefined) {
    throw new Error("The database could not be brought up to date.", { cause: error });
  }
}
