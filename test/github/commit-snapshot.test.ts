import { remembersOf } from "../../src/github/own-checks.ts";
import { answerCommit, MERGE, readCommit, TREE } from "./support/nocked-commit.ts";
import { answerRaw, answerWith, rest, useNockedGitHub } from "./support/nocked-github.ts";
import { Refused } from "./support/official-answer.ts";
import { file, page, world } from "./support/world.ts";

useNockedGitHub();

const BEFORE = "f".repeat(40);
const anyText = expect.any(String) as unknown;

/** A commit that no pull request brought, so that nothing else is read. */
const read = async (...of: Parameters<typeof readCommit>) => {
  const snapshot = await readCommit(...of);
  if (snapshot === null) throw new Error("the commit is gone");
  return snapshot;
};

describe("the snapshot of a commit", () => {
  it("has what was asked for, and what lies there", async () => {
    answerCommit([], { d0: file("# Plan\n") });
    const assets = { status: "read", value: [{ name: "a", size: 1, sha256: null }] } as const;
    const asked = { kind: "deployment", environment: "production", assets } as const;
    expect(await read(asked, { documents: ["docs/plan.md"] })).toMatchObject({
      candidate: {
        kind: "deployment",
        stage: "release",
        environment: "production",
        repository: "acme/shop",
        commit: MERGE,
        tree: TREE,
        release: "v1.4.0",
        pullRequest: null,
      },
      assets,
      files: { "docs/plan.md": { kind: "file", text: "# Plan\n" } },
      policies: { defaultBranch: "main", sources: [{ repository: "acme/shop" }] },
      siblings: { status: "read", value: [] },
    });
  });

  it("tells what our check there remembers", async () => {
    const run = {
      id: "1",
      name: "portcullis/release",
      status: "COMPLETED",
      conclusion: "SUCCESS",
      externalId: "digest/0 settled:1-a",
      startedAt: "2026-11-20T12:00:00Z",
      completedAt: "2026-11-20T12:00:00Z",
    };
    answerCommit([], { checkSuites: { nodes: [{ checkRuns: { nodes: [run] } }] } });
    expect((await read()).published.checks).toMatchObject([
      { externalId: "digest/0", remembers: "settled:1-a" },
    ]);
  });

  it.each([
    ["the commit is gone", world({ pullRequest: null, repository: { head: null } })],
    [
      "GitHub does not find the commit",
      world({ pullRequest: null, repository: { head: new Refused("NOT_FOUND") } }),
    ],
    ["the repository is gone", { ...world(), repository: new Refused("NOT_FOUND") }],
  ])("is none where %s", async (_, answer) => {
    answerWith(answer);
    expect(await readCommit()).toBeNull();
  });

  it.each([
    ["forbidden", { ...world(), repository: new Refused() }],
    ["unreachable", { ...world(), repository: new Refused("SERVICE_UNAVAILABLE") }],
    ["unreachable", world({ pullRequest: null, repository: { head: new Refused() } })],
    ["unreachable", world({ pullRequest: null, repository: { head: new Refused("TIMEOUT") } })],
  ])("cannot be told (%s) where GitHub refuses", async (code, answer) => {
    answerWith(answer);
    await expect(readCommit()).rejects.toMatchObject({ name: "EvidenceUnavailable", code });
  });

  it("cannot be told where the answer is of another form", async () => {
    answerRaw(200, { data: { repository: { id: 7 } } });
    await expect(readCommit()).rejects.toMatchObject({ code: "unexpected-answer" });
    const tree = { __typename: "Tree", oid: MERGE };
    answerWith(world({ pullRequest: null, repository: { head: tree } }));
    await expect(readCommit()).rejects.toMatchObject({ code: "unexpected-answer" });
  });

  it("cannot be told where GitHub refuses a part that must be there", async () => {
    answerCommit([], { history: new Refused() });
    await expect(readCommit()).rejects.toMatchObject({ name: "EvidenceUnavailable" });
    answerCommit([], {}, { releases: new Refused() });
    await expect(readCommit()).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the range of a commit", () => {
  const previous = {
    tagName: "v1.3.0",
    isDraft: false,
    isPrerelease: false,
    publishedAt: "2026-08-31T09:00:00Z",
    tagCommit: { oid: BEFORE, own: { nodes: [] } },
  };
  const commit = (sha: string) => ({ sha, commit: { tree: { sha: TREE } } });
  const answerComparison = (status: string, files: readonly object[]) =>
    rest()
      .get(/compare/)
      .reply(200, {
        status,
        merge_base_commit: commit(BEFORE),
        commits: [commit(MERGE)],
        files,
      });
  const CHANGED = { filename: "src/a.ts", status: "modified" };

  it("is none where there was no release before", async () => {
    answerCommit([]);
    const { range, previousRelease } = await read();
    expect(previousRelease).toEqual({ status: "read", value: null });
    expect(range).toEqual({ status: "read", value: null });
  });

  it("begins at the release before, with the documents as they were there", async () => {
    answerCommit([], {}, { releases: page([previous]) });
    answerComparison("ahead", [CHANGED]);
    answerWith({
      rateLimit: { cost: 1, remaining: 4_999 },
      repository: { commit: { __typename: "Commit", oid: BEFORE, p0: file("# Plan, then\n") } },
    });
    const { range, previousRelease } = await read({}, { before: ["docs/plan.md"] });
    expect(previousRelease).toMatchObject({ value: { tag: "v1.3.0", commit: BEFORE } });
    expect(range).toMatchObject({
      status: "read",
      value: {
        from: BEFORE,
        fromName: "v1.3.0",
        changes: [{ path: "src/a.ts", kind: "modified" }],
        before: { "docs/plan.md": { kind: "file", text: "# Plan, then\n" } },
      },
    });
  });

  it("cannot be told where the trees are too large, though the release is known", async () => {
    answerCommit([], {}, { releases: page([previous]) });
    answerComparison(
      "ahead",
      Array.from({ length: 300 }, (_, index) => ({ ...CHANGED, filename: `f${index}` })),
    );
    rest()
      .get(/git\/trees/)
      .times(2)
      .reply(200, { truncated: true, tree: [] });
    const { range, previousRelease } = await read();
    expect(previousRelease).toMatchObject({ status: "read", value: { tag: "v1.3.0" } });
    expect(range).toEqual({ status: "unreadable", reason: anyText });
  });

  it("is none where no release before has anything in common with it", async () => {
    answerCommit([], {}, { releases: page([previous]) });
    rest()
      .get(/compare/)
      .reply(404, { message: "No common ancestor" });
    const { range, previousRelease } = await read();
    expect(previousRelease).toEqual({ status: "read", value: null });
    expect(range).toEqual({ status: "read", value: null });
  });

  it("cannot be told where GitHub does not compare", async () => {
    answerCommit([], {}, { releases: page([previous]) });
    rest()
      .get(/compare/)
      .reply(403, { message: "No" });
    const { range, previousRelease } = await read();
    expect(previousRelease).toMatchObject({ status: "unreadable" });
    expect(range).toMatchObject({ status: "unreadable" });
  });
});

describe("what a check run remembers", () => {
  it.each([
    [null, null],
    ["", null],
    ["digest/0", null],
    ["digest/0 ", ""],
    ["digest/0 a,b", "a,b"],
    ["digest/0 a b", "a b"],
  ])("of %j is %j", (externalId, remembers) => {
    expect(remembersOf(externalId)).toBe(remembers);
  });
});
