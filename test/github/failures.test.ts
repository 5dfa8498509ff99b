import type { Fault } from "../simulator/index.ts";
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
