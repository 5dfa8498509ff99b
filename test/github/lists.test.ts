import { answerWith, useNockedGitHub, operations } from "./support/nocked-github.ts";
import { read } from "./support/nocked-platform.ts";
import { Refused } from "./support/official-answer.ts";
import {
  BASE,
  commitNode,
  DORA,
  HEAD,
  MONA,
  page,
  pullRequest,
  review,
  world,
} from "./support/world.ts";

useNockedGitHub();

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
