import type { PullRequestSnapshot } from "../../src/application/index.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { wanted } from "./support/wanted.ts";

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

  it("names no author for whom only the commit speaks", async () => {
    const { dora, alex, mona } = shop;
    shop.shop.branch("plan", "main", dora);
    const files = { "docs/plan.md": "# New\n" };
    shop.shop.commit({ branch: "plan", author: dora, coAuthors: [alex], files });
    const change = shop.shop.pullRequest({ by: dora, head: "plan" });
    change.merge(mona);
    shop.shop.commit({ author: dora, files: { "README.md": "# Other\n" } });
    const pull = openPull();
    expect((await see(pull.number)).planChange).toMatchObject({
      value: { authors: [{ login: "dora" }] },
    });
    shop.shop.commit({ branch: pull.record.headRef, author: alex, by: dora, files });
    shop.shop.commit({
      branch: pull.record.headRef,
      author: alex,
      by: mona,
      files: { "docs/plan.md": "# Newest\n" },
    });
    expect((await see(pull.number)).planChange).toMatchObject({ value: { authors: [] } });
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
