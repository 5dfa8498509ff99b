import { pick, pickList, pickText } from "./support/pick.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";

let world: Shop;

beforeEach(async () => {
  world = await startShop();
  world.installation.events = [...world.installation.events, "delete"];
});

afterEach(async () => {
  await world.github.stop();
  expect(world.github.violations).toEqual([]);
});

const repo = "/repos/acme/shop";
const nothing = "0".repeat(40);

/** The events since the start that are about tags, in order. */
function told(): unknown[] {
  return world.github.deliveries
    .list()
    .filter(({ payload }) =>
      String(pick(payload, "ref_type") ?? pick(payload, "ref")).includes("tag"),
    )
    .map(({ event, payload }) =>
      event === "push"
        ? ["push", pick(payload, "before"), pick(payload, "after"), pick(payload, "forced")]
        : [event, pick(payload, "ref")],
    );
}

describe("a tag", () => {
  it("is announced when it is made, moved and deleted", () => {
    const { shop, ida } = world;
    const [main, branch] = [shop.oid("main"), shop.oid("release")];
    shop.tag("v1", { by: ida });
    shop.moveTag("v1", "release", ida);
    shop.deleteTag("v1", ida);
    expect(told()).toEqual([
      ["create", "v1"],
      ["push", nothing, main, false],
      ["push", main, branch, true],
      ["delete", "v1"],
      ["push", branch, nothing, false],
    ]);
  });

  it("that is annotated is an object of its own, which leads to the commit", async () => {
    const { shop, ida, client, github } = world;
    shop.tag("v1", { by: ida, commit: "release", annotated: "One" });
    const tag = shop.record.refs.get("refs/tags/v1") ?? "";
    const commit = shop.oid("release");
    const pushed = github.deliveries.list("push").at(-1)?.payload;
    expect([pick(pushed, "after"), pick(pushed, "head_commit.id")]).toEqual([tag, commit]);
    const ref = await client.rest("GET", `${repo}/git/ref/tags/v1`);
    expect(pick(ref.body, "object")).toMatchObject({ type: "tag", sha: tag });
    const object = await client.rest("GET", `${repo}/git/tags/${tag}`);
    expect(object.body).toMatchObject({ tag: "v1", message: "One", object: { sha: commit } });
    const { body } = await client.graphql(`{repository(owner:"acme",name:"shop"){
      ref(qualifiedName:"refs/tags/v1"){name target{__typename oid ... on Tag{target{oid}}}}
      commit:object(expression:"v1^{commit}"){oid}
      refs(refPrefix:"refs/tags/",first:5,query:"v",orderBy:{field:TAG_COMMIT_DATE,direction:DESC})
        {nodes{name}}}}`);
    expect(pick(body, "data.repository")).toEqual({
      ref: { name: "v1", target: { __typename: "Tag", oid: tag, target: { oid: commit } } },
      commit: { oid: commit },
      refs: { nodes: [{ name: "v1" }] },
    });
  });

  it("is announced by nothing when more than three are pushed at once", async () => {
    const { shop, ida, client } = world;
    shop.pushTags(["a1", "a2", "a3", "a4"], { by: ida });
    expect(told()).toEqual([]);
    shop.pushTags(["b1", "b2", "b3"], { by: ida });
    expect(told()).toHaveLength(6);
    const found = await client.rest("GET", `${repo}/git/matching-refs/tags/a`);
    expect(pickList(found.body, "").map((one) => pickText(one, "ref"))).toEqual(
      ["a1", "a2", "a3", "a4"].map((name) => `refs/tags/${name}`),
    );
  });
});

describe("comparing", () => {
  it("pages commits, 250 at most without pages, with at most 300 files on the first", async () => {
    const { shop, ida, client } = world;
    shop.tag("v1", { by: ida });
    let tip = shop.oid("main");
    const files = Object.fromEntries(
      Array.from({ length: 301 }, (_, index) => [`f/${index}.txt`, `${index}\n`]),
    );
    for (let index = 0; index < 251; index++) {
      const change = index === 0 ? { files } : {};
      tip = shop.writeCommit({
        author: ida,
        parents: [tip],
        message: `Change ${index}`,
        ...change,
      });
    }
    shop.push("main", tip, { by: ida });
    const whole = await client.rest("GET", `${repo}/compare/v1...main`);
    expect(whole.body).toMatchObject({ status: "ahead", ahead_by: 251, total_commits: 251 });
    expect(pickList(whole.body, "commits")).toHaveLength(250);
    expect(pickList(whole.body, "files")).toHaveLength(300);
    const third = await client.rest("GET", `${repo}/compare/v1...main?per_page=100&page=3`);
    expect(pickList(third.body, "commits")).toHaveLength(51);
    expect(pickList(third.body, "files")).toEqual([]);
    expect((await client.rest("GET", `${repo}/compare/main...v1`)).body).toMatchObject({
      status: "behind",
      behind_by: 251,
    });
    const sideways = await client.rest("GET", `${repo}/compare/main...release`);
    expect(sideways.body).toMatchObject({
      status: "diverged",
      merge_base_commit: { sha: shop.oid("v1") },
    });
    shop.commit({ author: ida, files: { "f/0.txt": null, "g/0.txt": "0\n" } });
    const moved = await client.rest("GET", `${repo}/compare/main~1...main`.replace("main~1", tip));
    expect(pick(moved.body, "files.0")).toMatchObject({
      status: "renamed",
      previous_filename: "f/0.txt",
      filename: "g/0.txt",
    });
  });
});
