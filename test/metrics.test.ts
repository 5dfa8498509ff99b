import type { AddressInfo } from "node:net";
import { serve } from "../src/http.ts";
import { createMetrics } from "../src/metrics.ts";
import type { Depth } from "../src/store/index.ts";

const DEPTH: Depth = { due: 3, running: 1, later: 2, oldestSeconds: 7, received: 4, parked: 5 };
const OF_THE_DATABASE = /^portcullis_(queue|inbox)_.*/gm;

describe("the metrics", () => {
  const reading = [
    ["refuses", () => Promise.reject(new Error("away"))],
    ["does not answer", () => new Promise<never>(() => undefined)],
  ] as const;

  it.each(reading)("leave out what only the database knows while it %s", async (_, away) => {
    let depth: () => Promise<Depth> = () => Promise.resolve(DEPTH);
    const metrics = createMetrics(() => depth());
    metrics.delivered("handled");
    expect((await metrics.text()).match(OF_THE_DATABASE)).toHaveLength(6);
    depth = away;
    const began = performance.now();
    const text = await metrics.text();
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(text.match(OF_THE_DATABASE)).toBeNull();
    expect(text).toContain('portcullis_deliveries_total{result="handled"} 1');
    depth = () => Promise.resolve(DEPTH);
    expect(await metrics.text()).toContain("portcullis_queue_oldest_seconds 7");
  });

  it("say that what waits is told by every replica for all of them", async () => {
    const text = await createMetrics(() => Promise.resolve(DEPTH)).text();
    const helps = text.match(/^# HELP portcullis_(queue|inbox)_.*$/gm);
    expect(helps).toHaveLength(3);
    for (const help of helps ?? []) expect(help).toContain("take the maximum, not the sum");
  });

  it("are answered with 503 where nothing can be read, instead of never", async () => {
    const { server, close } = serve({
      webhooks: () => undefined,
      isReady: () => Promise.resolve(true),
      metrics: () => Promise.reject(new Error("nothing")),
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
      signal: AbortSignal.timeout(5_000),
    });
    await answer.text();
    await close();
    expect(answer.status).toBe(503);
  });
});
