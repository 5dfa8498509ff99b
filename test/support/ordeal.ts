import { setTimeout as sleep } from "node:timers/promises";
import { verifyChain } from "../../src/application/index.ts";
import { DatabaseLedger, openDatabase, type Database } from "../../src/store/index.ts";
import type { Crowd } from "./crowd.ts";
import { KNOWLEDGE } from "./knowledge.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";

/** Where the servers keep their data. */
export type Data = { readonly DATA_DIR: string } | { readonly DATABASE_URL: string };

/** What went wrong, a line each: empty where nothing was lost, mixed up or broken. */
export type Damage = readonly string[];

/** Processes of Portcullis that are told of a crowd's events while they are killed and started. */
export class Ordeal {
  readonly #crowd: Crowd;
  readonly #data: Data;
  readonly servers: ServerProcess[] = [];

  constructor(crowd: Crowd, data: Data) {
    this.#crowd = crowd;
    this.#data = data;
  }

  /** One more process. */
  async start(): Promise<ServerProcess> {
    const { github } = this.#crowd;
    const CLOCK = this.#crowd.clock();
    const server = await startServerProcess({ ...github.environment(), ...this.#data, CLOCK });
    this.servers.push(server);
    github.connect(addressOf(server));
    return server;
  }

  /** What has begun at the start is done, as far as GitHub can see. */
  async quiet(): Promise<void> {
    await this.#crowd.github.settled({ quietFor: 1_000 });
  }

  tell(atATime: number): Promise<void> {
    return this.#crowd.tell(atATime, () => this.servers.map(addressOf));
  }

  /** Where the first of them hears of events. */
  address(): string {
    const [server] = this.servers;
    if (!server) throw new Error("No process runs.");
    return addressOf(server);
  }

  /** Kills one in the middle of its work. */
  async kill(server: ServerProcess): Promise<void> {
    this.servers.splice(this.servers.indexOf(server), 1);
    const [other] = this.servers;
    this.#crowd.github.connect(other && addressOf(other));
    await server.kill();
  }

  /** As Portcullis asks for, some minutes later, of what GitHub could not deliver. */
  async deliverFailedAgain(): Promise<void> {
    const { deliveries } = this.#crowd.github;
    for (const { id } of deliveries.failures()) deliveries.redeliver(id);
    await deliveries.settled();
  }

  /** Waits until at the most so many pull requests are wrong. */
  async untilWrong(atMost: number, withinMs = 120_000): Promise<void> {
    const end = performance.now() + withinMs;
    while (this.#crowd.wrong().length > atMost && performance.now() < end) await sleep(20);
  }

  /** Ends all, and looks into what they left. */
  async damage(): Promise<Damage> {
    await this.untilWrong(0);
    await this.quiet();
    await Promise.all(this.servers.splice(0).map((server) => server.stop()));
    return [...this.#crowd.wrong(), ...(await this.#left())];
  }

  async #left(): Promise<Damage> {
    const database = await openData(this.#data);
    const rows = await database.sql.selectFrom("delivery").select(["id", "state"]).execute();
    const stateOf = new Map(rows.map(({ id, state }) => [id, state]));
    const damage = this.#crowd.taken().flatMap(({ guid, event }) => {
      const state = stateOf.get(guid);
      return state === "handled" ? [] : [`${event} ${guid} was taken, and is ${state ?? "lost"}`];
    });
    const ledger = new DatabaseLedger(database.sql, { knowledge: KNOWLEDGE, version: "test" });
    for (const repository of await ledger.repositories()) {
      const verdict = await verifyChain(ledger.chain(repository), () => ledger.head(repository));
      if (verdict.status === "broken") damage.push(`${repository}: ${verdict.break.message}`);
    }
    await database.close();
    return damage;
  }
}

/** The database in which servers keep these. */
export function openData(data: Data): Promise<Database> {
  const choice = {
    databaseUrl: "DATABASE_URL" in data ? data.DATABASE_URL : null,
    dataDirectory: "DATA_DIR" in data ? data.DATA_DIR : "",
  };
  return openDatabase(choice, () => undefined);
}

function addressOf({ url }: ServerProcess): string {
  return `${url}/api/github/webhooks`;
}
