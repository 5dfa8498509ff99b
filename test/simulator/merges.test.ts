import type { PullRequestHandle } from "./handles/pull-request-handle.ts";
import { pick, pickList } from "./support/pick.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";

let world: Shop;

beforeEach(async () => {
  world = await startShop();
});

afterEach(async () => {
  await world.github.stop();
  expect(world.github.violations).toEqual([]);
});

/** The pull requests that GraphQL associates with a commit, with what is below them. */
async function associated(oid: string): Promise<readonly unknown[]> {
  const { client } = world;
  const { body } = await client.graphql(
    `query($oid:GitObjectID!){repository(owner:"acme",name:"shop"){object(oid:$oid){... on Commit{
      associatedPullRequests(first:5){nodes{number state merged mergedAt headRefOid baseRefName
        baseRepository{nameWithOwner} mergeCommit{oid tree{oid}}
        reviews(first:1){nodes{state}} commits(first:5){totalCount}}}}}}}`,
    { oid },
  );
  const found = pickList(body, "data.repository.object.associatedPullRequests.nodes");
  const rest = await client.rest("GET", `/repos/acme/shop/commits/${oid}/pulls`);
  expect(pickList(rest.body, "").map((one) => pick(one, "number"))).toEqual(
    found.map((one) => pick(one, "number")),
  );
  return found;
}

/** A pull request of two commits. */
function change(name: string): PullRequestHandle {
  const { shop, ida } = world;
  shop.branch(name, "main", ida);
  const files = (of: string) => ({ [`${name}/${of}.txt`]: of });
  shop.commit({ author: ida, branch: name, files: files("a") });
  shop.commit({ author: ida, branch: name, files: files("b") });
  return shop.pullRequest({ by: ida, head: name, title: name });
}

describe("a merged pull request", () => {
  it.each(["merge", "squash", "rebase"] as const)(
    "by %s moves the base, and belongs to each commit that it brought",
    async (method) => {
      const { shop, ida, dana, github } = world;
      const pull = change(method);
      pull.approve(dana);
      const before = shop.oid("main");
      const oid = pull.merge({ by: ida, method });
      expect([shop.oid("main"), pull.mergeCommit]).toEqual([oid, oid]);
      expect(pull.mergedAt).toBeInstanceOf(Date);
      const push = github.deliveries.list("push").at(-1)?.payload;
      expect(push).toMatchObject({ ref: "refs/heads/main", before, after: oid });
      const commit = shop.record.objects.read("commit", oid);
      const last = method === "rebase" ? [commit.parents[0] ?? ""] : [];
      for (const brought of [oid, pull.headOid, ...last]) {
        const found = await associated(brought);
        expect(found).toMatchObject([
          {
            number: pull.number,
            state: "MERGED",
            merged: true,
            headRefOid: pull.headOid,
            baseRefName: "main",
            baseRepository: { nameWithOwner: "acme/shop" },
            mergeCommit: { oid, tree: { oid: commit.tree } },
            reviews: { nodes: [{ state: "APPROVED" }] },
            commits: { totalCount: 2 },
          },
        ]);
      }
      expect(await associated(before)).toEqual([]);
    },
  );
});

describe("an open pull request", () => {
  it("belongs to its commits until they are on the default branch; a closed one does not", async () => {
    const pull = change("feature");
    expect(await associated(pull.headOid)).toMatchObject([{ number: pull.number, state: "OPEN" }]);
    pull.close(world.ida);
    expect(await associated(pull.headOid)).toEqual([]);
  });

  it("is not associated by a message that names it", async () => {
    const { shop, ida, pull } = world;
    const oid = shop.commit({ author: ida, message: `Merge pull request #${pull.number} (#1)` });
    expect(await associated(oid)).toEqual([]);
    expect(pull.record.state).toBe("OPEN");
  });
});
