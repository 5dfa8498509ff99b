import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { load } from "js-yaml";
import { createNodeMiddleware, Probot } from "probot";
import { z } from "zod";
import { EVENTS, jobsOf } from "../../src/webhooks/jobs-of.ts";
import { webhookApp } from "../../src/webhooks/index.ts";

describe("the events", () => {
  it("are exactly those that the manifest asks for, and those that every App gets", () => {
    const { default_events: events } = z
      .object({ default_events: z.array(z.string()) })
      .parse(load(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")));
    // https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation
    const always = ["installation", "installation_repositories"];
    expect(Object.keys(EVENTS).sort()).toEqual([...events, ...always].sort());
  });

  it("say what to look at", () => {
    const payload = {
      installation: { id: 1 },
      repository: { full_name: "acme/shop", default_branch: "main" },
      release: { id: 42 },
    };
    const where = { installationId: 1, repository: "acme/shop" };
    const job = { kind: "release", ...where, id: 42, again: false, movedFrom: null };
    expect(jobsOf("release", payload)).toEqual([job]);
    expect(jobsOf("star", payload)).toEqual([]);
    expect(jobsOf("constructor", payload)).toEqual([]);
  });

  it("of people and installations lead to everything that they can change", () => {
    const installation = { id: 7 };
    const people = [{ kind: "people", installationId: 7 }];
    expect(jobsOf("membership", { installation, action: "removed" })).toEqual(people);
    expect(jobsOf("team", { installation, action: "deleted" })).toEqual(people);
    expect(jobsOf("organization", { installation, action: "member_removed" })).toEqual(people);
    expect(jobsOf("team", { installation, action: "added_to_repository" })).toEqual([]);
    const all = [{ kind: "installation", installationId: 7 }];
    expect(jobsOf("installation", { installation, action: "created" })).toEqual(all);
    expect(jobsOf("installation", { installation, action: "deleted" })).toEqual([]);
    const added = { installation, repositories_added: [{ full_name: "acme/new" }] };
    expect(jobsOf("installation_repositories", added)).toEqual([
      { kind: "repository", installationId: 7, repository: "acme/new" },
    ]);
  });

  it("with a payload that is not GitHub's are refused, whichever they are", () => {
    for (const event of Object.keys(EVENTS))
      expect(() => jobsOf(event, { action: "opened" })).toThrow();
  });
});

describe("the door for webhooks", () => {
  const SECRET = "keep it";
  const BODY = JSON.stringify({ zen: "Keep it logically awesome." });
  const HEADERS = {
    "content-type": "application/json",
    "x-github-event": "ping",
    "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
  };
  let server: Server;
  let stored: unknown[] = [];
  let failure: Error | null = null;
  const answers: number[] = [];
  const told: [string, number][] = [];

  beforeAll(async () => {
    const accept = (received: unknown) => {
      if (failure) return Promise.reject(failure);
      stored.push(received);
      return Promise.resolve();
    };
    const path = "/api/github/webhooks";
    const onAnswer = (status: number) => answers.push(status);
    const onRefused = (why: string, times: number) => told.push([why, times]);
    const app = webhookApp({ path, accept, onTrouble: () => undefined, onAnswer, onRefused });
    const probot = new Probot({ appId: 1, privateKey: "none", secret: SECRET, logLevel: "fatal" });
    const middleware = await createNodeMiddleware(app, { probot, webhooksPath: path });
    server = createServer((request, response) => {
      void middleware(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    stored = [];
    failure = null;
  });
  afterAll(() => server.close());

  const signed = (body: string) => ({
    "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
  });
  const send = async (headers: Record<string, string>, body = BODY, method = "POST") => {
    const { port } = server.address() as AddressInfo;
    const init = method === "POST" ? { method, headers, body } : { method, headers };
    return (await fetch(`http://127.0.0.1:${port}/api/github/webhooks`, init)).status;
  };

  it("stores what GitHub signed, and answers 202", async () => {
    expect(await send({ ...HEADERS, ...signed(BODY) })).toBe(202);
    const payload: unknown = JSON.parse(BODY);
    expect(stored).toEqual([{ id: HEADERS["x-github-delivery"], event: "ping", payload }]);
  });

  it("answers 503 where it cannot be stored, so that GitHub counts it as failed", async () => {
    failure = new Error("the database is down");
    expect(await send({ ...HEADERS, ...signed(BODY) })).toBe(503);
  });

  it.each([
    ["no signature", HEADERS, BODY, 400],
    ["a wrong signature", { ...HEADERS, ...signed("other") }, BODY, 401],
    ["a signature in a form of its own", { ...HEADERS, "x-hub-signature-256": "x" }, BODY, 401],
    ["no delivery's id", { ...HEADERS, ...signed(BODY), "x-github-delivery": "" }, BODY, 400],
    ["a form", { ...HEADERS, ...signed(BODY), "content-type": "text/plain" }, BODY, 415],
    ["what is no JSON", { ...HEADERS, ...signed("{") }, "{", 400],
  ])("refuses %s", async (_what, headers, body, status) => {
    expect(await send(headers, body)).toBe(status);
    expect(answers.at(-1)).toBe(status);
    expect(stored).toEqual([]);
  });

  it("tells an operator that the secret is another or missing, once", async () => {
    for (let time = 0; time < 3; time++) {
      await send({ ...HEADERS, ...signed("other") });
      await send(HEADERS);
    }
    await send({ ...HEADERS, ...signed(BODY), "x-github-event": "" });
    await send(HEADERS, "", "GET");
    expect(told.sort()).toEqual([
      [expect.stringContaining("has no signature"), 1],
      [expect.stringContaining("not made with WEBHOOK_SECRET"), 1],
    ]);
  });

  it("refuses what does not say how long it is", async () => {
    const { port } = server.address() as AddressInfo;
    const body = new Blob([BODY]).stream();
    const headers = { ...HEADERS, ...signed(BODY) };
    const init = { method: "POST", headers, body, duplex: "half" as const };
    const answer = await fetch(`http://127.0.0.1:${port}/api/github/webhooks`, init);
    expect(answer.status).toBe(413);
  });

  it("refuses everything but POST", async () => {
    expect(await send(HEADERS, "", "GET")).toBe(405);
  });
});
