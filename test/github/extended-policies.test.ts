import { openShop, requestsTo, type Shop } from "./support/shop.ts";
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
const anyText: unknown = expect.any(String);
const platformSource = (number = 1) => shop.platform().pullRequest(shop.ref(number));

/** A repository of acme's with this policy; null: with none. */
function put(name: string, text: string | null | { symlink: string }) {
  const repository = name === "shop" ? shop.shop : shop.acme.repository(name);
  repository.commit({ author: shop.mona, files: { README: "Hello\n", [path]: text } });
  return repository;
}

const extending = (repository: string) => `version: 1\nextends: ${repository}\n`;
const names = async () =>
  (await platformSource().policies()).sources.map(({ repository }) => repository);
const entryOf = async (name: string) =>
  (await platformSource().policies()).sources.find(({ repository }) => repository === name)?.entry;

function openPull() {
  shop.shop.branch("release", "main", shop.dora);
  shop.shop.commit({ branch: "release", author: shop.dora, files: { a: "1" } });
  return shop.shop.pullRequest({ by: shop.dora, head: "release" });
}

describe("a policy that another one extends", () => {
  it("stands between the organisation's and the repository's", async () => {
    put(".github", "version: 1 # organisation\n");
    put("base", "version: 1 # base\n");
    put("shop", extending("acme/base"));
    expect((await platformSource().policies()).sources).toMatchObject([
      { repository: "acme/.github", entry: { text: "version: 1 # organisation\n" } },
      { repository: "acme/base", path, entry: { kind: "file", text: "version: 1 # base\n" } },
      { repository: "acme/shop" },
    ]);
  });

  it("stands below the organisation's where that one extends it", async () => {
    put(".github", extending("acme/base"));
    put("base", "version: 1\n");
    expect(await names()).toEqual(["acme/base", "acme/.github", "acme/shop"]);
  });

  it("is the organisation's own, once, where it is named", async () => {
    put(".github", "version: 1\n");
    put("shop", extending("acme/.github"));
    expect(await names()).toEqual(["acme/.github", "acme/shop"]);
  });

  it("may extend another, each below the one that names it", async () => {
    put("one", "version: 1\n");
    put("two", extending("ACME/One"));
    put("shop", extending("acme/two"));
    expect(await names()).toEqual(["acme/one", "acme/two", "acme/shop"]);
  });

  it("ends where it would go round in a circle", async () => {
    put("one", extending("acme/two"));
    put("two", extending("acme/one"));
    put("shop", extending("acme/two"));
    expect(await names()).toEqual(["acme/one", "acme/two", "acme/shop"]);
  });

  it("is read five deep, and no deeper", async () => {
    for (let n = 1; n <= 7; n += 1) put(`p${n}`, extending(`acme/p${n + 1}`));
    put("shop", extending("acme/p1"));
    expect(await names()).toEqual([
      "acme/p6",
      "acme/p5",
      "acme/p4",
      "acme/p3",
      "acme/p2",
      "acme/p1",
      "acme/shop",
    ]);
    expect(await entryOf("acme/p6")).toEqual({
      kind: "unreadable",
      oid: null,
      reason: "more than 5 policies extend each other",
    });
  });

  for (const [what, text, reason] of [
    ["absent", null, "there is no .github/portcullis.yml in it"],
    ["a symbolic link", { symlink: "x" }, ".github/portcullis.yml is no ordinary file there"],
    ["too large", "#".repeat(600_000), "The file is larger than 512,000 bytes."],
  ] as const)
    it(`is unreadable, not absent, where it is ${what}`, async () => {
      put("base", text);
      put("shop", extending("acme/base"));
      expect(await entryOf("acme/base")).toMatchObject({ kind: "unreadable", reason });
    });

  it("is unreadable where its repository is private, and Portcullis is not installed there", async () => {
    const other = shop.github.organization("other", { admins: [shop.mona] });
    const hidden = other.repository("base", { private: true });
    hidden.commit({ author: shop.mona, files: { [path]: "version: 1\n" } });
    for (const name of ["other/base", "other/none"]) {
      put("shop", extending(name));
      shop.remembered.policies.delete("acme/shop");
      expect(await entryOf(name)).toMatchObject({
        kind: "unreadable",
        reason: expect.stringContaining("Portcullis is not installed there") as unknown,
      });
    }
  });

  it("is unreadable where GitHub refuses it", async () => {
    put("base", "version: 1\n");
    put("shop", extending("acme/base"));
    shop.github.faults.inject({ forbidden: "extended0.defaultBranchRef" });
    expect(await entryOf("acme/base")).toMatchObject({
      kind: "unreadable",
      reason: expect.stringContaining("Contents: read") as unknown,
    });
  });

  it("costs a request when it is new, and none while it stays", async () => {
    const base = put("base", "version: 1 # one\n");
    put("shop", extending("acme/base"));
    const pull = openPull();
    const see = async () => {
      shop.github.requests.clear();
      await platformSource(pull.number).policies();
      const snapshot = await platformSource(pull.number).snapshot(wanted());
      const [base] = snapshot?.policies.sources ?? [];
      return [base?.entry, ...requestsTo(shop.github)];
    };
    const text = (words: string) => ({ kind: "file", oid: anyText, text: words });
    const queries = ["Policies", "ExtendedPolicy", "Snapshot"].map((name) => `graphql ${name}`);
    const first = await see();
    expect(first[0]).toEqual(text("version: 1 # one\n"));
    expect(first.slice(1)).toEqual(queries);
    base.commit({ author: shop.mona, files: { [path]: "version: 1 # two\n" } });
    expect(await see()).toEqual([text("version: 1 # two\n"), "graphql Snapshot"]);
  });

  it("is known to be extended, once it was read", async () => {
    put("base", "version: 1\n");
    put("shop", extending("acme/base"));
    const platform = shop.platform();
    expect(platform.extending("acme/base")).toEqual([]);
    await platform.policies("acme/shop", "anew");
    expect(platform.extending("Acme/Base")).toEqual(["acme/shop"]);
    expect(platform.extending("acme/shop")).toEqual([]);
  });
});

describe("the policies as they would stand with another of the repository's own", () => {
  const own = (text: string) =>
    ({
      repository: "acme/shop",
      path,
      entry: { kind: "file", oid: "1".repeat(40), text },
    }) as const;

  it("are the organisation's, with what that other extends and no longer what the present one does", async () => {
    put(".github", "version: 1\n");
    put("old", "version: 1\n");
    put("new", "version: 1\n");
    put("shop", extending("acme/old"));
    const source = platformSource();
    await source.policies();
    const proposed = await source.policiesWith(own(extending("acme/new")));
    expect(proposed.map(({ repository }) => repository)).toEqual([
      "acme/.github",
      "acme/new",
      "acme/shop",
    ]);
    const none = await source.policiesWith(null);
    expect(none.map(({ repository }) => repository)).toEqual(["acme/.github"]);
  });
});
