import { existsSync } from "node:fs";
import type { Knowledge, Ledger } from "../application/index.ts";
import type { Database } from "../store/index.ts";

/** Where the server keeps its data when nobody says otherwise. */
const DATA_DIR = ".portcullis";

/** There is no database to open; the message is a sentence that says what to do. */
export class NoDatabase extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NoDatabase";
  }
}

/**
 * Opens the server's database, lets it be used, and closes it: PostgreSQL where `DATABASE_URL` is
 * set, else the embedded one in `DATA_DIR`.
 * @throws NoDatabase
 */
export async function withDatabase<T>(
  environment: NodeJS.ProcessEnv,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  // Loaded only here: no other command needs a database.
  const { migrate } = await import("../store/index.ts");
  const database = await open(environment);
  try {
    await migrate(database.sql);
    return await use(database);
  } finally {
    await database.close();
  }
}

async function open(environment: NodeJS.ProcessEnv): Promise<Database> {
  const { DirectoryInUse, openDatabase } = await import("../store/index.ts");
  const given = (name: string) => (environment[name] === "" ? undefined : environment[name]);
  const databaseUrl = given("DATABASE_URL") ?? null;
  const dataDirectory = given("DATA_DIR") ?? DATA_DIR;
  if (databaseUrl === null && !existsSync(dataDirectory)) {
    throw new NoDatabase(
      `There is no data of Portcullis in ${dataDirectory}. Set DATA_DIR to the server's folder, or DATABASE_URL to its database.`,
    );
  }
  try {
    return await openDatabase({ databaseUrl, dataDirectory }, () => undefined);
  } catch (error) {
    if (error instanceof DirectoryInUse) throw new NoDatabase(error.message, { cause: error });
    throw error;
  }
}

/** The ledger in a database that is open. */
export async function openLedger(
  database: Database,
  options: { readonly knowledge: Knowledge; readonly version: string },
): Promise<Ledger> {
  const { DatabaseLedger } = await import("../store/index.ts");
  return new DatabaseLedger(database.sql, options);
}
