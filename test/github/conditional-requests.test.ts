import { z } from "zod";
import { KeptAnswers } from "../../src/github/kept-answers.ts";
import { Api } from "../../src/github/api.ts";
import { client } from "./support/client.ts";
import { openShop, type Shop } from "./support/shop.ts";

const REPOSITORIES = "/installation/repositories";

describe("a question that was asked before", () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(async () => {
    await shop.github.stop();
  });

  const installation = () => shop.github.world.installations[0]!;
  const spent = () =>
    shop.github.rateLimits.budget(
      { kind: "installation", installation: installation() } as never,
      "core",
    ).used;
  const statuses = () =>
    shop.github.requests.list({ path: REPOSITORIES }).map(({ status }) => status);

  it("costs nothing of the hourly limit where the answer is the same", async () => {
    const platform = shop.platform();
    const first = await platform.repositories();
    const before = spent();
    expect(await platform.repositories()).toEqual(first);
    expect(await platform.repositories()).toEqual(first);
    expect(spent()).toBe(before);
    expect(statuses()).toEqual([200, 304, 304]);
  });

  it("is answered anew at once where the answer changed, and back again", async () => {
    const platform = shop.platform();
    expect(await platform.repositories()).toEqual(["acme/shop"]);
    shop.acme.repository("blog");
    expect(await platform.repositories()).toEqual(["acme/shop", "acme/blog"]);
    expect(await platform.repositories()).toEqual(["acme/shop", "acme/blog"]);
    expect(statuses()).toEqual([200, 200, 304]);
  });

  it("is remembered by the installation's next platform, whose token has tags of its own", async () => {
    await shop.platform().repositories();
    const octokit = client({
      baseUrl: `${shop.github.url}/api/v3`,
      token: shop.github.installationToken(installation()),
    });
    const next = shop.platform({ octokit });
    expect(await next.repositories()).toEqual(["acme/shop"]);
    expect(await next.repositories()).toEqual(["acme/shop"]);
    expect(statuses()).toEqual([200, 200, 304]);
  });

  it("is never answered from memory where GitHub does not answer", async () => {
    const platform = shop.platform();
    await platform.repositories();
    shop.github.faults.inject({ status: 500 });
    await expect(platform.repositories()).rejects.toMatchObject({ code: "unreachable" });
  });
});

describe("what is sent", () => {
  interface Sent {
    readonly route: string;
    readonly tag: unknown;
  }

  /** An Api before a GitHub that answers this, one after the other. */
  function asking(...answers: readonly (object | Error)[]) {
    const sent: Sent[] = [];
    const api = new Api(
      {
        graphql: () => Promise.resolve({}),
        request: (route, parameters) => {
          const headers = (parameters?.["headers"] ?? {}) as Record<string, unknown>;
          sent.push({ route, tag: headers["if-none-match"] });
          const answer = answers[sent.length - 1];
          return answer instanceof Error
            ? Promise.reject(answer)
            : Promise.resolve({ status: 200, data: null, ...answer });
        },
      },
      {
        clock: () => new Date(),
        log: null,
        timeoutMilliseconds: 1_000,
        kept: new KeptAnswers(),
      },
    );
    return { api, sent };
  }
  const notModified = () =>
    Object.assign(new Error("Not modified"), {
      status: 304,
      response: { status: 304, headers: {}, data: "" },
    });
  const list = { data: ["a"], headers: { etag: 'W/"1"', link: '<https://x/?page=2>; rel="next"' } };
  const schema = z.array(z.string());

  it("is the tag of the very same question, and the links to further pages stay", async () => {
    const { api, sent } = asking(list, notModified(), list);
    const first = await api.restWithHeaders("GET /x", { page: 1 }, schema);
    expect(await api.restWithHeaders("GET /x", { page: 1 }, schema)).toEqual(first);
    await api.restWithHeaders("GET /x", { page: 2 }, schema);
    expect(sent.map(({ tag }) => tag)).toEqual([undefined, 'W/"1"', undefined]);
  });

  it("is never a tag with what writes", async () => {
    const { api, sent } = asking(list, list);
    await api.rest("POST /x", { page: 1 }, schema);
    await api.rest("POST /x", { page: 1 }, schema);
    expect(sent.map(({ tag }) => tag)).toEqual([undefined, undefined]);
  });

  it("is no tag of an answer that was not understood", async () => {
    const broken = { data: '["a', headers: { etag: 'W/"1"' } };
    const { api, sent } = asking(broken, list);
    await expect(api.rest("GET /x", {}, schema)).rejects.toMatchObject({ code: "unreachable" });
    expect(await api.rest("GET /x", {}, schema)).toEqual(["a"]);
    expect(sent.map(({ tag }) => tag)).toEqual([undefined, undefined]);
  });

  it("is an odd answer where GitHub says “not modified” of what is not kept", async () => {
    const { api } = asking(notModified());
    await expect(api.rest("GET /x", {}, schema)).rejects.toMatchObject({
      code: "unexpected-answer",
    });
  });
});

describe("answers that are kept", () => {
  const etag = { etag: 'W/"1"' };

  it("are at most 3,000, those that were asked for last", () => {
    const kept = new KeptAnswers();
    for (let index = 0; index < 3_000; index += 1) kept.keep(`q${index}`, index, etag);
    kept.get("q0");
    kept.keep("q3000", 3_000, etag);
    expect(kept.get("q0")?.data).toBe(0);
    expect(kept.get("q1")).toBeNull();
    expect(kept.get("q3000")?.data).toBe(3_000);
  });

  it("are at most four million characters, and none is of more than a tenth of that", () => {
    const kept = new KeptAnswers();
    const large = "x".repeat(390_000);
    for (let index = 0; index < 12; index += 1) kept.keep(`q${index}`, large, etag);
    const left = Array.from({ length: 12 }, (_, index) => kept.get(`q${index}`) !== null);
    expect(left).toEqual([false, false, ...Array.from({ length: 10 }, () => true)]);
    kept.keep("q11", "x".repeat(400_000), etag);
    expect(kept.get("q11")).toBeNull();
    // What was taken away leaves room.
    kept.keep("q0", large, etag);
    expect(kept.get("q2")).not.toBeNull();
  });

  it("are replaced, and not kept without a tag, or with numbers that are no JSON", () => {
    const kept = new KeptAnswers();
    kept.keep("q", 1, etag);
    kept.keep("q", 2, { etag: 'W/"2"' });
    expect(kept.get("q")).toMatchObject({ data: 2, etag: 'W/"2"' });
    kept.keep("q", 3, {});
    expect(kept.get("q")).toBeNull();
    kept.keep("q", { id: 1n }, etag);
    expect(kept.get("q")).toBeNull();
  });
});
