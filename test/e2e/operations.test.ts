import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { startSimulator } from "../simulator/index.ts";
import { PostgresServer } from "../support/postgres.ts";
import { startServerProcess } from "../support/server-process.ts";
import { setStage } from "../support/stage.ts";
import { layWire } from "../support/wire.ts";

const HEAD = [
  "POST /api/github/webhooks HTTP/1.1",
  "Host: portcullis",
  "Content-Type: application/json",
  "Content-Length: 100",
  "X-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958",
  "X-GitHub-Event: ping",
  "X-Hub-Signature-256: sha256=00",
].join("\r\n");

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
