import { rm } from "node:fs/promises";
import { emptyDirectory } from "../support/database.ts";
import type { Data } from "../support/ordeal.ts";
import { PostgresServer } from "../support/postgres.ts";

/** Where a server keeps its data while it is measured. */
export interface Place {
  readonly name: "embedded" | "PostgreSQL";
  readonly data: Data;
  /** The database's server, where there is one. */
  readonly postgres: PostgresServer | null;
  end(): Promise<void>;
}

/** Both kinds of database, empty, one after the other. */
export const PLACES: readonly (() => Promise<Place>)[] = [embedded, onPostgres];

async function embedded(): Promise<Place> {
  const directory = await emptyDirectory();
  return {
    name: "embedded",
    data: { DATA_DIR: directory },
    postgres: null,
    end: () => rm(directory, { recursive: true }),
  };
}

/** An empty database on a server of its own. */
export async function onPostgres(): Promise<Place> {
  const postgres = await PostgresServer.begin();
  return {
    name: "PostgreSQL",
    data: { DATABASE_URL: await postgres.database() },
    postgres,
    end: () => postgres.close(),
  };
}
