import { compared, type Comparison } from "../../src/github/comparison.ts";
import { Recent } from "../../src/text/index.ts";
import { rest, useNockedGitHub } from "./support/nocked-github.ts";
import { exchange, nockedApi } from "./support/nocked-rest.ts";
import { officialExample } from "./support/official-example.ts";

useNockedGitHub();

const FROM = "a".repeat(40);
const TO = "b".repeat(40);
const PARTED = "c".repeat(40);
const TREE = "d".repeat(40);
const between = { repository: "acme/shop", from: FROM, to: TO };
const nothing = () => new Recent<Comparison>(10);

type Json = Record<string, unknown>;
const commit = (sha: string) => {
  const [example] = officialExample("commit-comparison")["commits"] as [Json & { commit: Json }];
  const tree = { ...(example.commit["tree"] as Json), sha: TREE };
  return { ...example, sha, commit: { ...example.commit, tree } };
};

interface Told {
  readonly status?: string;
  readonly files?: readonly Json[];
}

/** Announces GitHub's comparison, made from its own example. */
function answerComparison({ status = "ahead", files = [] }: Told = {}): void {
  const example = officialExample("commit-comparison");
  const [file] = example["files"] as [Json];
  exchange("GET", {
    template: "/repos/{owner}/{repo}/compare/{basehead}",
    path: `/repos/acme/shop/compare/${FROM}...${TO}?per_page=1`,
    status: 200,
    body: {
      ...example,
      status,
      merge_base_commit: commit(PARTED),
      commits: [commit(TO)],
      files: files.map((each) => ({ ...file, ...each })),
    },
  });
}

const blob = (path: string, sha: string, over: Json = {}) => ({
  path,
  mode: "100644",
  type: "blob",
  sha: sha.repeat(40),
  size: 1,
  url: "https://api.github.com/x",
  ...over,
});

/** Announces the whole list of a tree. */
function answerTree(sha: string, tree: readonly Json[], truncated = false): void {
  exchange("GET", {
    template: "/repos/{owner}/{repo}/git/trees/{tree_sha}",
    path: `/repos/acme/shop/git/trees/${sha}?recursive=1`,
    status: 200,
    body: { sha, url: "https://api.github.com/x", truncated, tree },
  });
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ filename: `f${index}`, status: "added" }));

describe("of two commits", () => {
  it.each([
    ["ahead", true],
    ["identical", true],
    ["diverged", false],
    ["behind", false],
  ])("%s: whether the first is an ancestor is %s", async (status, isAncestor) => {
    answerComparison({ status });
    expect(await compared(nockedApi(), between, nothing())).toEqual({
      isAncestor,
      mergeBase: PARTED,
      changes: { status: "read", value: [] },
    });
  });

  it("without a common history, or of which one is gone, nothing can be told", async () => {
    exchange("GET", {
      template: "/repos/{owner}/{repo}/compare/{basehead}",
      path: `/repos/acme/shop/compare/${FROM}...${TO}?per_page=1`,
      status: 404,
      body: { message: "No common ancestor" },
    });
    expect(await compared(nockedApi(), between, nothing())).toBe("unrelated");
  });

  it.each([403, 422, 500, 502])("a %d is no answer", async (status) => {
    rest()
      .get(/compare/)
      .reply(status, { message: "No" });
    await expect(compared(nockedApi(), between, nothing())).rejects.toMatchObject({
      name: "EvidenceUnavailable",
    });
  });

  it.each([
    ["added", {}, { path: "x", previousPath: null, kind: "added" }],
    ["copied", { previous_filename: "y" }, { path: "x", previousPath: "y", kind: "added" }],
    ["removed", {}, { path: "x", previousPath: null, kind: "removed" }],
    ["modified", {}, { path: "x", previousPath: null, kind: "modified" }],
    ["changed", {}, { path: "x", previousPath: null, kind: "modified" }],
    ["unchanged", {}, { path: "x", previousPath: null, kind: "modified" }],
    ["renamed", { previous_filename: "y" }, { path: "x", previousPath: "y", kind: "renamed" }],
  ])("a file that was %s is told", async (status, over, change) => {
    answerComparison({ files: [{ filename: "x", status, ...over }] });
    const found = await compared(nockedApi(), between, nothing());
    expect(found).toMatchObject({ changes: { status: "read", value: [change] } });
  });
});

