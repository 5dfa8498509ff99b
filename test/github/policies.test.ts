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
const source = (number = 1) => shop.platform().pullRequest(shop.ref(number));
const commit = (text: string | null | { symlink: string }, branch = "main") =>
  shop.shop.commit({ branch, author: shop.mona, message: "Policy", files: { [path]: text } });

describe("the policies in force", () => {
  it("are the organisation's and then the repository's, read once and remembered", async () => {
    const org = shop.acme.repository(".github");
    org.commit({ author: shop.mona, files: { [path]: "version: 1 # floor\n" } });
    shop.github.requests.clear();
    const policies = await source().policies();
    expect(policies).toMatchObject({
      defaultBranch: "main",
      sources: [
        { repository: "acme/.github", path, entry: { kind: "file", text: "version: 1 # floor\n" } },
        { repository: "acme/shop", path, entry: { kind: "file", text: POLICY } },
      ],
    });
    await source().policies();
    expect(requestsTo(shop.github)).toEqual(["graphql Policies"]);
  });

  it("are corrected by each snapshot", async () => {
    await source().policies();
    commit("version: 1 # newer\n");
    shop.shop.branch("release", "main", shop.dora);
    shop.shop.commit({ branch: "release", author: shop.dora, files: { a: "1" } });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    const snapshot = await source(pull.number).snapshot(wanted());
    const newer = [{ entry: { text: "version: 1 # newer\n" } }];
    expect(snapshot?.policies.sources).toMatchObject(newer);
    expect((await source().policies()).sources).toMatchObject(newer);
  });

  for (const [what, entry, expected] of [
    ["absent", null, []],
    ["a symbolic link", { symlink: "x" }, [{ entry: { kind: "not-a-file", what: "symlink" } }]],
    ["too large", "#".repeat(600_000), [{ entry: { kind: "unreadable" } }]],
    ["empty", "", [{ entry: { kind: "file", text: "" } }]],
  ] as const)
    it(`tell that the policy is ${what}`, async () => {
      commit(entry);
      expect((await source().policies()).sources).toMatchObject(expected);
    });

  it("has one source in the organisation's own repository", async () => {
    const org = shop.acme.repository(".github");
    org.commit({ author: shop.mona, files: { [path]: POLICY } });
    const ref = { ...shop.ref(1), repository: "acme/.github" };
    const policies = await shop.platform().pullRequest(ref).policies();
    expect(policies.sources.map(({ repository }) => repository)).toEqual(["acme/.github"]);
  });

  it("are none in a repository that is empty or gone", async () => {
    shop.acme.repository("empty");
    for (const name of ["acme/empty", "acme/gone"]) {
      const ref = { ...shop.ref(1), repository: name };
      expect((await shop.platform().pullRequest(ref).policies()).sources).toEqual([]);
    }
  });

  it("are unreadable, not absent, where the App may not read them", async () => {
    shop.acme.repository(".github").commit({ author: shop.mona, files: { [path]: POLICY } });
    for (const [forbidden, at] of [
      ["organisation.defaultBranchRef", 0],
      ["organisation", 0],
      ["repository.defaultBranchRef.target.policy", 1],
      ["repository.defaultBranchRef", 1],
    ] as const) {
      shop.github.faults.clear();
      shop.github.faults.inject({ forbidden });
      const platform = shop.platform({ remembered: await openMemory() });
      const { sources } = await platform.pullRequest(shop.ref(1)).policies();
      expect(sources).toHaveLength(2);
      expect(sources[at]?.entry).toMatchObject({
        kind: "unreadable",
        reason: expect.stringContaining("Contents: read") as unknown,
      });
    }
  });
});

async function openMemory() {
  const { nothingRemembered } = await import("../../src/github/index.ts");
  return nothingRemembered();
}

describe("a pull request that touches the policy", () => {
  it("shows what it would become", async () => {
    shop.shop.branch("release", "main", shop.dora);
    const change = (files: Record<string, string | null>) =>
      shop.shop.commit({ branch: "release", author: shop.dora, files });
    change({ a: "1" });
    const pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
    const proposed = async () => (await source(pull.number).snapshot(wanted()))?.proposedPolicy;
    expect(await proposed()).toBeNull();
    change({ [path]: "version: 2\n" });
    expect(await proposed()).toMatchObject({ kind: "file", text: "version: 2\n" });
    change({ [path]: null });
    expect(await proposed()).toEqual({ kind: "missing" });
  });
});

describe("the earlier policies", () => {
  const texts = async () => {
    const earlier = await source().earlierPolicies();
    return earlier.status === "read"
      ? earlier.value.map(({ entry }) => (entry.kind === "file" ? entry.text : entry.kind))
      : earlier;
  };

  it("are those that stood on the default branch before, newest first", async () => {
    commit("two");
    commit(null);
    commit("three");
    expect(await texts()).toEqual(["two", POLICY]);
  });

  it("are none before the first", async () => {
    expect(await texts()).toEqual([]);
  });

  it("leave out what stood only in the middle of a pull request", async () => {
    shop.shop.branch("policy", "main", shop.dora);
    commit("smuggled in", "policy");
    commit("merged", "policy");
    shop.shop.pullRequest({ by: shop.dora, head: "policy" }).merge(shop.mona);
    commit("broken");
    expect(await texts()).toEqual(["merged", POLICY]);
  });

  it("are all read, beyond a page", async () => {
    for (let n = 0; n < 60; n += 1) commit(`version ${n}`);
    expect(await texts()).toHaveLength(60);
  });
});

describe("the open pull requests", () => {
  it("are listed to their end, all or those with a head", async () => {
    const numbers: number[] = [];
    for (let n = 0; n < 103; n += 1) {
      shop.shop.branch(`b${n}`, "main", shop.dora);
      shop.shop.commit({ branch: `b${n}`, author: shop.dora, files: { a: String(n) } });
      numbers.push(shop.shop.pullRequest({ by: shop.dora, head: `b${n}` }).number);
    }
    const platform = shop.platform();
    expect((await platform.openPullRequests("acme/shop")).map(({ number }) => number)).toEqual(
      numbers,
    );
    const head = shop.shop.oid("b50");
    expect(await platform.openPullRequests("acme/shop", head)).toEqual([
      { number: numbers[50], head },
    ]);
    expect(await platform.openPullRequests("acme/gone")).toEqual([]);
  });
});
