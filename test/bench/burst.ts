import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { prepareCrowd, type Crowd } from "../support/crowd.ts";
import { Ordeal } from "../support/ordeal.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { send, type Letter } from "./sender.ts";
import { onPostgres, PLACES, type Place } from "./places.ts";
import type { Table } from "./table.ts";

const BURST = { pullRequests: 100, deliveries: 500 };
const AT_A_TIME = 50;
const LATENCY_MS = 60;

const START = { embedded: "≤ 2 s", PostgreSQL: "≤ 1 s" };
/** As long as it takes a process to give back memory, and a bit. */
const RESTED_AFTER_MS = 12_000;
const MEMORY = { embedded: "≤ 250 MB", PostgreSQL: "≤ 130 MB" };

/** A crowd and so many processes, which are told of nothing yet. */
async function set(place: Place, processes: number, gathered = BURST) {
  const crowd = await prepareCrowd(5);
  const ordeal = new Ordeal(crowd, place.data);
  const servers = await Promise.all(Array.from({ length: processes }, () => ordeal.start()));
  await ordeal.quiet();
  crowd.gather(gathered);
  crowd.github.faults.latency = LATENCY_MS;
  crowd.github.requests.clear();
  return { crowd, ordeal, servers };
}

/** 500 deliveries for 100 pull requests at once; then the start with what that left, and idleness. */
export async function measureBurst(table: Table): Promise<void> {
  for (const begin of PLACES) {
    const place = await begin();
    const { crowd, ordeal, servers } = await set(place, 1);
    const idle = await rested(servers);
    table.head(`500 deliveries for 100 pull requests at once, ${place.name}`);
    const began = performance.now();
    await ordeal.tell(AT_A_TIME);
    await ordeal.untilWrong(0);
    const seconds = (performance.now() - began) / 1_000;
    await ordeal.quiet();
    table.row("taken", "500", String(crowd.taken().length));
    table.row("decided rightly", "100", String(BURST.pullRequests - crowd.wrong().length));
    table.row("requests to GitHub", "≤ 450", String(crowd.github.requests.count()));
    table.row("until the last was decided", "–", `${seconds.toFixed(1)} s`);
    table.row("idle memory after a start, with nothing open", MEMORY[place.name], idle);
    table.row("idle memory after the burst", "–", await rested(servers));
    await ordeal.damage();
    await measureStart(table, place, crowd);
    await crowd.github.stop();
    await place.end();
  }
}

async function measureStart(table: Table, place: Place, crowd: Crowd): Promise<void> {
  const ordeal = new Ordeal(crowd, place.data);
  const server = await ordeal.start();
  table.row(
    "start until ready, with these data",
    START[place.name],
    `${(server.readyAfter / 1_000).toFixed(2)} s`,
  );
  await ordeal.quiet();
  const memory = await rested([server]);
  table.row("idle memory after that, and after looking at all", MEMORY[place.name], memory);
  await server.stop();
}

/** What processes hold when nothing has been done for a while. */
async function rested(servers: readonly ServerProcess[]): Promise<string> {
  await sleep(RESTED_AFTER_MS);
  return servers.map((server) => `${Math.round(server.residentMegabytes())} MB`).join(", ");
}

/** 200 deliveries a second, while what they ask for is done: of a server that has just started, and later. */
export async function measureTaking(table: Table, seconds = 5): Promise<void> {
  for (const begin of PLACES) {
    const place = await begin();
    const { crowd, ordeal, servers } = await set(place, 1, {
      pullRequests: 100,
      deliveries: 200 * seconds,
    });
    const letters = crowd.held().map(({ requestHeaders: headers, body }) => ({ headers, body }));
    for (const when of ["just started", "after the first thousand", "after the second"]) {
      const url = ordeal.address();
      const answers = await send({ url, everyMs: 5, letters: letters.map(delivered) });
      const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
      const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
      const taken = answers.filter(({ status }) => status === 202).length;
      table.head(`Taking ${letters.length} deliveries, 200 a second, ${place.name}, ${when}`);
      table.row("taken", String(letters.length), String(taken));
      table.row("median", "–", `${at(0.5)} ms`);
      table.row("99 of 100 within", "≤ 50 ms", `${at(0.99)} ms`);
      await ordeal.quiet();
    }
    await Promise.all(servers.map((server) => server.stop()));
    ordeal.servers.splice(0);
    await crowd.github.stop();
    await place.end();
  }
}

/** The same event once more, as another delivery. */
function delivered({ headers, body }: Letter): Letter {
  const others = Object.entries(headers).filter(
    ([name]) => name.toLowerCase() !== "x-github-delivery",
  );
  return { headers: { ...Object.fromEntries(others), "X-GitHub-Delivery": randomUUID() }, body };
}

/** What happens in the middle of a burst. */
interface Blow {
  readonly name: string;
  readonly processes: number;
  readonly places: readonly (() => Promise<Place>)[];
  readonly strike: (ordeal: Ordeal, server: ServerProcess, place: Place) => Promise<unknown>;
}

const BLOWS: readonly Blow[] = [
  {
    name: "kill -9, then started again",
    processes: 1,
    places: PLACES,
    strike: async (ordeal, server) => {
      await ordeal.kill(server);
      await ordeal.start();
    },
  },
  {
    name: "three replicas, one killed",
    processes: 3,
    places: [onPostgres],
    strike: (ordeal, server) => ordeal.kill(server),
  },
  {
    name: "three replicas, PostgreSQL restarted",
    processes: 3,
    places: [onPostgres],
    strike: async (_ordeal, _server, { postgres }) => {
      await postgres?.stop("immediate");
      await postgres?.start();
    },
  },
];

/** Blows in the middle of a burst, at another moment each time: what they damaged, if anything. */
export async function measureBlows(table: Table, times: number): Promise<void> {
  table.head("In the middle of the burst: nothing lost, all decided rightly, the chain intact");
  for (const { name, processes, places, strike } of BLOWS)
    for (const begin of places) {
      let well = 0;
      let where = "";
      for (let time = 0; time < times; time++) {
        const place = await begin();
        where = place.name;
        const { crowd, ordeal, servers } = await set(place, processes);
        const told = ordeal.tell(AT_A_TIME);
        await ordeal.untilWrong(Math.round(((time + 1) * BURST.pullRequests) / (times + 1)));
        const [server] = servers;
        if (server) await strike(ordeal, server, place);
        await told;
        await ordeal.deliverFailedAgain();
        const damage = await ordeal.damage();
        if (damage.length === 0) well++;
        else process.stderr.write(`${name}, ${where}:\n${damage.join("\n")}\n`);
        // Many of them take an hour.
        process.stderr.write(`${name}, ${where}: ${well} of ${time + 1} well\n`);
        await crowd.github.stop();
        await place.end();
      }
      table.row(`${name}, ${where}, ${times} times`, `${times} well`, `${well} well`);
    }
}
