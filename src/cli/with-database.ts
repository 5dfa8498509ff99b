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
  const { openEmbedded, openServer } = await import("../store/index.ts");
  const url = environment["DATABASE_URL"] ?? "";
  if (url !== "") return openServer(url, () => undefined);
  const directory = environment["DATA_DIR"] ?? "";
  const chosen = directory === "" ? DATA_DIR : directory;
  if (!existsSync(chosen)) {
    throw new NoDatabase(
      `There is no data of Portcullis in ${chosen}. Set DATA_DIR to the server's folder, or DATABASE_URL to its database.`,
    );
  }
  return openEmbedded(chosen);
}

/** The ledger in a database that is open. */
export async function openLedger(
  database: Database,
  options: { readonly knowledge: Knowledge; readonly version: string },
): Promise<Ledger> {
  const { DatabaseLedger } = await import("../store/index.ts");
  return new DatabaseLedger(database.sql, options);
}
