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

describe("what lies at a path", () => {
  const oddities = {
    "odd/link": { symlink: "../docs/plan.md" },
    "odd/module": { submodule: "1".repeat(40) },
    "odd/dir/inner": "x",
    "odd/binary": Buffer.from([0, 1, 2, 3, 0]),
    "odd/latin1": Buffer.from("caf\xe9 au lait\n", "latin1"),
    "odd/large": "x".repeat(512_001),
    "odd/largest": "x".repeat(512_000),
    "odd/empty": "",
  };
  const expected = {
    "odd/link": { kind: "not-a-file", what: "symlink" },
    "odd/module": { kind: "not-a-file", what: "submodule" },
    "odd/dir": { kind: "not-a-file", what: "directory" },
    "odd/binary": { kind: "unreadable", reason: "The file is not text." },
    "odd/latin1": { kind: "unreadable", reason: "The file is not encoded in UTF-8." },
    "odd/large": { kind: "unreadable", reason: "The file is larger than 512,000 bytes." },
    "odd/largest": { kind: "file", text: "x".repeat(512_000) },
    "odd/empty": { kind: "file", text: "" },
    "odd/none": { kind: "missing" },
    "odd/link/plan.md": { kind: "missing" },
  };

  it("is told apart, at the head and before", async () => {
    shop.shop.commit({ author: shop.mona, message: "Odd", files: oddities });
    const pull = openPull();
    const paths = Object.keys(expected);
    const snapshot = await see(pull.number, { documents: paths, before: paths });
    expect(snapshot.files).toMatchObject(expected);
    expect(snapshot.range).toMatchObject({ value: { before: expected } });
  });

  it("is listed with what is no file, but without directories", async () => {
    shop.shop.commit({ author: shop.mona, message: "Odd", files: oddities });
    const pull = openPull();
    const snapshot = await see(pull.number, { globs: [pattern("odd/*")] });
    expect(snapshot.listings["odd/*"]).toEqual({
      status: "read",
      value: Object.keys(oddities)
        .filter((path) => path !== "odd/dir/inner")
        .sort(),
    });
    expect(snapshot.files["odd/link"]).toEqual({ kind: "not-a-file", what: "symlink" });
  });

  it("is told of any commit, once", async () => {
    const pull = openPull();
    const source = shop.platform().pullRequest(shop.ref(pull.number));
    const paths = ["docs/plan.md", "docs/none.md", "docs"];
    shop.github.requests.clear();
    const files = await source.files(pull.headOid, paths);
    expect(files).toEqual({
      "docs/plan.md": { kind: "file", oid: anyText },
      "docs/none.md": { kind: "missing" },
      docs: { kind: "not-a-file", what: "directory" },
    });
    expect(await source.files(pull.headOid, paths)).toEqual(files);
    expect(requestsTo(shop.github)).toEqual(["graphql Files"]);
  });

  it("is not asked again once the snapshot told it", async () => {
    const pull = openPull();
    await see(pull.number, { documents: ["docs/plan.md"], files: ["src/a.ts"] });
    shop.github.requests.clear();
    const source = shop.platform().pullRequest(shop.ref(pull.number));
    await source.files(pull.headOid, ["docs/plan.md", "src/a.ts"]);
    expect(requestsTo(shop.github)).toEqual([]);
  });

  it("is unreadable at a commit that nobody knows", async () => {
    const source = shop.platform().pullRequest(shop.ref(1));
    expect(await source.files("0".repeat(40), ["a"])).toEqual({
      a: { kind: "unreadable", oid: null, reason: "GitHub did not give the commit." },
    });
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

describe("people's opinions", () => {
  it("are read beyond a hundred", async () => {
    const pull = openPull();
    for (let n = 0; n < 130; n += 1) {
      const reviewer = shop.github.user(`reviewer-${n}`);
      shop.shop.collaborator(reviewer, "write");
      pull.approve(reviewer);
    }
    shop.github.requests.clear();
    const snapshot = await see(pull.number);
    expect(snapshot.reviews.status === "read" && snapshot.reviews.value).toHaveLength(130);
    expect(requestsTo(shop.github)).toEqual(["graphql Snapshot", "graphql NextPage"]);
  });

  it("tell who withdrew or dismissed them, and what they had been", async () => {
    const pull = openPull();
    pull.dismiss(pull.requestChanges(shop.mona), shop.alex);
    pull.dismiss(pull.approve(shop.alex), shop.mona);
    pull.reviewComment(shop.mona, "Hm");
    const snapshot = await see(pull.number);
    expect(snapshot.reviews).toMatchObject({
      value: [
        {
          author: { login: "mona" },
          state: "dismissed",
          dismissal: { by: { login: "alex" }, was: "changes-requested" },
        },
        {
          author: { login: "alex" },
          state: "dismissed",
          dismissal: { by: { login: "mona" }, was: "approved" },
        },
      ],
    });
  });

  it("come with every change of base and of labels", async () => {
    const { dora, mona } = shop;
    shop.shop.branch("next", "main", mona);
    const pull = openPull();
    pull.label("release", dora);
    pull.retarget("next", dora);
    pull.unlabel("release", dora);
    const snapshot = await see(pull.number);
    expect(snapshot.timeline).toMatchObject({
      value: [
        { kind: "labeled", label: "release" },
        { kind: "base-changed" },
        { kind: "unlabeled", label: "release" },
      ],
    });
    expect(snapshot.candidate.pullRequest?.base.ref).toBe("next");
  });
});

describe("the commits", () => {
  it("name authors, co-authors and committers, and null for those whom GitHub cannot name", async () => {
    const { dora, alex, mona } = shop;
    const stranger = { name: "Nobody", email: "nobody@nowhere.example" };
    shop.shop.branch("release", "main", dora);
    const add = (options: Omit<Parameters<typeof shop.shop.commit>[0], "branch">) =>
      shop.shop.commit({ ...options, branch: "release", by: dora });
    add({ author: dora, coAuthors: [alex, stranger], message: "1", files: { a: "1" } });
    add({ author: stranger, committer: mona, message: "2", files: { a: "2" } });
    const pull = shop.shop.pullRequest({ by: dora, head: "release" });
    const { commits } = await see(pull.number);
    expect(commits).toMatchObject({
      status: "read",
      value: [
        { authors: [{ login: "dora" }, { login: "alex" }, null], committer: { login: "dora" } },
        { authors: [null], committer: { login: "mona" }, committedByGitHub: false },
      ],
    });
  });

  it("name the Apps that GraphQL cannot, and remember them", async () => {
    const renovate = shop.github.bot("renovate[bot]");
    shop.shop.branch("release", "main", shop.dora);
    const files = { a: "1" };
    shop.shop.commit({ branch: "release", author: renovate, by: shop.dora, files });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    const { commits } = await see(pull.number);
    expect(commits).toMatchObject({
      value: [{ authors: [{ login: "renovate[bot]", bot: true }] }],
    });
    shop.github.requests.clear();
    await see(pull.number);
    expect(requestsTo(shop.github)).toEqual(["graphql Snapshot"]);
  });

  it("and the changed files are read beyond a hundred", async () => {
    shop.shop.branch("release", "main", shop.dora);
    for (let n = 0; n < 105; n += 1)
      shop.shop.commit({
        branch: "release",
        author: n === 104 ? shop.alex : shop.dora,
        by: shop.dora,
        files: { [`src/${n}`]: "x" },
      });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    const snapshot = await see(pull.number);
    expect(people(snapshot)).toHaveLength(105);
    expect(snapshot.range.status === "read" && snapshot.range.value?.changes).toHaveLength(105);
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

describe("the previous release", () => {
  it("is the one published last whose tag is a release's, no draft and no pre-release", async () => {
    const { mona, github } = shop;
    const release = (tagName: string, fields: { draft?: boolean; prerelease?: boolean } = {}) => {
      shop.shop.release(mona, { tagName, ...fields });
    };
    expect(github.clock).toBeDefined();
    release("v1.0.0");
    release("v2.0.0-rc", { prerelease: true });
    release("v3.0.0", { draft: true });
    release("nightly-1");
    const pull = openPull();
    expect((await see(pull.number)).previousRelease).toEqual({
      status: "read",
      value: {
        tag: "v1.0.0",
        commit: shop.shop.oid("main"),
        publishedAt: anyText,
      },
    });
  });

  it("is found behind more than a hundred others", async () => {
    shop.shop.release(shop.mona, { tagName: "v1.0.0" });
    for (let n = 0; n < 101; n += 1) shop.shop.release(shop.mona, { tagName: `nightly-${n}` });
    const pull = openPull();
    expect((await see(pull.number)).previousRelease).toMatchObject({ value: { tag: "v1.0.0" } });
  });
});

describe("the plan's latest change", () => {
  it("is known with those who approved what was merged", async () => {
    const { dora, alex, mona } = shop;
    shop.shop.branch("plan", "main", dora);
    shop.shop.commit({ branch: "plan", author: dora, files: { "docs/plan.md": "# New\n" } });
    const change = shop.shop.pullRequest({ by: dora, head: "plan" });
    change.approve(alex);
    change.requestChanges(mona);
    change.merge(mona);
    const pull = openPull();
    expect((await see(pull.number)).planChange).toMatchObject({
      status: "read",
      value: { authors: [{ login: "dora" }], approvedBy: [{ login: "alex" }] },
    });
  });

  it("counts no approval of another commit than the merged head", async () => {
    const { dora, alex, mona } = shop;
    shop.shop.branch("plan", "main", dora);
    shop.shop.commit({ branch: "plan", author: dora, files: { "docs/plan.md": "# New\n" } });
    const change = shop.shop.pullRequest({ by: dora, head: "plan" });
    change.approve(alex);
    change.commit({ author: dora, files: { "docs/plan.md": "# Newer\n" } });
    change.merge(mona, "squash");
    const pull = openPull();
    expect((await see(pull.number)).planChange).toMatchObject({ value: { approvedBy: [] } });
  });

  it("is null where there never was a plan", async () => {
    const pull = openPull();
    const { planChange } = await see(pull.number, { planPath: "docs/never.md" });
    expect(planChange).toEqual({ status: "read", value: null });
  });
});
