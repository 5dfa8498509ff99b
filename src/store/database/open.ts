import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";
import { openServer } from "./server.ts";

/** Where the embedded database lies when nobody says otherwise. */
export const DATA_DIRECTORY = ".portcullis";

/** Which database: a server's address, or else a directory of ours. */
export interface DatabaseChoice {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
}

/** Opens the database that the environment names. `onError` hears of connections that break. */
export async function openDatabase(
  { databaseUrl, dataDirectory }: DatabaseChoice,
  onError: (error: Error) => void,
): Promise<Database> {
  if (databaseUrl !== null) return openServer(databaseUrl, onError);
  // Payloads and people's approvals are nobody else's business on this machine.
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const unlock = await lockDirectory(dataDirectory);
  try {
    // Loaded only here: who has a server has no memory to spare for another database.
    const { openEmbedded } = await import("./embedded.ts");
    const database = await openEmbedded(join(dataDirectory, "database"));
    const close = () => database.close().finally(unlock);
    return { ...database, close };
  } catch (error) {
    await unlock();
    throw error;
  }
}
