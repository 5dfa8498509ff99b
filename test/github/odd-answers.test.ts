import { createPlatform, type PlatformOptions } from "../../src/github/index.ts";
import type { Wanted } from "../../src/application/index.ts";
import { client } from "./support/client.ts";
import {
  answerRaw,
  answerWith,
  closeTheNetwork,
  expectAllWasAsked,
  operations,
  rest,
} from "./support/nocked-github.ts";
import { Refused } from "./support/official-answer.ts";
import { pattern, wanted } from "./support/wanted.ts";
import {
  BASE,
  commitNode,
  DORA,
  file,
  HEAD,
  head,
  MONA,
  page,
  pullRequest,
  review,
  world,
} from "./support/world.ts";

const OTHER = "e".repeat(40);
const ref = { installationId: 1, repository: "acme/shop", number: 7 };

const platform = (changes: Partial<PlatformOptions> = {}) =>
  createPlatform({ octokit: client(), appId: 1, appSlug: "portcullis", ...changes });
const read = (changes: Partial<Wanted> = {}) =>
  platform().pullRequest(ref).snapshot(wanted(changes));

beforeEach(closeTheNetwork);
afterEach(expectAllWasAsked);

describe("an answer of another form", () => {
  for (const [what, body, code] of [
    ["an empty object", { data: {} }, "unexpected-answer"],
    ["another type", { data: { repository: { id: 7 } } }, "unexpected-answer"],
    ["no data", {}, "unreachable"],
    ["a body that broke off", '{"data":{"repos', "unreachable"],
    ["a text", "Unicorn!", "unreachable"],
    ["errors without data", { data: null, errors: [{ message: "Went wrong" }] }, "unreachable"],
    [
      "an error about the whole",
      { data: { repository: null }, errors: [{ message: "Timeout" }] },
      "unreachable",
    ],
    [
      "a refusal of the whole",
      { data: null, errors: [{ type: "FORBIDDEN", message: "No" }] },
      "forbidden",
    ],
    [
      "a query that an old server does not understand",
      {
        errors: [{ message: "No field", path: ["query"], extensions: { code: "undefinedField" } }],
      },
      "unexpected-answer",
    ],
    [
      "a rate limit beside data",
      { data: {}, errors: [{ type: "RATE_LIMITED", message: "x", path: ["repository"] }] },
      "rate-limited",
    ],
    [
      "a secondary rate limit in words only",
      { errors: [{ message: "You have exceeded a secondary rate limit." }] },
      "rate-limited",
    ],
  ] as const)
    it(`has a closed code: ${what}`, async () => {
      answerRaw(200, body);
      await expect(read()).rejects.toMatchObject({ name: "EvidenceUnavailable", code });
    });

  it("names a minute where GitHub names no time to wait", async () => {
    answerRaw(403, { message: "You have exceeded a secondary rate limit" });
    await expect(read()).rejects.toMatchObject({ code: "rate-limited", retryAfter: 60 });
  });

  it("counts the time to the reset of the budget by our clock", async () => {
    const now = new Date("2026-11-20T12:00:00Z");
    answerRaw(
      429,
      { message: "API rate limit exceeded" },
      {
        "content-type": "application/json",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(now.getTime() / 1000 + 90),
      },
    );
    const source = platform({ clock: () => now }).pullRequest(ref);
    await expect(source.snapshot(wanted())).rejects.toMatchObject({ retryAfter: 90 });
  });

  for (const [status, code] of [
    [401, "forbidden"],
    [403, "forbidden"],
    [404, "unexpected-answer"],
    [422, "unexpected-answer"],
    [504, "unreachable"],
  ] as const)
    it(`has a closed code: status ${status}`, async () => {
      answerRaw(status, { message: "No" });
      await expect(read()).rejects.toMatchObject({ code, retryAfter: null });
    });

  it("does not let a client that never settles hang us", async () => {
    const never = new Promise<never>(() => undefined);
    const octokit = { graphql: () => never, request: () => never };
    const source = platform({ octokit, timeoutMilliseconds: 50 }).pullRequest(ref);
    await expect(source.snapshot(wanted())).rejects.toMatchObject({ code: "unreachable" });
  });
});

