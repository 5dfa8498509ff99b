import { PGlite } from "@electric-sql/pglite";
import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { openInMemory } from "../../src/store/database/embedded.ts";
import { migrate } from "../../src/store/migrations/index.ts";
import type { Database } from "../../src/store/database/database.ts";
import { openServer } from "../../src/store/database/server.ts";
import { fingerprint } from "./fingerprint.ts";
import { PostgresServer } from "./postgres.ts";

/** So long one that was given back waits for the next test; it would keep the process from ending. */
const KEPT_FOR_MS = 800;

const free = new Map<Database, NodeJS.Timeout>();
let server: Promise<PostgresServer> | null = null;

/** A database, migrated and empty: embedded, or on PostgreSQL where `TEST_DATABASE` is `postgres`. */
export function emptyDatabase(): Promise<Database> {
  return process.env["TEST_DATABASE"] === "postgres" ? emptyOnServer() : emptyEmbedded();
}

/**
 * An embedded database in memory. To begin one from nothing takes four seconds; a copy of one that
 * was begun before, half a second: it is kept among the temporary files.
 */
export async function emptyEmbedded(): Promise<Database> {
  return openInMemory(await template());
}

/** A folder for `DATA_DIR`, with an embedded database that is migrated and empty. */
export async function emptyDirectory(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "portcullis-test-data-"));
  const dataDir = join(directory, "database");
  const pglite = await PGlite.create({ dataDir, loadDataDir: await template() });
  await pglite.close();
  return directory;
}

/** The address of a database on the PostgreSQL server of the tests. */
export async function emptyOnServerAt(): Promise<string> {
  server ??= PostgresServer.begin().then((begun) => {
    begun.unref();
    return begun;
  });
  return (await server).database();
}

/** A database on a PostgreSQL server that runs as long as this process. */
export async function emptyOnServer(): Promise<Database> {
  return openServer(await emptyOnServerAt(), () => undefined);
}

/** An empty database for a while: one that was given back a moment ago, else a new one. */
export async function borrowDatabase(): Promise<Database> {
  const [used] = free;
  if (!used) return emptyDatabase();
  const [database, closing] = used;
  clearTimeout(closing);
  free.delete(database);
  await empty(database);
  return database;
}

/** To be borrowed again soon, or closed. */
export function giveBack(database: Database): void {
  const close = () => {
    free.delete(database);
    void database.close();
  };
  free.set(database, setTimeout(close, KEPT_FOR_MS));
}

/** Empties every table of ours and of pg-boss's jobs. */
export async function empty(database: Database): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%'
      or schemaname = 'pgboss' and tablename in ('job', 'job_common')`.execute(database.sql);
  const names = rows.map(({ name }) => name).join(", ");
  await pastTriggers(database, (trx) =>
    sql`truncate ${sql.raw(names)} restart identity cascade`.execute(trx),
  );
}

/** Does what the ledger's triggers refuse, as somebody could who administers the database. */
export async function pastTriggers(
  database: Database,
  act: (trx: Database["sql"]) => Promise<unknown>,
): Promise<void> {
  await database.sql.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await act(trx);
  });
}

/** The database's clock cannot be put forward: all that waits for a time is put back. */
export async function letTimePass(database: Database, hours: number): Promise<void> {
  const by = sql`${hours} * interval '1 hour'`;
  await sql`update pgboss.job set start_after = start_after - ${by}`.execute(database.sql);
  await sql`update delivery set due_at = due_at - ${by}`.execute(database.sql);
  await sql`update pause set until = until - ${by}`.execute(database.sql);
  await sql`select pg_notify('portcullis_work', '0'), pg_notify('portcullis_inbox', '')`.execute(
    database.sql,
  );
}

async function template(): Promise<Blob> {
  const name = `portcullis-test-database-${fingerprint("@electric-sql/pglite")}`;
  const path = join(tmpdir(), name);
  if (!existsSync(path)) await makeTemplate(path);
  return new Blob([readFileSync(path)]);
}

async function makeTemplate(path: string): Promise<void> {
  const database = await openInMemory();
  await migrate(database.sql);
  const dump = await database.pglite.dumpDataDir("none");
  await database.close();
  // Others may do the same at this moment: each writes its own, and the last one stays.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
  renameSync(own, path);
}
