import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import { Kysely } from "kysely";
import { fromPglite } from "pg-boss";
import type { Database } from "./database.ts";
import { OneByOne } from "./one-by-one.ts";
import { pgliteDialect } from "./pglite-dialect.ts";
import type { Tables } from "./tables.ts";

/**
 * PostgreSQL's buffers are made for servers: 128 MB. What we keep fits into 8, which makes 150 MB
 * less of memory.
 */
const START_PARAMETERS = [...PGlite.defaultStartParams, "-c", "shared_buffers=8MB"];

/**
 * V8 would compile what is used often a second time, better. That takes a second and 400 MB while the
 * server starts, and 70 MB for good, and made queries no faster where it was measured. To be said
 * before the database is compiled.
 */
function compileOnce(): void {
  setFlagsFromString("--no-wasm-tier-up");
  setFlagsFromString("--no-wasm-dynamic-tiering");
}

/** Opens, or begins, a database in a directory; one process at a time, see `directory-lock.ts`. */
export async function openEmbedded(dataDirectory: string): Promise<Database> {
  compileOnce();
  return embedded(await PGlite.create({ dataDir: dataDirectory, startParams: START_PARAMETERS }));
}

/** A database in memory, from a dump of its files where one is given. */
export async function openInMemory(dump?: Blob): Promise<Database & { readonly pglite: PGlite }> {
  compileOnce();
  const pglite = await PGlite.create({
    startParams: START_PARAMETERS,
    ...(dump ? { loadDataDir: dump } : {}),
  });
  return { ...embedded(pglite), pglite };
}

function embedded(pglite: PGlite): Database {
  const statements = new OneByOne();
  const boss = fromPglite(pglite);
  const executeSql: typeof boss.executeSql = async (text, values) => {
    await statements.turn();
    return boss.executeSql(text, values);
  };
  return {
    kind: "embedded",
    sql: new Kysely<Tables>({ dialect: pgliteDialect(pglite, statements) }),
    ping: () => executeSql("select"),
    boss: { db: { ...boss, executeSql }, backend: "pglite" },
    listen: async (channel, onNotification) => {
      const stop = await pglite.listen(channel, onNotification);
      return { close: () => stop() };
    },
    close: () => pglite.close(),
  };
}