describe("the head", () => {
  it("is given up when GitHub keeps answering another commit", async () => {
    const elsewhere = { ...pullRequest(), headRefOid: OTHER };
    answerWith(world({ pullRequest: elsewhere }));
    answerWith(world({ pullRequest: elsewhere, repository: { head: head() } }));
    answerWith(world({ pullRequest: elsewhere, repository: { head: head() } }));
    await expect(read()).rejects.toMatchObject({ code: "unexpected-answer" });
  });

  it("is asked by its id where the list of commits leads elsewhere, as long as it does", async () => {
    const source = platform().pullRequest(ref);
    const own = commitNode(HEAD, OTHER);
    const other = commitNode(OTHER, BASE);
    const misordered = pullRequest({
      commits: page([own, other]),
      last: { nodes: [{ commit: head({ oid: OTHER }) }] },
    });
    answerWith(world({ pullRequest: misordered }));
    answerWith(world({ pullRequest: misordered, repository: { head: head() } }));
    expect((await source.snapshot(wanted()))?.candidate.commit).toBe(HEAD);
    const inOrder = pullRequest({ commits: page([other, own]) });
    answerWith(world({ pullRequest: inOrder, repository: { head: head() } }));
    await source.snapshot(wanted());
    answerWith(world({ pullRequest: inOrder }));
    await source.snapshot(wanted());
    const byId = operations.map(({ document }) => !document.includes("last:commits"));
    expect(byId).toEqual([false, true, true, false]);
  });

  it("is followed when it moves while further pages are read", async () => {
    const reviews = page([review()], "cursor", 2);
    answerWith(world({ pullRequest: pullRequest({ reviews }) }));
    const node = { __typename: "PullRequest", headRefOid: OTHER, reviews: page([review()]) };
    answerWith({ node });
    answerWith(world());
    expect((await read())?.candidate.commit).toBe(HEAD);
  });

  it("must be among the commits: GitHub may not have taken in the latest push", async () => {
    const commits = page([commitNode(OTHER, BASE)]);
    answerWith(world({ pullRequest: pullRequest({ commits }) }));
    expect(await read()).toMatchObject({
      commits: { status: "unreadable" },
      range: { status: "unreadable" },
    });
  });
});

describe("a list that is not whole", () => {
  const unreadable = { status: "unreadable" };
  const cases: readonly (readonly [string, Record<string, unknown>, object])[] = [
    ["a review is null", { reviews: page([review(), null]) }, { reviews: unreadable }],
    ["reviews are fewer than counted", { reviews: page([], null, 1) }, { reviews: unreadable }],
    [
      "a review has no time",
      { reviews: page([review({ submittedAt: null })]) },
      { reviews: unreadable },
    ],
    ["reviews are null", { reviews: null }, { reviews: unreadable }],
    ["files are null", { files: null }, { range: unreadable }],
    ["files are fewer than changed", { changedFiles: 2 }, { range: unreadable }],
    ["a file is null", { files: page([null]) }, { range: unreadable }],
    ["a commit is null", { commits: page([null]) }, { commits: unreadable, range: unreadable }],
    [
      "authors are fewer than counted",
      { commits: page([commitNode(HEAD, BASE, { authors: page([], null, 1) })]) },
      { commits: unreadable },
    ],
    ["an event is null", { timelineItems: page([null]) }, { timeline: unreadable }],
    [
      "a page has no cursor",
      {
        reviews: { ...page([review()], null, 2), pageInfo: { hasNextPage: true, endCursor: null } },
      },
      { reviews: unreadable },
    ],
  ];
  for (const [what, changes, expected] of cases)
    it(`is never taken for one that is: ${what}`, async () => {
      answerWith(world({ pullRequest: pullRequest(changes) }));
      expect(await read()).toMatchObject(expected);
    });

  it("is unreadable when its next page is refused", async () => {
    answerWith(world({ pullRequest: pullRequest({ reviews: page([review()], "cursor", 2) }) }));
    answerWith({ node: new Refused() });
    expect(await read()).toMatchObject({ reviews: unreadable });
  });

  it("makes the candidate unreadable when it is the labels", async () => {
    answerWith(world({ pullRequest: pullRequest({ labels: page([null]) }) }));
    await expect(read()).rejects.toMatchObject({ code: "unexpected-answer" });
  });
});

describe("refusals in the middle of a list", () => {
  it("spoil the list: a null that GitHub refused is no null that it means", async () => {
    const reviews = page([review({ commit: new Refused() })]);
    answerWith(world({ pullRequest: pullRequest({ reviews }) }));
    expect(await read()).toMatchObject({
      reviews: {
        status: "unreadable",
        reason:
          'GitHub does not let the App read this. Grant its installation "Pull requests: read".',
      },
    });
  });

  it("leave GitHub's own words, which change with every request, out of the evidence", async () => {
    const reviews = new Refused("SERVICE_UNAVAILABLE");
    answerWith(world({ pullRequest: pullRequest({ reviews }) }));
    expect(await read()).toMatchObject({
      reviews: {
        reason: "GitHub could not read this (SERVICE_UNAVAILABLE). It will be tried again.",
      },
    });
  });
});

