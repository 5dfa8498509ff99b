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
