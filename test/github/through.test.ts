import type { PullRequest } from "../../src/domain/index.ts";
import {
  answerCommit,
  answerMerged,
  associated,
  MERGE,
  readCommit,
} from "./support/nocked-commit.ts";
import { answerWith, operations, useNockedGitHub } from "./support/nocked-github.ts";
import { Refused } from "./support/official-answer.ts";
import { HEAD, page, pullRequest, world } from "./support/world.ts";

useNockedGitHub();

const NOTHING_SAID = {
  reviews: { status: "read", value: [] },
  commits: { status: "read", value: [] },
  timeline: { status: "read", value: [] },
};

const brought = async (...of: Parameters<typeof readCommit>) => {
  const snapshot = await readCommit(...of);
  if (snapshot === null) throw new Error("the commit is gone");
  const { pullRequest: by, broughtBy } = snapshot.candidate;
  return { snapshot, number: by?.number ?? null, broughtBy };
};

describe("the pull request that brought a commit", () => {
  it.each([
    ["became it", {}],
    ["had it as its head", { headRefOid: MERGE, mergeCommit: null }],
    ["is told in other letters", { baseRepository: { nameWithOwner: "Acme/Shop" } }],
  ])("is the merged one that %s, with all that was said in it", async (_, changes) => {
    answerCommit([associated(changes)]);
    answerMerged();
    const { snapshot, number } = await brought();
    expect(number).toBe(7);
    expect(snapshot.candidate).toMatchObject({
      kind: "release",
      stage: "release",
      commit: MERGE,
      release: "v1.4.0",
      pullRequest: { state: "merged", head: { commit: HEAD } },
    });
    expect(snapshot.reviews).toMatchObject({
      value: [{ author: { login: "mona" }, state: "approved", commit: HEAD }],
    });
    expect(snapshot.commits).toMatchObject({ value: [{ authors: [{ login: "dora" }] }] });
    expect(operations.map(({ document }) => /query (\w+)/.exec(document)?.[1])).toEqual([
      "Commit",
      "Snapshot",
    ]);
  });

  it.each([
    ["is still open", { state: "OPEN" }],
    ["was closed without merging", { state: "CLOSED" }],
    ["was merged in another repository", { baseRepository: { nameWithOwner: "mallory/shop" } }],
    ["was merged in one that is gone", { baseRepository: null }],
    ["only has it among its commits", { mergeCommit: { oid: "f".repeat(40) } }],
    ["became nothing", { mergeCommit: null }],
  ])("is none that %s: nobody is asked, and nobody said anything", async (_, changes) => {
    answerCommit([associated(changes)]);
    const { snapshot, number, broughtBy } = await brought();
    expect({ number, broughtBy }).toEqual({ number: null, broughtBy: undefined });
    expect(snapshot).toMatchObject(NOTHING_SAID);
  });

  it("is named, and heard no further, where it is no release", async () => {
    answerCommit([associated()]);
    answerMerged();
    const { snapshot, number, broughtBy } = await brought({}, { isRelease: () => false });
    expect({ number, broughtBy }).toEqual({ number: null, broughtBy: 7 });
    expect(snapshot).toMatchObject(NOTHING_SAID);
  });

  it("is none where it is gone meanwhile", async () => {
    answerCommit([associated()]);
    answerWith(world({ pullRequest: new Refused("NOT_FOUND") }));
    const { snapshot, number } = await brought();
    expect(number).toBeNull();
    expect(snapshot).toMatchObject(NOTHING_SAID);
  });
});

describe("of several that brought a commit", () => {
  const OTHER = "f".repeat(40);
  const onlyEight = ({ number }: Pick<PullRequest, "number">) => number === 8;

  it("the release counts before what is none, in whichever order they come", async () => {
    for (const [first, second] of [
      [7, 8],
      [8, 7],
    ] as const) {
      answerCommit([associated({ number: first }), associated({ number: second })]);
      answerMerged(first);
      answerMerged(second);
      expect((await brought({}, { isRelease: onlyEight })).number).toBe(8);
    }
  });

  it("the one whose files are those of the commit counts before others", async () => {
    answerCommit([associated(), associated({ number: 8 })]);
    answerMerged(7, OTHER);
    answerMerged(8);
    expect((await brought()).number).toBe(8);
  });

  it("a release whose files differ counts before one that is none", async () => {
    answerCommit([associated(), associated({ number: 8 })]);
    answerMerged();
    answerMerged(8, OTHER);
    expect((await brought({}, { isRelease: onlyEight })).number).toBe(8);
  });
});

describe("nobody can tell who brought a commit, and nothing counts as said,", () => {
  const unread = {
    status: "unreadable",
    reason: expect.stringMatching(/could not be read/) as unknown,
  };
  const list = (changes: object) => ({
    associatedPullRequests: { ...page([associated()]), ...changes },
  });

  it.each([
    ["where GitHub refuses the list", { associatedPullRequests: new Refused() }],
    ["where GitHub gives no list", { associatedPullRequests: null }],
    ["where it gives no entries", list({ nodes: null })],
    ["where it hides one of them", list({ nodes: [associated(), null] })],
    ["where there are more pages", list({ pageInfo: { hasNextPage: true, endCursor: "x" } })],
  ])("%s", async (_, changes) => {
    answerCommit([], changes);
    const { snapshot, number } = await brought();
    expect(number).toBeNull();
    expect(snapshot).toMatchObject({ reviews: unread, commits: unread, timeline: unread });
  });

  it("where more than five come into question", async () => {
    answerCommit([1, 2, 3, 4, 5, 6].map((number) => associated({ number })));
    const { snapshot } = await brought();
    expect(snapshot).toMatchObject({ reviews: unread, commits: unread, timeline: unread });
  });

  it("but not where five of many do", async () => {
    const others = [11, 12, 13].map((number) => associated({ number, state: "OPEN" }));
    answerCommit([...[1, 2, 3, 4, 5].map((number) => associated({ number })), ...others]);
    for (const number of [1, 2, 3, 4, 5]) answerMerged(number);
    expect((await brought()).number).toBe(1);
  });
});

describe("the member of a merge group", () => {
  const asked = { kind: "merge-group", stage: "review", release: null, member: 7 } as const;

  it("is the one that was asked for, though no list has it and it is still open", async () => {
    answerCommit([], { associatedPullRequests: new Refused() });
    answerWith(world());
    const { snapshot, number } = await brought(asked);
    expect(number).toBe(7);
    expect(snapshot.candidate).toMatchObject({
      kind: "merge-group",
      commit: MERGE,
      pullRequest: { state: "open" },
    });
    expect(snapshot.reviews).toMatchObject({ value: [{ author: { login: "mona" } }] });
  });

  it("is told with its labels and branches also where it is no release: the caller decides", async () => {
    answerCommit([]);
    answerWith(world({ pullRequest: pullRequest({ labels: page([{ name: "chore" }]) }) }));
    const { number, broughtBy, snapshot } = await brought(asked, { isRelease: () => false });
    expect({ number, broughtBy }).toEqual({ number: 7, broughtBy: undefined });
    expect(snapshot.candidate.pullRequest?.labels).toEqual(["chore"]);
  });
});
