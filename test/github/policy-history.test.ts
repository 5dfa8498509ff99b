import { forget } from "../../src/github/forget.ts";
import type { PolicyHistory } from "../../src/domain/index.ts";
import { openShop, POLICY, requestsTo, type Shop } from "./support/shop.ts";
import { wanted } from "./support/wanted.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

const path = ".github/portcullis.yml";
const put = (text: string | null, branch = "main") =>
  shop.shop.commit({ branch, author: shop.dora, message: "Policy", files: { [path]: text } });

/** A pull request of dora's with this policy. */
function propose(text: string, branch = "policy") {
  shop.shop.branch(branch, "main", shop.dora);
  put(text, branch);
  return shop.shop.pullRequest({ by: shop.dora, head: branch });
}

/** As it is read for some other pull request. */
async function look(freshness: "remembered" | "anew" = "remembered") {
  const source = shop.platform().pullRequest(shop.ref(await other()));
  const snapshot = await source.snapshot(wanted());
  if (snapshot === null) throw new Error("it is gone");
  return { snapshot, history: await source.policyHistory(snapshot, freshness) };
}

let opened: { readonly shop: Shop; readonly number: number } | null = null;
function other(): Promise<number> {
  if (opened?.shop !== shop) {
    shop.shop.branch("other", "main", shop.dora);
    shop.shop.commit({ branch: "other", author: shop.dora, files: { a: "1" } });
    const { number } = shop.shop.pullRequest({ by: shop.dora, head: "other" });
    opened = { shop, number };
  }
  return Promise.resolve(opened.number);
}

async function changes(): Promise<PolicyHistory["changes"]> {
  const { history } = await look("anew");
  if (history.status !== "read") throw new Error(JSON.stringify(history));
  return history.value.changes;
}

