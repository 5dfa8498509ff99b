import { desks } from "./support/desks.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { pattern } from "./support/wanted.ts";

const REPOSITORY = "acme/shop";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

const refs = () => desks(shop).refs;
const none = "0".repeat(40);

/** An annotated tag around whatever `target` is; answers its id. */
function wrap(target: string, type: "commit" | "tag"): string {
  const tagger = { name: "Mona", email: "mona@example.org", date: new Date() };
  return shop.shop.record.objects.putTag({
    object: target,
    objectType: type,
    name: "wrapped",
    tagger,
    message: "",
  });
}

describe("a branch and a tag", () => {
  it("lead to a commit, an annotated tag through itself", async () => {
    const { shop: repository, mona } = shop;
    repository.branch("release/1.x", "main", mona);
    repository.tag("light", { by: mona });
    repository.tag("annotated", { by: mona, annotated: "A tag" });
    const head = repository.oid("main");
    const at = refs();
    expect(await at.branchHead(REPOSITORY, "release/1.x")).toBe(head);
    expect(await at.tagCommit(REPOSITORY, "light")).toBe(head);
    expect(await at.tagCommit(REPOSITORY, "annotated")).toBe(head);
    const wrapped = shop.shop.record.refs.get("refs/tags/annotated") ?? "";
    expect(wrapped).not.toBe(head);
    expect(await at.commitOf(REPOSITORY, wrapped)).toBe(head);
    expect(await at.commitOf(REPOSITORY, head)).toBe(head);
  });

  for (const name of ["none", "light", "main~0", "main^", "main:docs", "", "a b", "ma..in"])
    it(`are none: branch ${JSON.stringify(name)}`, async () => {
      shop.shop.tag("light", { by: shop.mona });
      expect(await refs().branchHead(REPOSITORY, name)).toBeNull();
    });

  for (const name of ["none", "main", "light^{commit}", "light~0", "light:docs/plan.md"])
    it(`are none: tag ${JSON.stringify(name)}`, async () => {
      shop.shop.tag("light", { by: shop.mona });
      expect(await refs().tagCommit(REPOSITORY, name)).toBeNull();
    });

  it("are none where a tag leads to no commit", async () => {
    const { objects, refs: all } = shop.shop.record;
    all.set("refs/tags/tree", objects.read("commit", shop.shop.oid("main")).tree);
    expect(await refs().tagCommit(REPOSITORY, "tree")).toBeNull();
  });

  it("are none in a repository that is gone", async () => {
    expect(await refs().branchHead("acme/none", "main")).toBeNull();
    expect(await refs().tagCommit("acme/none", "v1")).toBeNull();
  });

  it("are no answer where GitHub refuses", async () => {
    shop.github.faults.inject({ forbidden: "repository.object" });
    await expect(refs().branchHead(REPOSITORY, "main")).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the branches", () => {
  it("are those that match, beyond a hundred", async () => {
    for (let n = 0; n < 120; n += 1) shop.shop.branch(`topic/${n}`, "main", shop.mona);
    const found = await refs().branches(REPOSITORY, [pattern("ma*"), pattern("topic/11?")]);
    expect(found.map(({ name }) => name).sort()).toEqual([
      "main",
      ...Array.from({ length: 10 }, (_, n) => `topic/11${n}`),
    ]);
    expect(found.every(({ head }) => head === shop.shop.oid("main"))).toBe(true);
  });

  it("are not asked for without a pattern", async () => {
    shop.github.requests.clear();
    expect(await refs().branches(REPOSITORY, [])).toEqual([]);
    expect(requestsTo(shop.github)).toEqual([]);
  });

  it("are no answer where GitHub refuses them", async () => {
    shop.github.faults.inject({ forbidden: "repository.refs" });
    await expect(refs().branches(REPOSITORY, [pattern("*")])).rejects.toMatchObject({
      code: "unexpected-answer",
    });
  });
});

describe("the tags at a commit", () => {
  it("are all that lead there, however they are wrapped, beyond a hundred", async () => {
    const { shop: repository, mona } = shop;
    const first = repository.oid("main");
    repository.tag("light", { by: mona });
    repository.tag("annotated", { by: mona, annotated: "A tag" });
    const { refs: all } = repository.record;
    all.set("refs/tags/thrice", wrap(wrap(wrap(first, "commit"), "tag"), "tag"));
    repository.commit({ author: mona, files: { a: "1" } });
    for (let n = 0; n < 120; n += 1) repository.tag(`n${n}`, { by: mona });
    const reading = await refs().tagsAt(REPOSITORY, first);
    expect(reading.status === "read" && [...reading.value].sort()).toEqual([
      "annotated",
      "light",
      "thrice",
    ]);
    expect(await refs().tagsAt(REPOSITORY, none)).toEqual({ status: "read", value: [] });
  });

  it("are unreadable where one is wrapped deeper than we look", async () => {
    const { shop: repository } = shop;
    const thrice = wrap(wrap(wrap(repository.oid("main"), "commit"), "tag"), "tag");
    repository.record.refs.set("refs/tags/deep", wrap(thrice, "tag"));
    expect(await refs().tagsAt(REPOSITORY, repository.oid("main"))).toMatchObject({
      status: "unreadable",
    });
  });

  it("are unreadable where GitHub refuses them, and in a repository that is gone", async () => {
    expect(await refs().tagsAt("acme/none", none)).toMatchObject({ status: "unreadable" });
    shop.github.faults.inject({ forbidden: "repository.refs" });
    expect(await refs().tagsAt(REPOSITORY, none)).toEqual({
      status: "unreadable",
      reason: 'GitHub does not let the App read this. Grant its installation "Contents: read".',
    });
  });
});
