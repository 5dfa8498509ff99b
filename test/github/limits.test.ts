import { ProbotOctokit } from "probot";
import { EvidenceUnavailable } from "../../src/application/index.ts";
import { Limits, watchAnswers } from "../../src/github/index.ts";
import { openShop } from "./support/shop.ts";
import { wanted } from "./support/wanted.ts";

const NOW = "2026-11-20T12:00:00Z";
let now: string;
let limits: Limits;
beforeEach(() => {
  now = NOW;
  limits = new Limits(
    () => new Date(now),
    () => Date.parse(now),
  );
});

const RESET = "2026-11-20T12:40:00Z";
const told = (remaining: number, changes: Readonly<Record<string, unknown>> = {}) => ({
  "x-ratelimit-resource": "graphql",
  "x-ratelimit-limit": "5000",
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset": String(Date.parse(RESET) / 1_000),
  date: new Date(now).toUTCString(),
  ...changes,
});
const failure = (installation = 1, undertaking: "sweep" | "reading" = "reading"): unknown => {
  try {
    limits.of(installation).check(undertaking);
    return null;
  } catch (error) {
    return error;
  }
};

describe("what an installation may still ask", () => {
  it.each([
    [5_000, 250, false],
    [5_000, 249, true],
    [15_000, 750, false],
    [15_000, 749, true],
    [100, 20, false],
    [100, 19, true],
  ])("of %i an hour %i are left: kept for the words: %p", (limit, remaining, isKept) => {
    limits.of(1).note(told(remaining, { "x-ratelimit-limit": String(limit) }));
    expect(failure() instanceof EvidenceUnavailable).toBe(isKept);
  });

  it.each([
    [5_000, 1_000, false],
    [5_000, 999, true],
    [60, 20, false],
    [60, 19, true],
  ])("of %i an hour %i are left: kept for what happens: %p", (limit, remaining, isKept) => {
    limits.of(1).note(told(remaining, { "x-ratelimit-limit": String(limit) }));
    expect(failure(1, "sweep") instanceof EvidenceUnavailable).toBe(isKept);
  });

  it("tells when it can be asked again, by GitHub's clock and by ours", () => {
    limits.of(1).note(told(50, { date: "Fri, 20 Nov 2026 12:10:00 GMT" }));
    expect(failure()).toMatchObject({
      code: "near-limit",
      retryAfter: 30 * 60,
      resetsAt: "2026-11-20T12:40:00.000Z",
    });
    now = "2026-11-20T12:29:59.500Z";
    expect(failure()).toMatchObject({ retryAfter: 1 });
    now = "2026-11-20T12:30:00Z";
    expect(failure()).toBeNull();
  });

  it("is told for REST and for GraphQL, and either may be near its end", () => {
    limits.of(1).note(told(4_000));
    limits.of(1).note(told(50, { "x-ratelimit-resource": "core" }));
    expect(failure()).not.toBeNull();
    limits.of(2).note(told(4_000, { "x-ratelimit-resource": "core" }));
    limits.of(2).note(told(50));
    expect(failure(2)).not.toBeNull();
  });

  it("is nobody else's concern", () => {
    limits.of(1).note(told(50));
    expect(failure(2)).toBeNull();
  });

  it("is what the latest answer tells, in whatever order they come", () => {
    limits.of(1).note(told(50));
    limits.of(1).note(told(350));
    expect(failure()).not.toBeNull();
    const later = String(Date.parse(RESET) / 1_000 + 3_600);
    limits.of(1).note(told(4_999, { "x-ratelimit-reset": later }));
    expect(failure()).toBeNull();
    now = RESET;
    limits.of(1).note(told(40));
    expect(failure()).toBeNull();
  });

  it.each([
    ["another resource", told(0, { "x-ratelimit-resource": "search" })],
    ["none", { date: "Fri, 20 Nov 2026 12:00:00 GMT" }],
    ["no number", told(0, { "x-ratelimit-remaining": "few" })],
    ["no reset", told(0, { "x-ratelimit-reset": undefined })],
  ])("is not known from headers that tell of %s", (_, headers) => {
    limits.of(1).note(headers);
    expect(failure()).toBeNull();
  });
});

describe("a platform near its limit", () => {
  it("looks at nothing by itself, and still reads what happens", async () => {
    const shop = await openShop();
    try {
      const platform = shop.platform({ limit: limits.of(1) });
      limits.of(1).note(told(500));
      for (const sweeping of [
        () => platform.repositories(),
        () => platform.waitingDeployments("acme/shop"),
      ])
        await expect(sweeping()).rejects.toMatchObject({ code: "near-limit" });
      expect(await platform.openPullRequests("acme/shop")).toEqual([]);
    } finally {
      await shop.github.stop();
    }
  });

  it("reads no candidate and no list, and still writes what it has to say", async () => {
    const shop = await openShop();
    try {
      const number = 1;
      const platform = shop.platform({ limit: limits.of(1) });
      limits.of(1).note(told(50));
      const commit = shop.shop.oid("main");
      const asked = { repository: "acme/shop", commit, stage: "review", release: null } as const;
      const assets = { status: "not-asked" } as never;
      for (const reading of [
        () => platform.pullRequest(shop.ref(number)).snapshot(wanted({})),
        () =>
          platform.commit({ ...asked, kind: "commit", assets, member: null }).snapshot(wanted({})),
        () => platform.repositories(),
        () => platform.openPullRequests("acme/shop"),
        () => platform.waitingDeployments("acme/shop"),
      ])
        await expect(reading()).rejects.toMatchObject({ code: "near-limit" });
      expect(shop.github.requests.count()).toBe(0);
      expect((await platform.policies("acme/shop", "anew")).sources).toHaveLength(1);
      expect((await platform.published("acme/shop", commit)).checks).toEqual([]);
    } finally {
      await shop.github.stop();
    }
  });
});

describe("answers", () => {
  it("are all told of, also those that are errors", async () => {
    const shop = await openShop();
    try {
      const octokit = new ProbotOctokit({
        auth: { token: shop.github.tokenFor(shop.dora) },
        baseUrl: `${shop.github.url}/api/v3`,
        retry: { enabled: false },
        throttle: { enabled: false },
      });
      const seen: unknown[] = [];
      watchAnswers(octokit, (status, headers) => {
        seen.push([status, headers["x-ratelimit-resource"]]);
      });
      await octokit.request("GET /repos/acme/shop");
      await octokit.graphql("{ rateLimit { cost } }");
      await expect(octokit.request("GET /repos/acme/none")).rejects.toMatchObject({ status: 404 });
      shop.github.faults.inject({ reset: true }, undefined, 1);
      await expect(octokit.request("GET /repos/acme/shop")).rejects.toThrow();
      expect(seen).toEqual([
        [200, "core"],
        [200, "graphql"],
        [404, "core"],
      ]);
    } finally {
      await shop.github.stop();
    }
  });
});
