import { Kysely, PostgresDialect } from "kysely";
import { Client, Pool, types, type CustomTypesConfig, type QueryConfig } from "pg";
import type { Database } from "./database.ts";
import { Notifications } from "./notifications.ts";
import { withoutSilent } from "./silent.ts";
import type { Tables } from "./tables.ts";

/** How long to wait for a connection, and for an answer: statements take milliseconds. */
const CONNECT_WITHIN = 5_000;
const ANSWERED_WITHIN = 20_000;

/**
 * Asks for nothing, and gives up sooner. A connection on which that is not answered is thrown away by
 * the pool: whoever asks often whether we are ready would keep all of them busy with silence.
 */
const PING: QueryConfig & { readonly query_timeout: number } = {
  text: "select",
  query_timeout: 2_000,
};

/** `bigint` as a number, as the embedded database gives it: we count nothing beyond 2^53. */
const TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8 ? Number : (types.getTypeParser(oid, format) as never),
};

/** Opens a PostgreSQL server. `onError` hears of connections that break while nobody uses them. */
export function openServer(url: string, onError: (error: Error) => void): Database {
  const options = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_WITHIN,
    // One that listens says nothing for hours: that nobody is there any more has to be asked for.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: TYPES,
  };
  const pool = new Pool({
    ...options,
    query_timeout: ANSWERED_WITHIN,
    max: 8,
    application_name: "portcullis",
  });
  pool.on("error", onError);
  // One that breaks within a transaction, between two statements, is not the pool's to hear of. Its
  // next statement fails; but nobody hearing of it would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const notifications = new Notifications(() => new Client(options), onError);
  return {
    kind: "server",
    sql: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withoutSilent(pool) }) }),
    ping: () => pool.query(PING),
    boss: {
      connectionString: url,
      backend: "postgres",
      max: 4,
      keepAlive: true,
      query_timeout: ANSWERED_WITHIN,
    },
    listen: (channel, onNotification) => notifications.listen(channel, onNotification),
    close: () => pool.end(),
  };
}