describe("accounts", () => {
  const bot = { __typename: "Bot", login: "renovate", databaseId: 5 };
  const placeholder = { __typename: "Mannequin", login: "old", databaseId: 6 };
  const organization = { __typename: "Organization", login: "acme" };

  it("are people, Apps, or nobody", async () => {
    const reviews = page(
      [MONA, bot, placeholder, organization, null].map((author, index) =>
        review({ id: String(index), fullDatabaseId: String(index), author }),
      ),
    );
    answerWith(world({ pullRequest: pullRequest({ reviews, author: bot }) }));
    const snapshot = await read();
    expect(snapshot?.candidate.pullRequest?.author).toEqual({
      id: 5,
      login: "renovate[bot]",
      bot: true,
    });
    expect(snapshot?.reviews).toMatchObject({
      value: [
        { author: { id: 2, login: "mona", bot: false } },
        { author: { id: 5, login: "renovate[bot]", bot: true } },
        { author: null },
        { author: null },
        { author: null },
      ],
    });
  });

  it("behind a commit on the web page are its authors, not GitHub", async () => {
    const flow = { __typename: "User", login: "web-flow", databaseId: 19864447 };
    for (const committer of [{ user: flow }, { user: null }, null]) {
      const commits = page([commitNode(HEAD, BASE, { committedViaWeb: true, committer })]);
      answerWith(world({ pullRequest: pullRequest({ commits }) }));
      expect(await read()).toMatchObject({
        commits: { value: [{ committer: null, committedByGitHub: true }] },
      });
    }
  });

  it("more than ten of whom wrote a commit are read to their end", async () => {
    const ten = Array.from({ length: 10 }, () => ({ user: DORA }));
    const commits = page([commitNode(HEAD, BASE, { authors: page(ten, "cursor", 11) })]);
    answerWith(world({ pullRequest: pullRequest({ commits }) }));
    answerWith({ node: { __typename: "Commit", authors: page([{ user: MONA }], null, 11) } });
    const snapshot = await read();
    expect(snapshot?.commits).toMatchObject({
      value: [
        { authors: expect.arrayContaining([{ id: 2, login: "mona", bot: false }]) as unknown },
      ],
    });
  });
});

describe("a path", () => {
  it("that GitHub calls not found is missing; another error is none", async () => {
    const last = (d0: unknown) => ({ nodes: [{ commit: head({ d0 }) }] });
    answerWith(world({ pullRequest: pullRequest({ last: last(new Refused("NOT_FOUND")) }) }));
    const documents = ["docs/plan.md"];
    expect((await read({ documents }))?.files["docs/plan.md"]).toEqual({ kind: "missing" });
    answerWith(world({ pullRequest: pullRequest({ last: last(new Refused("INTERNAL")) }) }));
    expect((await read({ documents }))?.files["docs/plan.md"]).toMatchObject({
      kind: "unreadable",
    });
  });

  for (const [what, object] of [
    ["cut", { isTruncated: true }],
    ["null", { text: null }],
    ["with replaced bytes", { text: "caf\uFFFD", byteSize: 6 }],
    ["re-encoded", { text: "café", byteSize: 4 }],
    ["binary", { isBinary: true, text: null }],
  ] as const)
    it(`whose text is ${what} is unreadable`, async () => {
      const whole = file("# Plan\n");
      const d0 = { ...whole, object: { ...whole.object, ...object } };
      const last = { nodes: [{ commit: head({ d0 }) }] };
      answerWith(world({ pullRequest: pullRequest({ last }) }));
      const snapshot = await read({ documents: ["docs/plan.md"] });
      expect(snapshot?.files["docs/plan.md"]).toMatchObject({ kind: "unreadable", oid: whole.oid });
    });

  it("whose name is that of a property of objects is a path like another", async () => {
    const entries = [{ name: "__proto__", oid: OTHER, mode: 0o100644, type: "blob" }];
    const last = { nodes: [{ commit: head({ tree: { oid: OTHER, entries } }) }] };
    answerWith(world({ pullRequest: pullRequest({ last }) }));
    const snapshot = await read({ globs: [pattern("*")] });
    expect(snapshot?.listings["*"]).toEqual({ status: "read", value: ["__proto__"] });
    expect(Object.entries(snapshot?.files ?? {})).toEqual([
      ["__proto__", { kind: "file", oid: OTHER }],
    ]);
  });

  it("is asked for in further requests where there are very many", async () => {
    const files = Array.from({ length: 450 }, (_, index) => `src/${index}`);
    answerWith(world());
    answerWith({ repository: { commit: head() } });
    answerWith({ repository: { commit: head() } });
    const snapshot = await read({ files });
    expect(Object.keys(snapshot?.files ?? {})).toHaveLength(450);
  });
});

