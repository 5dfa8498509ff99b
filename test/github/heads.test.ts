import { answerWith, useNockedGitHub, operations, rest } from "./support/nocked-github.ts";
import { platform, read, ref } from "./support/nocked-platform.ts";
import { Refused } from "./support/official-answer.ts";
import { wanted } from "./support/wanted.ts";
import { BASE, commitNode, HEAD, head, page, pullRequest, review, world } from "./support/world.ts";

const OTHER = "e".repeat(40);

useNockedGitHub();

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
