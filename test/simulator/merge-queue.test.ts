import type { PullRequestHandle } from "./handles/pull-request-handle.ts";
import { pick } from "./support/pick.ts";
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

function change(name: string): PullRequestHandle {
  const { shop, ida } = world;
  shop.branch(name, "main", ida);
  shop.commit({ author: ida, branch: name, files: { [`${name}.txt`]: name } });
  return shop.pullRequest({ by: ida, head: name });
}

async function green(sha: string): Promise<void> {
  const body = { name: "portcullis", head_sha: sha, conclusion: "success" };
  await world.client.rest("POST", "/repos/acme/shop/check-runs", body);
}

const query = `{repository(owner:"acme",name:"shop"){mergeQueue(branch:"main"){
  entries(first:9){nodes{position state headCommit{oid} baseCommit{oid} pullRequest{number}}}}}}`;

async function entries(): Promise<unknown> {
  const { body } = await world.client.graphql(query);
  return pick(body, "data.repository.mergeQueue.entries.nodes");
}

describe("a merge queue", () => {
  it.each(["merge", "squash", "rebase"] as const)(
    "puts pull requests together by %s, asks for checks, and merges when they are green",
    async (method) => {
      const { shop, github } = world;
      const required_status_checks = [{ context: "portcullis", integration_id: github.app.id }];
      const parameters = { strict_required_status_checks_policy: true, required_status_checks };
      shop.ruleset({
        name: "main",
        conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
        rules: [{ type: "required_status_checks", parameters }],
      });
      const [one, two] = [change("one"), change("two")];
      const queue = shop.mergeQueue("main");
      expect(() => queue.enqueue(one)).toThrow("is expected");
      await green(one.headOid);
      await green(two.headOid);
      queue.enqueue(one, two);
      const base = shop.oid("main");
      const group = queue.formGroup(2, { method });
      const [asked] = github.deliveries.list("merge_group.checks_requested");
      expect(pick(asked?.payload, "merge_group")).toMatchObject({
        head_sha: group.headOid,
        head_ref: group.headRef,
        base_sha: base,
        base_ref: "refs/heads/main",
      });
      expect(group.headRef).toMatch(
        new RegExp(`^refs/heads/gh-readonly-queue/main/pr-${two.number}-[0-9a-f]{40}$`),
      );
      expect(shop.read("one.txt", group.headOid)).toBe("one");
      expect(await entries()).toMatchObject([
        {
          position: 1,
          state: "AWAITING_CHECKS",
          baseCommit: { oid: base },
          pullRequest: { number: one.number },
        },
        { position: 2, headCommit: { oid: group.headOid }, pullRequest: { number: two.number } },
      ]);
      expect(() => group.merge()).toThrow("is expected");
      await green(group.headOid);
      queue.merge();
      expect(shop.oid("main")).toBe(group.headOid);
      expect([one.record.state, two.record.state]).toEqual(["MERGED", "MERGED"]);
      expect(two.mergeCommit).toBe(group.headOid);
      expect(one.mergeCommit).not.toBe(group.headOid);
      expect(shop.record.refs.has(group.headRef)).toBe(false);
      const [gone] = github.deliveries.list("merge_group.destroyed");
      expect(gone?.payload["reason"]).toBe("merged");
      expect(await entries()).toEqual([]);
    },
  );

  it("drops a group, with its pull requests or without them", async () => {
    const { shop, github, installation } = world;
    const queue = shop.mergeQueue("main");
    queue.enqueue(change("one"));
    queue.formGroup().drop("invalidated");
    expect(await entries()).toMatchObject([{ state: "QUEUED", headCommit: null }]);
    queue.formGroup();
    queue.drop();
    expect(await entries()).toEqual([]);
    const reasons = github.deliveries.list("merge_group.destroyed");
    expect(reasons.map(({ payload }) => payload["reason"])).toEqual(["invalidated", "dequeued"]);
    installation.permissions = { contents: "read" };
    const { body } = await world.client.graphql(query);
    expect(pick(body, "errors.0.type")).toBe("FORBIDDEN");
  });
});
