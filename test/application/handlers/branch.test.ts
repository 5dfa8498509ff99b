import { EvidenceUnavailable } from "../../../src/application/index.ts";
import { MemoryHeld } from "../../support/memory-held.ts";
import type { Edit } from "../../support/scenario.ts";
import { SHOP_POLICY } from "../../support/shop.ts";
import { done, HERE, SHIPPED, type World } from "./desk.ts";

const branch = (name = "main", again = false) =>
  ({ ...HERE, kind: "branch", branch: name, again }) as const;

const NO_PULL_REQUEST: Edit = { at: "/candidate/pullRequest", set: null };
const NOT_A_RELEASE: Edit = { at: "/candidate/broughtBy", set: 7 };
const WITHOUT_DPO: Edit = { at: "/reviews/value/3", remove: true };
const BRANCHES: Edit = {
  policyText: SHOP_POLICY.replace("labels: [release]", 'base: [main, "release/*"]'),
};

async function decided(world: World = {}, job = branch()) {
  const outcome = await done(job, {
    ...world,
    platform: { branchHead: () => Promise.resolve(SHIPPED), ...world.platform },
  });
  const checks = outcome.published.flatMap((publication) => publication.checks);
  return { ...outcome, check: checks.find(({ name }) => name === "portcullis") ?? null };
}

describe("the head of a branch", () => {
  it.each<[string, World, string, string]>([
    ["that an approved release brought", {}, "success", "Passed: all 11 gates are open"],
    ["that lacks an approval", { edits: [WITHOUT_DPO] }, "action_required", "Waiting for the DPO"],
    ["that no pull request brought", { edits: [NO_PULL_REQUEST] }, "action_required", "Waiting"],
    [
      "under a broken policy",
      { edits: [{ policyText: "version: 2\n" }] },
      "failure",
      "next: an administrator",
    ],
  ])("%s", async (_, world, conclusion, title) => {
    const { check, asked } = await decided(world);
    expect(asked).toMatchObject([{ kind: "commit", stage: "review", commit: SHIPPED }]);
    expect(check?.conclusion).toBe(conclusion);
    expect(check?.title).toContain(title);
  });

  it.each<[string, World, string]>([
    ["of a branch that the policy does not name", {}, "feature"],
    [
      "of a branch without a commit",
      { platform: { branchHead: () => Promise.resolve(null) } },
      "main",
    ],
    [
      "that a pull request brought that is no release",
      { edits: [NO_PULL_REQUEST, NOT_A_RELEASE] },
      "main",
    ],
    ["of a repository without a policy", { edits: [{ at: "/policies", set: [] }] }, "main"],
  ])("%s is said nothing of", async (_, world, name) => {
    expect(await decided(world, branch(name))).toMatchObject({ published: [], failure: null });
  });

  it("of a branch that the policy names is decided like that of the default branch", async () => {
    const { check } = await decided({ edits: [BRANCHES] }, branch("release/1.x"));
    expect(check?.conclusion).toBe("success");
  });

  it("that cannot be read is red from the second attempt on", async () => {
    const failure = new EvidenceUnavailable("unreachable", "GitHub did not answer.");
    expect(await decided({ failure })).toMatchObject({ published: [], failure });
    const second = await decided({ failure, attempt: 2 });
    expect(second).toMatchObject({ failure, check: { conclusion: "failure" } });
  });

  it("wakes what is held in the repository, also where it could not be decided", async () => {
    const deployment = {
      ...HERE,
      kind: "deployment",
      runId: 5,
      environment: "production",
    } as const;
    const failure = new EvidenceUnavailable("unreachable", "GitHub did not answer.");
    for (const world of [{}, { failure }]) {
      const memory = new MemoryHeld();
      await memory.keep({ job: deployment, told: null });
      expect((await decided({ ...world, memory })).queued).toContainEqual(deployment);
    }
  });
});