describe("where more files differ than GitHub lists", () => {
  it("299 are all there are", async () => {
    answerComparison({ files: many(299) });
    const found = await compared(nockedApi(), between, nothing());
    expect(found).toMatchObject({ changes: { status: "read" } });
    expect(found === "unrelated" || found.changes.status !== "read").toBe(false);
  });

  it("300 may not be all: both trees are read from end to end", async () => {
    answerComparison({ files: many(300) });
    answerTree(TREE, [
      blob("gone", "1"),
      blob("same", "2"),
      blob("changed", "3"),
      blob("executable", "4"),
      blob("folder", "5", { mode: "040000", type: "tree" }),
      blob("library", "6", { mode: "160000", type: "commit" }),
    ]);
    answerTree(TO, [
      blob("same", "2"),
      blob("changed", "7"),
      blob("executable", "4", { mode: "100755" }),
      blob("folder", "8", { mode: "040000", type: "tree" }),
      blob("library", "9", { mode: "160000", type: "commit" }),
      blob("new", "a"),
    ]);
    expect(await compared(nockedApi(), between, nothing())).toMatchObject({
      mergeBase: PARTED,
      changes: {
        status: "read",
        value: [
          { path: "changed", previousPath: null, kind: "modified" },
          { path: "executable", previousPath: null, kind: "modified" },
          { path: "gone", previousPath: null, kind: "removed" },
          { path: "library", previousPath: null, kind: "modified" },
          { path: "new", previousPath: null, kind: "added" },
        ],
      },
    });
  });

  it.each([
    ["before", true, false],
    ["after", false, true],
  ])("nobody can tell what changed where the tree %s is cut off", async (_, before, after) => {
    answerComparison({ files: many(300) });
    answerTree(TREE, [blob("a", "1")], before);
    answerTree(TO, [blob("a", "1")], after);
    const remembered = nothing();
    expect(await compared(nockedApi(), between, remembered)).toMatchObject({
      isAncestor: true,
      changes: { status: "unreadable", reason: expect.stringContaining("more files") as unknown },
    });
    // What could not be read may be the next time.
    answerComparison();
    expect(await compared(nockedApi(), between, remembered)).toMatchObject({
      changes: { status: "read" },
    });
  });
});

describe("a comparison", () => {
  it("is remembered, since commits never change, in any letters of the repository", async () => {
    const remembered = nothing();
    answerComparison();
    const first = await compared(nockedApi(), between, remembered);
    const again = { ...between, repository: "Acme/Shop" };
    expect(await compared(nockedApi(), again, remembered)).toBe(first);
  });

  it("of others, or the other way round, is another", async () => {
    const remembered = nothing();
    answerComparison();
    await compared(nockedApi(), between, remembered);
    for (const other of [
      { ...between, repository: "acme/blog" },
      { ...between, from: PARTED },
      { ...between, from: TO, to: FROM },
    ]) {
      rest()
        .get(/compare/)
        .reply(404, { message: "Not Found" });
      expect(await compared(nockedApi(), other, remembered)).toBe("unrelated");
    }
  });

  it("that nobody could tell of is asked for again", async () => {
    const remembered = nothing();
    rest()
      .get(/compare/)
      .reply(404, { message: "Not Found" });
    expect(await compared(nockedApi(), between, remembered)).toBe("unrelated");
    answerComparison();
    expect(await compared(nockedApi(), between, remembered)).toMatchObject({ isAncestor: true });
  });
});
