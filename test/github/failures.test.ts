import { EvidenceUnavailable, InstallationGone } from "../../src/application/index.ts";
import { failureOf, statusOf } from "../../src/github/failures.ts";
import type { Fault } from "../simulator/index.ts";
import { client } from "./support/client.ts";
import { openShop, type Shop } from "./support/shop.ts";
import { pattern, wanted } from "./support/wanted.ts";

let shop: Shop;
let number: number;
beforeEach(async () => {
  shop = await openShop();
  shop.shop.branch("release", "main", shop.dora);
  shop.shop.commit({ branch: "release", author: shop.dora, files: { a: "1" } });
  number = shop.shop.pullRequest({ by: shop.dora, head: "release" }).number;
});
afterEach(async () => {
  await shop.github.stop();
});

const everything = wanted({
  documents: ["docs/plan.md"],
  files: ["a"],
  before: ["docs/plan.md"],
  globs: [pattern("docs/*.md")],
});

const read = (options: { timeoutMilliseconds?: number } = {}) =>
  shop.platform(options).pullRequest(shop.ref(number)).snapshot(everything);

describe("a GitHub that does not answer as it should", () => {
  const cases: readonly (readonly [string, Fault, object])[] = [
    ["500", { status: 500 }, { code: "unreachable", retryAfter: null }],
    ["502 as HTML", { status: 502 }, { code: "unreachable", retryAfter: null }],
    ["503", { status: 503 }, { code: "unreachable", retryAfter: null }],
    ["a connection that is cut", { reset: true }, { code: "unreachable", retryAfter: null }],
    ["no answer at all", { hang: true }, { code: "unreachable", retryAfter: null }],
    [
      "a secondary limit, 403",
      { rateLimit: "secondary", status: 403, retryAfterSeconds: 47 },
      { code: "rate-limited", retryAfter: 47, resetsAt: null },
    ],
    [
      "a secondary limit, 429",
      { rateLimit: "secondary", status: 429, retryAfterSeconds: 3 },
      { code: "rate-limited", retryAfter: 3 },
    ],
  ];
  for (const [what, fault, expected] of cases)
    it(`gives a closed code for ${what}, and is well again afterwards`, async () => {
      shop.github.faults.inject(fault);
      const waits = "hang" in fault ? { timeoutMilliseconds: 300 } : {};
      await expect(read(waits)).rejects.toMatchObject({ name: "EvidenceUnavailable", ...expected });
      shop.github.faults.clear();
      expect((await read())?.candidate.commit).toBe(shop.shop.oid("release"));
    });

  for (const status of [403, 429, undefined] as const)
    it(`tells when the hourly budget is there again (${status ?? "GraphQL's own way"})`, async () => {
      shop.github.faults.inject({
        rateLimit: "primary",
        resetInSeconds: 120,
        ...(status ? { status } : {}),
      });
      const failure = await read().catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ code: "rate-limited" });
      const { retryAfter, resetsAt } = failure as { retryAfter: number; resetsAt: string };
      expect(Math.abs(Date.parse(resetsAt) - Date.now() - 120_000)).toBeLessThan(5_000);
      expect(retryAfter).toBeGreaterThan(100);
      expect(retryAfter).toBeLessThanOrEqual(121);
    });

  it("gives the code forbidden for a token that is none", async () => {
    const source = shop.platform().pullRequest(shop.ref(number));
    shop.github.expireInstallationTokens();
    await expect(source.snapshot(everything)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an installation of the App", () => {
  /** As the server does it: the token is fetched on the way. */
  const asInstalled = () => {
    const { id: appId, privateKey } = shop.github.app;
    const { installationId } = shop.ref(number);
    const baseUrl = `${shop.github.url}/api/v3`;
    return shop.platform({ octokit: client({ baseUrl, appId, privateKey, installationId }) });
  };
  const installation = () => shop.github.world.installations[0]!;

  it("that is gone is told from everything else, whatever was asked for", async () => {
    shop.github.uninstall(installation());
    for (const ask of [
      () => asInstalled().pullRequest(shop.ref(number)).snapshot(everything),
      () => asInstalled().repositories(),
      // These would take a 404 for the answer "no", or "nothing waits".
      () => asInstalled().canWrite("acme/shop", "dora"),
      () => asInstalled().waitingDeployment("acme/shop", 1, "production"),
      () => asInstalled().waitingDeployments("acme/shop"),
    ]) {
      const failure = await ask().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(failure).toBeInstanceOf(InstallationGone);
      expect(failure).toMatchObject({ code: "unexpected-answer" });
      expect(statusOf((failure as Error).cause)).toBeNull();
    }
  });

  it("that is suspended is refused, not gone", async () => {
    installation().suspendedAt = new Date();
    const failure = await asInstalled()
      .repositories()
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ name: "EvidenceUnavailable", code: "forbidden" });
  });

  it("is not gone because of any other answer, or any other request", () => {
    const url = "https://api.github.com/app/installations/7/access_tokens";
    const thrown = (status: number, request: object) => ({
      status,
      message: "Not Found",
      response: { headers: {}, data: {} },
      request: { method: "POST", url, ...request },
    });
    const clock = () => new Date();
    expect(failureOf(thrown(404, {}), clock)).toBeInstanceOf(InstallationGone);
    for (const other of [
      thrown(403, {}),
      thrown(401, {}),
      thrown(500, {}),
      { ...thrown(404, {}), response: undefined },
      thrown(404, { method: "GET" }),
      thrown(404, { url: "https://api.github.com/repos/acme/access_tokens" }),
      thrown(404, { url: `${url}/more` }),
      thrown(404, { url: "https://api.github.com/app/installations/7" }),
      thrown(404, { url: undefined }),
    ]) {
      const failure = failureOf(other, clock);
      expect(failure).toBeInstanceOf(EvidenceUnavailable);
      expect(failure).not.toBeInstanceOf(InstallationGone);
    }
  });
});

