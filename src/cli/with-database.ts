import { existsSync } from "node:fs";
import { loadKnowledge } from "../configuration.ts";
import {
  DATA_DIRECTORY,
  DatabaseLedger,
  DirectoryInUse,
  migrate,
  openDatabase,
  socketPath,
  UnhandledDeliveries,
  type Database,
} from "../store/index.ts";
import { VERSION } from "../version.ts";
import type { Desk } from "./data-command.ts";

/** There is no database to open; the message is a sentence that says what to do. */
export class NoDatabase extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoDatabase";
  }
}

/** Another process has the data open. */
export class InUse extends Error {
  /** The path of the socket at which it can be asked to do something, where it is the server. */
  readonly door: string;

  constructor({ message, directory }: DirectoryInUse) {
    super(message);
    this.name = "InUse";
    this.door = doorIn(directory);
  }
}

/** Where the server whose data lie in this folder can be asked. */
export function doorIn(dataDirectory: string): string {
  return socketPath(dataDirectory, "door");
}

/**
 * Opens the server's database, lets it be used, and closes it: PostgreSQL where `DATABASE_URL` is
 * set, else the embedded one in `DATA_DIR`. Loaded only when needed: most commands need no database.
 * @throws NoDatabase, InUse
 */
export async function withDesk<T>(
  environment: NodeJS.ProcessEnv,
  use: (desk: Desk) => Promise<T>,
): Promise<T> {
  const database = await open(environment);
  try {
    await migrate(database.sql);
    return await use(deskOf(database));
  } finally {
    await database.close();
  }
}

function deskOf({ sql }: Database): Desk {
  const knowledge = loadKnowledge();
  return {
    ledger: new DatabaseLedger(sql, { knowledge, version: VERSION }),
    deliveries: new UnhandledDeliveries(sql),
    knowledge,
    version: VERSION,
  };
}

async function open(environment: NodeJS.ProcessEnv): Promise<Database> {
  const given = (name: string) => (environment[name] === "" ? undefined : environment[name]);
  const databaseUrl = given("DATABASE_URL") ?? null;
  const dataDirectory = given("DATA_DIR") ?? DATA_DIRECTORY;
  if (databaseUrl === null && !existsSync(dataDirectory)) {
    throw new NoDatabase(
      `There is no data of Portcullis in ${dataDirectory}. Set DATA_DIR to the server's folder, or DATABASE_URL to its database.`,
    );
  }
  try {
    return await openDatabase({ databaseUrl, dataDirectory }, () => undefined);
  } catch (error) {
    if (error instanceof DirectoryInUse) throw new InUse(error);
    throw error;
  }
}
