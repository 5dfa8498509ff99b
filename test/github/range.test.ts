import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { pattern, wanted } from "./support/wanted.ts";

const anyText: unknown = expect.any(String);

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

type Change = Parameters<Shop["shop"]["commit"]>[0]["files"];

const commit = (branch: string, files: NonNullable<Change>) =>
  shop.shop.commit({ branch, author: shop.dora, by: shop.dora, message: "Change", files });

async function see(number: number, changes: Parameters<typeof wanted>[0] = {}) {
  const snapshot = await shop.platform().pullRequest(shop.ref(number)).snapshot(wanted(changes));
  if (snapshot === null) throw new Error("the pull request is gone");
  return snapshot;
}

describe("the start of the range", () => {
  it("is where the branch left the base, though the base went on", async () => {
    const fork = shop.shop.oid("main");
    shop.shop.branch("release", "main", shop.dora);
    commit("release", { a: "1" });
    commit("main", { "docs/plan.md": "# Plan, meanwhile\n" });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    shop.github.requests.clear();
    const { range } = await see(pull.number, { before: ["docs/plan.md"] });
    expect(range).toMatchObject({
      value: { from: fork, before: { "docs/plan.md": { text: "# Plan, first\n" } } },
    });
    expect(requestsTo(shop.github)).toEqual(["graphql Snapshot"]);
  });

  it("is asked of GitHub after a merge from the base, once", async () => {
    shop.shop.branch("release", "main", shop.dora);
    const own = commit("release", { a: "1" });
    const main = commit("main", { "docs/plan.md": "# Plan, meanwhile\n" });
    const merge = shop.shop.writeCommit({
      author: shop.dora,
      message: "Merge main",
      parents: [own, main],
      files: { "docs/plan.md": "# Plan, meanwhile\n" },
    });
    shop.shop.push("release", merge, { by: shop.dora });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    shop.github.requests.clear();
    const first = await see(pull.number, { before: ["docs/plan.md"] });
    expect(first.range).toMatchObject({
      value: {
        from: main,
        changes: [{ path: "a" }],
        before: { "docs/plan.md": { text: "# Plan, meanwhile\n" } },
      },
    });
    expect(requestsTo(shop.github)).toHaveLength(3);
    shop.github.requests.clear();
    expect((await see(pull.number, { before: ["docs/plan.md"] })).range).toEqual(first.range);
    expect(requestsTo(shop.github)).toEqual(["graphql Snapshot"]);
  });
});

describe("the changes", () => {
  it("tell of added, changed, removed and renamed files, and where those were", async () => {
    shop.shop.branch("release", "main", shop.dora);
    const text = shop.shop.read("docs/old.md") ?? "";
    commit("release", {
      "docs/old.md": null,
      "docs/new.md": text,
      "docs/plan.md": "2",
      added: "1",
    });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    shop.github.requests.clear();
    const { range } = await see(pull.number);
    expect(range).toMatchObject({
      status: "read",
      value: {
        changes: expect.arrayContaining([
          { path: "added", previousPath: null, kind: "added" },
          { path: "docs/new.md", previousPath: "docs/old.md", kind: "renamed" },
          { path: "docs/plan.md", previousPath: null, kind: "modified" },
        ]) as unknown,
      },
    });
    expect(requestsTo(shop.github)).toEqual([
      "graphql Snapshot",
      `GET /repos/acme/shop/pulls/${pull.number}/files`,
    ]);
    shop.github.requests.clear();
    await see(pull.number);
    expect(requestsTo(shop.github)).toEqual(["graphql Snapshot"]);
  });

  it("tell that the policy was renamed away", async () => {
    shop.shop.branch("release", "main", shop.dora);
    const long = "version: 1\n# one\n# two\n# three\n# four\n";
    commit("main", { ".github/portcullis.yml": long });
    shop.shop.push("release", shop.shop.oid("main"), { by: shop.dora });
    commit("release", { ".github/portcullis.yml": null, "moved.yml": long });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    expect((await see(pull.number)).proposedPolicy).toEqual({ kind: "missing" });
  });

  it("are unreadable when GitHub does not say where a renamed file was", async () => {
    shop.shop.branch("release", "main", shop.dora);
    const text = shop.shop.read("docs/old.md") ?? "";
    commit("release", { "docs/old.md": null, "docs/new.md": text });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    shop.github.faults.inject({ status: 502 }, ({ path }) => path.endsWith("/files"));
    await expect(see(pull.number)).rejects.toMatchObject({ code: "unreachable" });
  });
});

describe("globs", () => {
  const files = { "docs/a/b/deep.md": "1", "docs/a/b/deep.yml": "2", "src/x/y.ts": "3" };
  const tree = (paths: readonly string[]) => paths.filter((path) => path.includes("git/trees"));

  it("that reach deep are answered from the subtree, which is asked once", async () => {
    commit("main", files);
    shop.shop.branch("release", "main", shop.dora);
    commit("release", { a: "1" });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    const globs = ["docs/**/*.md", "docs/a/*/*.yml", "docs/**", "**/y.ts", "none/**"].map(pattern);
    shop.github.requests.clear();
    const snapshot = await see(pull.number, { globs, documents: ["docs/plan.md"] });
    expect(snapshot.listings).toEqual({
      "docs/**/*.md": {
        status: "read",
        value: ["docs/a/b/deep.md", "docs/old.md", "docs/plan.md"],
      },
      "docs/a/*/*.yml": { status: "read", value: ["docs/a/b/deep.yml"] },
      "docs/**": {
        status: "read",
        value: ["docs/a/b/deep.md", "docs/a/b/deep.yml", "docs/old.md", "docs/plan.md"],
      },
      "**/y.ts": { status: "read", value: ["src/x/y.ts"] },
      "none/**": { status: "read", value: [] },
    });
    expect(snapshot.files["docs/a/b/deep.md"]).toEqual({ kind: "file", oid: anyText });
    expect(snapshot.files["docs/plan.md"]).toMatchObject({ text: "# Plan, first\n" });
    expect(tree(requestsTo(shop.github))).toHaveLength(3);
    shop.github.requests.clear();
    expect((await see(pull.number, { globs })).listings).toEqual(snapshot.listings);
    expect(requestsTo(shop.github)).toEqual(["graphql Snapshot"]);
  });

  it("find a file that stands where a directory was expected", async () => {
    commit("main", { records: "a file" });
    shop.shop.branch("release", "main", shop.dora);
    commit("release", { a: "1" });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    const { listings } = await see(pull.number, { globs: [pattern("records/**")] });
    expect(listings["records/**"]).toEqual({ status: "read", value: ["records"] });
  });

  it("are unreadable where GitHub cuts the tree", async () => {
    commit("main", files);
    shop.shop.branch("release", "main", shop.dora);
    commit("release", { a: "1" });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    shop.github.quirks.treeEntries = 2;
    const { listings } = await see(pull.number, { globs: [pattern("docs/**")] });
    expect(listings["docs/**"]).toEqual({
      status: "unreadable",
      reason: "There are too many files to go through.",
    });
  });
});
