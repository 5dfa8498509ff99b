import type { PullRequestSnapshot } from "../../src/application/index.ts";
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

/** A pull request of dora's from `release` into `main`. */
function openPull(files: Record<string, string> = { "src/a.ts": "a\n" }) {
  shop.shop.branch("release", "main", shop.dora);
  shop.shop.commit({ branch: "release", author: shop.dora, message: "Ship", files });
  return shop.shop.pullRequest({ by: shop.dora, title: "v1", head: "release", base: "main" });
}

async function see(number: number, changes: Parameters<typeof wanted>[0] = {}) {
  const snapshot = await shop.platform().pullRequest(shop.ref(number)).snapshot(wanted(changes));
  if (snapshot === null) throw new Error("the pull request is gone");
  return snapshot;
}

const people = (snapshot: PullRequestSnapshot) =>
  snapshot.commits.status === "read"
    ? snapshot.commits.value.map(({ authors }) => authors.map((author) => author?.login ?? null))
    : snapshot.commits;

describe("the snapshot of a plain pull request", () => {
  it("has all of it, in one request", async () => {
    const main = shop.shop.oid("main");
    const pull = openPull({ "src/a.ts": "a\n", "docs/plan.md": "# Plan, second\n" });
    pull.label("release", shop.mona);
    pull.approve(shop.mona);
    shop.github.requests.clear();
    const snapshot = await see(pull.number, {
      documents: ["docs/plan.md", "docs/none.md"],
      files: ["src/a.ts", "src"],
      before: ["docs/plan.md", "docs/none.md"],
      globs: [pattern("docs/*.md"), pattern("src/a.ts"), pattern("nowhere/*")],
    });
    expect(requestsTo(shop.github)).toEqual(["graphql Snapshot"]);
    expect(snapshot.candidate).toMatchObject({
      kind: "pull-request",
      stage: "review",
      repository: "acme/shop",
      commit: pull.headOid,
      release: null,
      pullRequest: {
        number: pull.number,
        state: "open",
        draft: false,
        author: { login: "dora", bot: false },
        base: { ref: "main", commit: main },
        headRef: "release",
        fromFork: false,
        labels: ["release"],
      },
    });
    expect(snapshot.files).toEqual({
      "docs/plan.md": { kind: "file", oid: anyText, text: "# Plan, second\n" },
      "docs/none.md": { kind: "missing" },
      "docs/old.md": { kind: "file", oid: anyText },
      "src/a.ts": { kind: "file", oid: anyText },
      src: { kind: "not-a-file", what: "directory" },
    });
    expect(snapshot.listings).toEqual({
      "docs/*.md": { status: "read", value: ["docs/old.md", "docs/plan.md"] },
      "src/a.ts": { status: "read", value: ["src/a.ts"] },
      "nowhere/*": { status: "read", value: [] },
    });
    expect(snapshot.range).toEqual({
      status: "read",
      value: {
        from: main,
        fromName: "main",
        changes: [
          { path: "docs/plan.md", previousPath: null, kind: "modified" },
          { path: "src/a.ts", previousPath: null, kind: "added" },
        ],
        before: {
          "docs/plan.md": { kind: "file", oid: anyText, text: "# Plan, first\n" },
          "docs/none.md": { kind: "missing" },
        },
      },
    });
    expect(people(snapshot)).toEqual([["dora"]]);
    expect(snapshot.reviews).toMatchObject({
      status: "read",
      value: [
        {
          author: { login: "mona" },
          state: "approved",
          commit: pull.headOid,
          tree: snapshot.candidate.tree,
          dismissal: null,
        },
      ],
    });
    expect(snapshot.timeline).toMatchObject({ value: [{ kind: "labeled", label: "release" }] });
    expect(snapshot.planChange).toMatchObject({
      value: { commit: pull.headOid, authors: [{ login: "dora" }], approvedBy: [] },
    });
    expect(snapshot.previousRelease).toEqual({ status: "read", value: null });
    expect(snapshot.siblings).toEqual({ status: "read", value: [] });
    expect(snapshot.proposedPolicy).toBeNull();
    expect(snapshot.published).toEqual({
      checks: [],
      comment: null,
      requested: { users: [], teams: [] },
    });
  });

  it("is null when the pull request, or its repository, does not exist", async () => {
    const { platform } = shop;
    expect(await platform().pullRequest(shop.ref(99)).snapshot(wanted())).toBeNull();
    const elsewhere = { ...shop.ref(1), repository: "acme/none" };
    expect(await platform().pullRequest(elsewhere).snapshot(wanted())).toBeNull();
  });
});

describe("the head", () => {
  it("is the commit that the pull request points at, whatever the order of its commits", async () => {
    const { dora } = shop;
    shop.shop.branch("release", "main", dora);
    const commit = (day: string, name: string) =>
      shop.shop.commit({
        branch: "release",
        author: dora,
        message: name,
        date: new Date(`2026-11-${day}T12:00:00Z`),
        files: { [name]: day },
      });
    commit("10", "one");
    const head = commit("05", "two");
    const pull = shop.shop.pullRequest({ by: dora, title: "v1", head: "release", base: "main" });
    const snapshot = await see(pull.number, { before: ["docs/plan.md"] });
    expect(snapshot.candidate.commit).toBe(head);
    expect(snapshot.range).toMatchObject({
      value: { from: shop.shop.oid("main"), before: { "docs/plan.md": { kind: "file" } } },
    });
    expect(people(snapshot)).toHaveLength(2);
    shop.github.requests.clear();
    await see(pull.number, { before: ["docs/plan.md"] });
    expect(requestsTo(shop.github)).toHaveLength(1);
  });

  it("is found in a fork, and after the fork and the branch are gone", async () => {
    const { alex, mona } = shop;
    const fork = shop.shop.fork(alex);
    fork.branch("mine", "main", alex);
    fork.commit({ branch: "mine", author: alex, message: "Mine", files: { "src/mine": "1" } });
    const pull = shop.shop.pullRequest({ by: alex, title: "Mine", from: fork, head: "mine" });
    const open = await see(pull.number, { files: ["src/mine"] });
    expect(open.candidate.pullRequest).toMatchObject({ fromFork: true, state: "open" });
    expect(open.files["src/mine"]).toMatchObject({ kind: "file" });
    pull.merge(mona);
    fork.deleteBranch("mine", alex);
    const merged = await see(pull.number, { files: ["src/mine"] });
    expect(merged.candidate.pullRequest).toMatchObject({ state: "merged" });
    expect(merged.files["src/mine"]).toMatchObject({ kind: "file" });
  });
});

describe("siblings", () => {
  it("are the other open pull requests with the very same head", async () => {
    const { dora, mona } = shop;
    shop.shop.branch("next", "main", mona);
    const pull = openPull();
    const second = shop.shop.pullRequest({ by: dora, head: "release", base: "next" });
    shop.shop.branch("longer", "release", dora);
    shop.shop.commit({ branch: "longer", author: dora, files: { b: "1" } });
    shop.shop.pullRequest({ by: dora, head: "longer" });
    expect((await see(pull.number)).siblings).toEqual({ status: "read", value: [second.number] });
    second.close(dora);
    expect((await see(pull.number)).siblings).toEqual({ status: "read", value: [] });
  });
});
