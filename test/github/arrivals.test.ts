import type { Arrival } from "../../src/domain/index.ts";
import type { PullRequestHandle, User } from "../simulator/index.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { wanted } from "./support/wanted.ts";

let shop: Shop;
let branches = 0;

beforeEach(async () => {
  shop = await openShop();
  branches = 0;
  shop.shop.tag("v1", { by: shop.mona });
  shop.shop.release({ by: shop.mona, tag: "v1" });
});
afterEach(async () => {
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
  await shop.github.stop();
});

/** A pull request of dora's with so many commits. */
function open(commits = 1, by: User = shop.dora): PullRequestHandle {
  branches += 1;
  const head = `change-${branches}`;
  shop.shop.branch(head, "main", by);
  for (let n = 1; n <= commits; n += 1)
    shop.shop.commit({ author: by, branch: head, files: { [`${head}/${n}.txt`]: `${n}` } });
  return shop.shop.pullRequest({ by, head, title: head });
}

async function arrivals(): Promise<readonly Arrival[]> {
  const asked = { alerts: [], dependencies: false, arrivals: true, twoFactor: false };
  const source = shop.platform().commit({
    repository: "acme/shop",
    commit: shop.shop.oid("main"),
    kind: "commit",
    stage: "review",
    release: null,
    assets: { status: "read", value: [] },
    member: null,
  });
  const snapshot = await source.snapshot(wanted());
  if (snapshot === null) throw new Error("it is gone");
  const { arrivals: reading } = await source.scrutiny(snapshot, asked, "anew");
  if (reading.status !== "read" || reading.value === null) throw new Error(JSON.stringify(reading));
  return reading.value;
}

const numbers = (all: readonly Arrival[]) =>
  all.map(({ commits, pullRequest }) => [pullRequest?.number ?? null, commits.length]);

const approvers = ([arrival]: readonly Arrival[]) =>
  arrival?.pullRequest?.approvedBy.map(({ login }) => login);

describe("how a change reached the branch", () => {
  it.each([
    ["merge", 4],
    ["squash", 1],
    ["rebase", 3],
  ] as const)("is told of a pull request that was merged by %s", async (method, commits) => {
    const pull = open(3);
    pull.approve(shop.mona);
    const merged = pull.merge(shop.alex, method);
    const all = await arrivals();
    expect(numbers(all)).toEqual([[pull.number, commits]]);
    expect(all[0]?.pullRequest).toMatchObject({
      mergedAs: merged,
      unnamed: false,
      madeBy: [{ login: "dora" }],
      approvedBy: [{ login: "mona" }],
    });
  });

  it("is told of a merge queue's", async () => {
    const pull = open(2);
    pull.approve(shop.mona);
    const queue = shop.shop.mergeQueue("main");
    queue.enqueue(pull);
    queue.formGroup().merge();
    expect(numbers(await arrivals())).toEqual([[pull.number, 3]]);
  });

  it("is told of a commit that was pushed, also amid those of pull requests", async () => {
    const pull = open(2);
    pull.merge(shop.alex, "squash");
    const pushed = shop.shop.commit({ author: shop.dora, files: { "hotfix.txt": "now" } });
    const other = open(1);
    other.merge(shop.alex, "rebase");
    const all = await arrivals();
    expect(numbers(all)).toEqual([
      [pull.number, 1],
      [other.number, 1],
      [null, 1],
    ]);
    expect(all.at(-1)?.commits).toEqual([pushed]);
  });

  it("is not told by what a message claims", async () => {
    const pull = open(1);
    pull.approve(shop.mona);
    pull.merge(shop.alex, "squash");
    shop.shop.commit({
      author: shop.dora,
      message: `Something else (#${pull.number})`,
      files: { "other.txt": "x" },
    });
    expect(numbers(await arrivals())).toEqual([
      [pull.number, 1],
      [null, 1],
    ]);
  });

  it("is not told by a pull request that is open, or was closed", async () => {
    const pull = open(1);
    shop.shop.push("main", pull.headOid, { by: shop.dora });
    const all = await arrivals();
    // GitHub calls a pull request merged whose commits were pushed to its base; nobody approved it.
    expect(all.flatMap(({ pullRequest }) => pullRequest?.approvedBy ?? [])).toEqual([]);
  });
});

describe("an approval", () => {
  it("counts where it is of the head that was merged", async () => {
    const pull = open(1);
    pull.approve(shop.mona);
    pull.commit({ author: shop.dora, files: { "late.txt": "late" } });
    pull.merge(shop.alex, "squash");
    expect(approvers(await arrivals())).toEqual([]);
  });

  it("counts where it was given before merging", async () => {
    const pull = open(1);
    pull.merge(shop.alex, "squash");
    shop.github.clock.advance(60_000);
    pull.approve(shop.mona);
    expect(approvers(await arrivals())).toEqual([]);
  });

  it("does not count once it was taken back", async () => {
    const pull = open(1);
    pull.approve(shop.mona);
    pull.requestChanges(shop.mona);
    pull.merge(shop.alex, "squash");
    expect(approvers(await arrivals())).toEqual([]);
  });

  it("does not count where it was dismissed", async () => {
    const pull = open(1);
    pull.dismiss(pull.approve(shop.mona), shop.alex);
    pull.merge(shop.alex, "squash");
    expect(approvers(await arrivals())).toEqual([]);
  });
});

describe("who made a pull request", () => {
  it("is whoever opened it, wrote, co-wrote or committed one of its commits", async () => {
    const { dora, mona, alex, shop: repository } = shop;
    repository.branch("shared", "main", dora);
    const message = `Together\n\nCo-authored-by: Alex <${alex.email}>`;
    repository.commit({ author: dora, branch: "shared", message, files: { "s.txt": "s" } });
    const pull = repository.pullRequest({ by: mona, head: "shared", title: "Shared" });
    pull.approve(alex);
    pull.merge(mona, "squash");
    const [arrival] = await arrivals();
    const makers = arrival?.pullRequest?.madeBy.map(({ login }) => login);
    expect(makers?.sort()).toEqual(["alex", "dora", "mona"]);
  });

  it("says where GitHub cannot name somebody", async () => {
    shop.shop.branch("strange", "main", shop.dora);
    const author = { name: "Nobody", email: "nobody@example.org" };
    shop.shop.commit({ author, by: shop.dora, branch: "strange", files: { "n.txt": "n" } });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "strange", title: "Strange" });
    pull.approve(shop.mona);
    pull.merge(shop.alex, "squash");
    expect((await arrivals())[0]?.pullRequest?.unnamed).toBe(true);
  });
});

describe("300 commits", () => {
  it("take at most 12 requests the first time, and none the second", async () => {
    for (let n = 0; n < 300; n += 1) open(1).merge(shop.alex, "squash");
    const requests = async () => {
      shop.github.requests.clear();
      expect(numbers(await arrivals())).toHaveLength(300);
      return requestsTo(shop.github);
    };
    const [first, second] = [await requests(), await requests()];
    const own = (one: string) => /Associations|Arrivals|NextPage/.test(one);
    // The snapshot compares once as well; what it read is remembered then.
    const compared = first.filter((one) => one.includes("/compare/")).length - 1;
    expect(first.filter(own).length + compared).toBeLessThanOrEqual(12);
    expect(second.filter((one) => own(one) || one.includes("/compare/"))).toEqual([]);
  });
});
