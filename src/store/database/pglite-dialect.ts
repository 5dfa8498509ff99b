import type { PGlite, Transaction } from "@electric-sql/pglite";
import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from "kysely";
import type { OneByOne } from "./one-by-one.ts";

/** Kysely on an embedded PostgreSQL: the same SQL as on a server, over the one session it has. */
export function pgliteDialect(pglite: PGlite, statements: OneByOne): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PgliteDriver(pglite, statements),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class PgliteDriver implements Driver {
  readonly #pglite: PGlite;
  readonly #statements: OneByOne;

  constructor(pglite: PGlite, statements: OneByOne) {
    this.#pglite = pglite;
    this.#statements = statements;
  }

  init(): Promise<void> {
    return this.#pglite.waitReady;
  }

  acquireConnection(): Promise<PgliteConnection> {
    return Promise.resolve(new PgliteConnection(this.#pglite, this.#statements));
  }

  beginTransaction(connection: PgliteConnection): Promise<void> {
    return connection.begin();
  }

  commitTransaction(connection: PgliteConnection): Promise<void> {
    return connection.end("commit");
  }

  rollbackTransaction(connection: PgliteConnection): Promise<void> {
    return connection.end("rollback");
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  /** Whoever opened the database closes it. */
  destroy(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * There is one session only, so a transaction has to keep everybody else's statements out of it:
 * PGlite does so for as long as the function given to `transaction` runs.
 */
class PgliteConnection implements DatabaseConnection {
  readonly #pglite: PGlite;
  readonly #statements: OneByOne;
  #open: {
    readonly transaction: Transaction;
    readonly end: (how: "commit" | "rollback") => void;
    readonly ended: Promise<void>;
  } | null = null;

  constructor(pglite: PGlite, statements: OneByOne) {
    this.#pglite = pglite;
    this.#statements = statements;
  }

  async begin(): Promise<void> {
    await this.#statements.turn();
    const begun = Promise.withResolvers<Transaction>();
    const asked = Promise.withResolvers<"commit" | "rollback">();
    const ended = this.#pglite.transaction(async (transaction) => {
      begun.resolve(transaction);
      if ((await asked.promise) === "rollback") await transaction.rollback();
    });
    ended.catch(begun.reject);
    this.#open = { transaction: await begun.promise, end: asked.resolve, ended };
  }

  async end(how: "commit" | "rollback"): Promise<void> {
    const open = this.#open;
    this.#open = null;
    open?.end(how);
    await open?.ended;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    // A transaction keeps all others waiting, and so waits for nobody.
    if (this.#open === null) await this.#statements.turn();
    const session = this.#open?.transaction ?? this.#pglite;
    const { rows, affectedRows } = await session.query<R>(sql, [...parameters]);
    return {
      rows,
      ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }),
    };
  }

  // eslint-disable-next-line require-yield -- Kysely asks for it; nothing here reads as a stream
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    await Promise.reject(new Error("The embedded database does not stream."));
  }
}
