import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { z } from "zod";
import type { Job } from "../../src/application/index.ts";
import { webhookApp } from "../../src/webhooks/index.ts";

type App = ReturnType<typeof webhookApp>;
type Listener = (context: object) => unknown;

/** The listeners that our app registers with Probot, by their event. */
function listeners(add: (job: Job) => void): ReadonlyMap<string, Listener> {
  const heard = new Map<string, Listener>();
  const probot = { on: (event: string, listener: Listener) => heard.set(event, listener) };
  void webhookApp({ add })(...([probot] as unknown as Parameters<App>));
  return heard;
}

const log = { info: () => undefined };

describe("the app", () => {
  it("hears exactly the events that its manifest asks for", () => {
    const { default_events: events } = z
      .object({ default_events: z.array(z.string()) })
      .parse(load(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")));
    const heard = listeners(() => undefined);
    expect([...heard.keys()].sort()).toEqual([...events].sort());
  });

  it("queues what an event hints at", async () => {
    const jobs: Job[] = [];
    const payload = {
      installation: { id: 1 },
      repository: { full_name: "acme/shop", default_branch: "main" },
      release: { id: 42 },
    };
    await listeners((job) => jobs.push(job)).get("release")?.({ id: "d1", payload, log });
    expect(jobs).toEqual([
      {
        kind: "release",
        installationId: 1,
        repository: "acme/shop",
        id: 42,
        again: false,
        movedFrom: null,
      },
    ]);
  });

  it("queues nothing from a payload that is not GitHub's, whatever the event", () => {
    const jobs: Job[] = [];
    for (const [event, listener] of listeners((job) => jobs.push(job)))
      expect(() => listener({ id: event, payload: { action: "opened" }, log })).toThrow();
    expect(jobs).toEqual([]);
  });
});