describe("how the policy came to be what it is", () => {
  it("is one push for the first", async () => {
    expect(await changes()).toMatchObject([
      { left: { repository: "acme/shop", path, entry: { text: POLICY } }, pullRequest: null },
    ]);
  });

  it("is nothing where there never was one", async () => {
    shop.acme.repository(".github").commit({ author: shop.mona, files: { [path]: POLICY } });
    const repository = shop.acme.repository("bare");
    repository.commit({ author: shop.mona, files: { a: "1" } });
    repository.branch("b", "main", shop.mona);
    repository.commit({ branch: "b", author: shop.mona, files: { a: "2" } });
    const { number } = repository.pullRequest({ by: shop.mona, head: "b" });
    const ref = { ...shop.ref(number), repository: "acme/bare" };
    const source = shop.platform().pullRequest(ref);
    const snapshot = await source.snapshot(wanted());
    shop.github.requests.clear();
    expect(await source.policyHistory(snapshot!, "anew")).toEqual({
      status: "read",
      value: { changes: [], extended: [] },
    });
    expect(requestsTo(shop.github)).toEqual([]);
  });

  for (const method of ["merge", "squash", "rebase"] as const)
    it(`names the pull request, who made it, and who approves it, after a ${method}`, async () => {
      const pull = propose("version: 1 # draft\n");
      pull.commit({ author: shop.dora, files: { [path]: "version: 1 # done\n" } });
      pull.approve(shop.alex);
      pull.merge(shop.mona, method);
      const [newest, ...older] = await changes();
      expect(newest).toMatchObject({
        left: { entry: { text: "version: 1 # done\n" } },
        pullRequest: {
          number: pull.number,
          leftIt: true,
          madeBy: [{ login: "dora" }],
          unnamed: false,
          approvedBy: [{ login: "alex" }],
        },
      });
      expect(older).toHaveLength(1);
    });

  it("counts approvals of the head alone, given after merging too, and none that was withdrawn", async () => {
    const pull = propose("version: 1 # draft\n");
    pull.approve(shop.alex);
    pull.commit({ author: shop.dora, files: { [path]: "version: 1 # done\n" } });
    pull.merge(shop.mona, "squash");
    const approvers = async () =>
      (await changes())[0]?.pullRequest?.approvedBy.map(({ login }) => login);
    expect(await approvers()).toEqual([]);
    const review = pull.approve(shop.mona);
    expect(await approvers()).toEqual(["mona"]);
    pull.dismiss(review, shop.alex);
    expect(await approvers()).toEqual([]);
  });

  it("tells a push on top of a merged pull request", async () => {
    const pull = propose("version: 1 # done\n");
    pull.approve(shop.alex);
    pull.merge(shop.mona);
    put("version: 1 # pushed\n");
    expect((await changes()).map(({ pullRequest }) => pullRequest?.number ?? null)).toEqual([
      null,
      pull.number,
      null,
    ]);
  });

  it("tells when the merge left something else than what was approved", async () => {
    const pull = propose("version: 1 # done\n");
    pull.approve(shop.alex);
    pull.merge(shop.mona);
    // Git merges both sides of one file; here somebody writes what that would have left.
    const merged = put("version: 1 # done, and more\n");
    pull.record.mergeCommitOid = merged;
    pull.record.introducedOids = new Set([...pull.record.introducedOids, merged]);
    expect((await changes())[0]).toMatchObject({
      left: { entry: { text: "version: 1 # done, and more\n" } },
      pullRequest: { number: pull.number, leftIt: false },
    });
  });

  it("tells that it was taken away", async () => {
    shop.acme.repository(".github").commit({ author: shop.mona, files: { [path]: POLICY } });
    put(null);
    expect((await changes())[0]).toMatchObject({ left: { entry: { kind: "missing" } } });
  });

  it("is read beyond a page", async () => {
    for (let n = 0; n < 60; n += 1) put(`version: 1 # ${n}\n`);
    expect(await changes()).toHaveLength(61);
  });

  it("has what earlier versions extended, as it stands now", async () => {
    const base = shop.acme.repository("base");
    base.commit({ author: shop.mona, files: { [path]: "version: 1 # base\n" } });
    put("version: 1\nextends: acme/base\n");
    put("version: 1 # by itself\n");
    const { history } = await look();
    expect(history).toMatchObject({
      value: {
        extended: [{ repository: "acme/base", entry: { text: "version: 1 # base\n" } }],
      },
    });
  });

  for (const forbidden of [
    "repository.defaultBranchRef.target.history",
    "repository.defaultBranchRef.target.history.nodes.associatedPullRequests",
  ])
    it(`is unreadable where GitHub refuses ${forbidden}`, async () => {
      shop.github.faults.inject(
        { forbidden },
        ({ operation }) => operation?.name === "PolicyHistory",
      );
      expect((await look()).history.status).toBe("unreadable");
    });

  it("is unreadable where GitHub refuses the reviews", async () => {
    propose("version: 1 # done\n").merge(shop.mona);
    shop.github.faults.inject({ forbidden: "repository.p0.reviews" });
    expect((await look()).history.status).toBe("unreadable");
  });

  it("costs two requests, none within five minutes, and two when the policy changes or an event says so", async () => {
    propose("version: 1 # done\n").merge(shop.mona);
    const asked = async () => {
      await look();
      const list = requestsTo(shop.github);
      shop.github.requests.clear();
      return list.map((name) => name.replace("graphql ", ""));
    };
    const both = ["Snapshot", "PolicyHistory", "PolicyPullRequests"];
    shop.github.requests.clear();
    expect(await asked()).toEqual(both);
    expect(await asked()).toEqual(["Snapshot"]);
    forget({ scrutinyOf: "acme/shop" }, shop.remembered);
    expect(await asked()).toEqual(both);
    propose("version: 1 # more\n", "more").merge(shop.mona);
    expect(await asked()).toEqual(both);
    expect(await asked()).toEqual(["Snapshot"]);
  });
});

describe("whether a pull request changes the policy", () => {
  it("is so where it touches it on the way to the default branch, and else not", async () => {
    const pull = propose("version: 1 # done\n");
    const seen = async () =>
      (await shop.platform().pullRequest(shop.ref(pull.number)).snapshot(wanted()))?.changesPolicy;
    expect(await seen()).toBe(true);
    shop.shop.branch("next", "main", shop.dora);
    pull.retarget("next", shop.dora);
    expect(await seen()).toBe(false);
    const { snapshot } = await look();
    expect(snapshot.changesPolicy).toBe(false);
  });
});
