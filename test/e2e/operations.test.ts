import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { startSimulator } from "../simulator/index.ts";
import { PostgresServer } from "../support/postgres.ts";
import { startServerProcess, type ServerProcess } from "../support/server-process.ts";
import { setStage } from "../support/stage.ts";
import { until } from "../support/until.ts";
import { layWire, type Wire } from "../support/wire.ts";

const HEAD = [
  "POST /api/github/webhooks HTTP/1.1",
  "Host: portcullis",
  "Content-Type: application/json",
  "Content-Length: 100",
  "X-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958",
  "X-GitHub-Event: ping",
  "X-Hub-Signature-256: sha256=00",
].join("\r\n");

/** As many as a process makes to its database, but for pg-boss's. */
const CONNECTIONS = 8;

/** What somebody sends who then does nothing more. */
const STALLED: readonly (readonly [string, string])[] = [
  ["one byte of a body", `${HEAD}\r\n\r\n{`],
  ["half a head", HEAD],
  ["nothing", ""],
  ["what was answered, on a connection that stays", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"],
];

async function knock(url: string, said: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  if (said !== "") socket.write(said);
  return socket;
}

describe("the server, told to stop", () => {
  it.each(STALLED)("does so while somebody has sent %s", async (_what, said) => {
    const stage = await setStage();
    await stage.settled();
    const socket = await knock(stage.app.url, said);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    const stopped = stage.close().then(() => performance.now() - began);
    const late = new Promise((resolve) => setTimeout(resolve, 6_000, Number.POSITIVE_INFINITY));
    const took = await Promise.race([stopped, late]);
    socket.destroy();
    await stopped;
    expect(took).toBeLessThan(6_000);
  });

  it("ends within ten seconds although its database does not answer", async () => {
    const postgres = await PostgresServer.begin();
    const github = await startSimulator({});
    const wire = await layWire(await postgres.database());
    try {
      const child = await startServerProcess({ ...github.environment(), DATABASE_URL: wire.url });
      wire.hold();
      // Now something waits for it.
      expect((await fetch(`${child.url}/readyz`)).status).toBe(503);
      const began = performance.now();
      const late = setTimeout(() => void child.kill(), 20_000);
      await child.stop();
      clearTimeout(late);
      expect(performance.now() - began).toBeLessThan(12_000);
    } finally {
      wire.cut();
      await github.stop();
      await postgres.close();
    }
  });
});

describe("the server, whose database does not answer", () => {
  let postgres: PostgresServer;
  let github: Awaited<ReturnType<typeof startSimulator>>;
  let wire: Wire;
  let child: ServerProcess;
  beforeEach(async () => {
    postgres = await PostgresServer.begin();
    github = await startSimulator({});
    wire = await layWire(await postgres.database());
    child = await startServerProcess({ ...github.environment(), DATABASE_URL: wire.url });
  });
  afterEach(async () => {
    await child.kill();
    wire.cut();
    await github.stop();
    await postgres.close();
  });

  /** Asks so often at once that every connection is used; answers who said what, and how soon. */
  const ask = () =>
    Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        const began = performance.now();
        const { ok } = await fetch(`${child.url}/readyz`);
        return { ok, isSoon: performance.now() - began < 3_000 };
      }),
    );

  it.each(["free", "forget"] as const)("is not ready until it answers again (%s)", async (end) => {
    expect(await ask()).not.toContainEqual(expect.objectContaining({ ok: false }));
    wire.hold();
    const silent = { ok: false, isSoon: true };
    expect(await ask()).toEqual(Array.from({ length: CONNECTIONS }, () => silent));
    wire[end]();
    const ended = performance.now();
    await until(async () => (await fetch(`${child.url}/readyz`)).ok);
    expect(performance.now() - ended).toBeLessThan(5_000);
  });
});
