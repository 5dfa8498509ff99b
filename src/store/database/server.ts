import { Kysely, PostgresDialect } from "kysely";
import { Client, Pool, types, type CustomTypesConfig } from "pg";
import type { Database, Listening } from "./database.ts";
import type { Tables } from "./tables.ts";

/** How long to wait for a connection, and before a broken one is made again; milliseconds. */
const CONNECT_WITHIN = 5_000;
const AGAIN_AFTER = 1_000;

/** `bigint` as a number, as the embedded database gives it: we count nothing beyond 2^53. */
const TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8 ? Number : (types.getTypeParser(oid, format) as never),
};

/** Opens a PostgreSQL server. `onError` hears of connections that break while nobody uses them. */
export function openServer(url: string, onError: (error: Error) => void): Database {
  const options = { connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN, types: TYPES };
  const pool = new Pool({ ...options, max: 8, application_name: "portcullis" });
  pool.on("error", onError);
  // One that breaks within a transaction, between two statements, is not the pool's to hear of. Its
  // next statement fails; but nobody hearing of it would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return {
    kind: "server",
    sql: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    boss: { connectionString: url, backend: "postgres", max: 4 },
    listen: (channel, onNotification) => {
      const listener = new Listener(() => new Client(options), channel, onNotification, onError);
      return listener.start();
    },
    close: () => pool.end(),
  };
}

/** Keeps one connection that listens, and makes it again when it breaks. */
class Listener implements Listening {
  readonly #connect: () => Client;
  readonly #channel: string;
  readonly #onNotification: (payload: string) => void;
  readonly #onError: (error: Error) => void;
  #client: Client | null = null;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    connect: () => Client,
    channel: string,
    onNotification: (payload: string) => void,
    onError: (error: Error) => void,
  ) {
    this.#connect = connect;
    this.#channel = channel;
    this.#onNotification = onNotification;
    this.#onError = onError;
  }

  async start(): Promise<this> {
    await this.#open();
    return this;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#again);
    await this.#client?.end();
  }

  async #open(): Promise<void> {
    const client = this.#connect();
    this.#client = client;
    client.on("notification", ({ payload }) => {
      this.#onNotification(payload ?? "");
    });
    // A broken connection tells of it by both, and more than once; it is made again once.
    const broken = Promise.withResolvers<Error>();
    client.on("error", broken.resolve);
    client.once("end", () => {
      broken.resolve(new Error("The connection that listens has ended."));
    });
    void broken.promise.then((error) => {
      this.#retry(error);
    });
    try {
      await client.connect();
      await client.query(`listen ${this.#channel}`);
      // What was said while nobody listened is not said again.
      this.#onNotification("");
    } catch (error) {
      broken.resolve(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #retry(error: Error): void {
    if (this.#closed) return;
    this.#onError(error);
    this.#again = setTimeout(() => void this.#open(), AGAIN_AFTER);
  }
}
