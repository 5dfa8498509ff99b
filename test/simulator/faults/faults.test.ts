import { pick } from "../support/pick.ts";
import type { Shop } from "../support/shop.ts";
import { startShop } from "../support/shop.ts";

let world: Shop;

beforeAll(async () => {
  world = await startShop();
});

afterEach(() => {
  world.github.faults.clear();
});

afterAll(async () => {
  await world.github.stop();
});

const read = async (): ReturnType<Shop["client"]["rest"]> =>
  world.client.rest("GET", "/repos/acme/shop");
const query = `query Title { repository(owner: "acme", name: "shop") {
  pullRequest(number: 1) { title reviews(first: 1) { totalCount } } } }`;

describe("faults", () => {
  it("answer with a server error as often as asked", async () => {
    world.github.faults.inject({ status: 502 }, ({ path }) => path === "/repos/acme/shop", 1);
    const failed = await read();
    expect(failed.status).toBe(502);
    expect(failed.headers.get("content-type")).toContain("text/html");
    expect((await read()).status).toBe(200);
  });

  it("lose the answer to something that was done", async () => {
    const { github, client, pull } = world;
    github.faults.inject({ lostAnswer: true }, ({ method }) => method === "POST", 1);
    const body = { body: "Once" };
    expect((await client.rest("POST", "/repos/acme/shop/issues/1/comments", body)).status).toBe(
      502,
    );
    expect(pull.record.comments.map((comment) => comment.body)).toEqual(["Once"]);
  });

  it("cut connections, and leave requests without an answer", async () => {
    world.github.faults.inject({ reset: true }, undefined, 1);
    await expect(read()).rejects.toThrow("fetch failed");
    world.github.faults.inject({ hang: true }, undefined, 1);
    const hanging = fetch(`${world.github.url}/repos/acme/shop`, {
      signal: AbortSignal.timeout(50),
    });
    await expect(hanging).rejects.toThrow(/timeout/);
  });

  it("slow answers down", async () => {
    world.github.faults.latency = 40;
    const started = performance.now();
    await read();
    expect(performance.now() - started).toBeGreaterThanOrEqual(39);
  });

  it("meet a secondary rate limit", async () => {
    world.github.faults.inject({ rateLimit: "secondary", retryAfterSeconds: 7 }, undefined, 1);
    const { status, headers, body } = await read();
    expect({ status, wait: headers.get("retry-after") }).toEqual({ status: 403, wait: "7" });
    expect(pick(body, "message")).toContain("secondary rate limit");
  });

  it("forbid one field of GraphQL", async () => {
    const { github, client } = world;
    const field = "repository.pullRequest.reviews";
    github.faults.inject({ forbidden: field }, ({ operation }) => operation?.name === "Title");
    const { body } = await client.graphql(query);
    expect(pick(body, "data.repository.pullRequest")).toEqual({
      title: "Release 1",
      reviews: null,
    });
    expect(pick(body, "errors")).toMatchObject([{ type: "FORBIDDEN", path: field.split(".") }]);
  });

  it("use up the hourly budget, in REST and in GraphQL", async () => {
    const shop = await startShop({ rateLimit: 3 });
    try {
      const { client } = shop;
      for (let index = 0; index < 3; index++) await client.graphql(query);
      const graphql = await client.graphql(query);
      expect(graphql.status).toBe(200);
      expect(pick(graphql.body, "errors")).toMatchObject([{ type: "RATE_LIMITED" }]);
      expect(graphql.headers.get("x-ratelimit-remaining")).toBe("0");
      const path = "/repos/acme/shop";
      const first = await client.rest("GET", path);
      const etag = { "if-none-match": first.headers.get("etag") };
      const unchanged = await client.rest("GET", path, undefined, etag);
      expect(unchanged.status).toBe(304);
      expect(unchanged.headers.get("x-ratelimit-remaining")).toBe("2");
      await client.rest("GET", path);
      await client.rest("GET", path);
      const limited = await client.rest("GET", path);
      expect(limited).toMatchObject({
        status: 403,
        body: { message: expect.stringContaining("API rate limit exceeded") as string },
      });
    } finally {
      await shop.github.stop();
    }
  });
});