describe("siblings", () => {
  const near = (nodes: readonly unknown[], next: string | null = null) => ({
    last: { nodes: [{ commit: head({ associatedPullRequests: page(nodes, next) }) }] },
  });
  const here = { nameWithOwner: "acme/shop" };
  const self = { number: 7, state: "OPEN", headRefOid: HEAD, baseRepository: here };

  it("in another repository of the network, closed ones, and other heads are none", async () => {
    const nodes = [
      self,
      { ...self, number: 8 },
      { ...self, number: 9, baseRepository: { nameWithOwner: "fork/shop" } },
      { ...self, number: 10, state: "CLOSED" },
      { ...self, number: 11, headRefOid: OTHER },
    ];
    answerWith(world({ pullRequest: pullRequest(near(nodes)) }));
    expect((await read())?.siblings).toEqual({ status: "read", value: [8] });
  });

  for (const [what, changes] of [
    ["does not have this one", near([])],
    ["goes on", near([self], "cursor")],
  ] as const)
    it(`are looked for among all when the commit's own list ${what}`, async () => {
      answerWith(world({ pullRequest: pullRequest(changes) }));
      const open = (number: number, headRefOid: string) => ({ number, headRefOid });
      answerWith({
        repository: { pullRequests: page([open(7, HEAD), open(8, OTHER)], "cursor") },
      });
      answerWith({ repository: { pullRequests: page([open(9, HEAD)]) } });
      expect((await read())?.siblings).toEqual({ status: "read", value: [9] });
    });

  it("are unreadable when nobody can tell", async () => {
    answerWith(world({ pullRequest: pullRequest(near([])) }));
    answerWith({ repository: new Refused() });
    expect((await read())?.siblings).toMatchObject({ status: "unreadable" });
  });
});

describe("the merge base", () => {
  const merged = page([
    commitNode(HEAD, OTHER, { parents: page([{ oid: OTHER }, { oid: "f".repeat(40) }]) }),
    commitNode(OTHER, BASE),
  ]);

  it("is asked of GitHub where a commit has more parents than were read", async () => {
    const parents = page([{ oid: BASE }], null, 4);
    const commits = page([commitNode(HEAD, BASE, { parents })]);
    answerWith(world({ pullRequest: pullRequest({ commits }) }));
    rest()
      .get(`/repos/acme/shop/compare/${BASE}...${HEAD}`)
      .query({ per_page: 1 })
      .reply(200, { merge_base_commit: { sha: OTHER } });
    expect(await read()).toMatchObject({ range: { value: { from: OTHER } } });
  });

  it("is unreadable when GitHub does not tell it, and only the range is", async () => {
    answerWith(world({ pullRequest: pullRequest({ commits: merged }) }));
    rest().get(`/repos/acme/shop/compare/${BASE}...${HEAD}`).query({ per_page: 1 }).reply(404, {});
    expect(await read()).toMatchObject({
      range: { status: "unreadable" },
      commits: { status: "read" },
    });
  });
});

describe("a change of base that GitHub made by itself", () => {
  it("is a change of base", async () => {
    const at = "2026-11-19T10:00:00Z";
    const event = { __typename: "AutomaticBaseChangeSucceededEvent", createdAt: at };
    answerWith(world({ pullRequest: pullRequest({ timelineItems: page([event]) }) }));
    expect((await read())?.timeline).toEqual({
      status: "read",
      value: [{ kind: "base-changed", at }],
    });
    expect(operations[0]?.document).toContain("AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT");
  });
});

describe("a mutation", () => {
  const check = (name: string) =>
    ({
      name,
      conclusion: "success",
      title: "Passed",
      summary: "",
      text: null,
      annotations: [],
      actions: [],
    }) as const;
  const publish = () =>
    platform().publish(
      {
        repository: "acme/shop",
        commit: HEAD,
        pullRequest: 7,
        checks: [check("portcullis/a"), check("portcullis")],
        comment: null,
        requests: { users: [], teams: [] },
      },
      { checks: [], comment: null, requested: { users: [], teams: [] } },
      { again: false },
    );
  const repository = { repository: { id: "R_1", url: "https://github.com/acme/shop" } };

  it("that was carried out only in part says what was not", async () => {
    answerWith(repository);
    answerWith({ c0: { checkRun: { id: "CR_1" } }, c1: new Refused() });
    await expect(publish()).rejects.toMatchObject({
      code: "forbidden",
      message: "1 of 2 check runs could not be written: portcullis (FORBIDDEN).",
    });
    expect(operations).toHaveLength(2);
  });

  it("that gave no run back is not taken for done", async () => {
    answerWith(repository);
    answerWith({ c0: { checkRun: { id: "CR_1" } }, c1: { checkRun: null } });
    await expect(publish()).rejects.toMatchObject({ code: "unreachable" });
  });
});
