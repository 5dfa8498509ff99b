import type { Kysely } from "kysely";
import type { PoolConfig } from "pg";
import type { ConstructorOptions } from "pg-boss";
import type { Tables } from "./tables.ts";

/** A database that is open: embedded, or a PostgreSQL server. The same SQL runs on both. */
export interface Database {
  readonly kind: "embedded" | "server";
  readonly sql: Kysely<Tables>;
  /** Rejects where it does not answer. */
  readonly ping: () => Promise<unknown>;
  /** How pg-boss reaches it; what else stands there goes to the pool that it makes. */
  readonly boss: Pick<ConstructorOptions, "db" | "backend" | "connectionString" | "max"> &
    Pick<PoolConfig, "query_timeout" | "keepAlive">;
  /**
   * Calls back whenever some process said `notify` on the channel, and once whenever notifications
   * may have been missed. A connection that breaks is made again.
   */
  listen(channel: Channel, onNotification: (payload: string) => void): Promise<Listening>;
  close(): Promise<void>;
}

/** What processes tell each other: that a delivery came, that there is work, what to read anew. */
export const CHANNELS = ["portcullis_inbox", "portcullis_work", "portcullis_forget"] as const;

export type Channel = (typeof CHANNELS)[number];

export interface Listening {
  close(): Promise<void>;
}