describe("a part that GitHub refuses", () => {
  const PULL = "repository.pullRequest";
  const HEAD = `${PULL}.last.nodes.commit`;
  const unreadable = {
    status: "unreadable",
    reason: expect.stringContaining("Grant its installation") as unknown,
  };
  const parts: readonly (readonly [string, object])[] = [
    [`${PULL}.reviews`, { reviews: unreadable }],
    [`${PULL}.files`, { range: unreadable }],
    [`${HEAD}.associatedPullRequests`, { siblings: unreadable }],
    [`${HEAD}.d0`, { files: { "docs/plan.md": { kind: "unreadable" } } }],
    [`${HEAD}.f0`, { files: { a: { kind: "unreadable" } } }],
    [`${HEAD}.g0`, { listings: { "docs/*.md": unreadable } }],
    ["organisation", { policies: { sources: [{ entry: { kind: "unreadable" } }, {}] } }],
    ["repository.defaultBranchRef", { policies: { sources: [{ entry: { kind: "unreadable" } }] } }],
  ];
  for (const [forbidden, expected] of parts)
    it(`spoils only itself: ${forbidden}`, async () => {
      if (forbidden === "organisation") shop.acme.repository(".github");
      shop.github.faults.inject({ forbidden });
      expect(await read()).toMatchObject(expected);
      shop.github.faults.clear();
      expect(await read()).not.toMatchObject(expected);
    });

  for (const forbidden of [
    PULL,
    "repository",
    `${PULL}.author`,
    `${PULL}.labels`,
    `${PULL}.commits`,
    "repository.releases",
  ])
    it(`makes the candidate itself unreadable: ${forbidden}`, async () => {
      shop.github.faults.inject({ forbidden });
      await expect(read()).rejects.toMatchObject({
        code: "forbidden",
        message: expect.stringContaining("does not let the App read") as unknown,
      });
    });
});

describe("an App without a permission", () => {
  for (const missing of ["members", "checks"])
    it(`reads what it may without ${missing}`, async () => {
      await shop.github.stop();
      const all: Record<string, "read" | "write"> = {
        metadata: "read",
        contents: "write",
        pull_requests: "write",
        issues: "write",
        members: "read",
        checks: "write",
      };
      const granted = Object.entries(all).filter(([permission]) => permission !== missing);
      shop = await openShop({ permissions: Object.fromEntries(granted) });
      shop.shop.branch("release", "main", shop.dora);
      shop.shop.commit({ branch: "release", author: shop.dora, files: { a: "1" } });
      number = shop.shop.pullRequest({ by: shop.dora, head: "release" }).number;
      const snapshot = await read();
      expect(snapshot?.reviews).toEqual({ status: "read", value: [] });
    });
});
