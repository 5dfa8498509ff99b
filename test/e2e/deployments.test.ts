import { merged, released, seen } from "../support/deployments.ts";
import { policyWith } from "../support/shipping.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(async () => {
  const { violations } = stage.github;
  await stage.close();
  expect(violations).toEqual([]);
});

describe("a deployment", () => {
  it("of a release that passed goes on, with words", async () => {
    const { deploy, commit } = await released(stage);
    const deployment = await deploy();
    expect(seen(deployment)).toMatchObject({ state: "approved", reports: [] });
    expect(deployment.comment).toContain("**✅ Approved: all 11 gates are open**");
    expect(deployment.comment).toContain(`commit \`${commit.slice(0, 12)}\`, release \`v1.4.0\``);
  });

  it("waits for an approval, says so once, and goes on by itself when it is given", async () => {
    const { deploy, pullRequest } = await released(stage, { without: ["dpo"] });
    const deployment = await deploy();
    expect(seen(deployment)).toMatchObject({ state: "waiting", comment: undefined });
    expect(deployment.reports).toEqual([
      expect.stringContaining("**⏳ Held: waiting for the DPO**"),
    ]);
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    expect(deployment.state).toBe("approved");
    expect(deployment.reports).toHaveLength(1);
  });

  it("that is blocked is held where the policy says wait, and goes on once it is mended", async () => {
    const { deploy, repository } = await merged(stage);
    const deployment = await deploy();
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports).toEqual([
      expect.stringContaining("Held: no release tag points at this commit"),
    ]);
    repository.tag("v1.4.0", { by: stage.people.manager });
    await stage.settled();
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.at(-1)).toContain("`shop.cdx.json`");
    const release = repository.release({ tag: "v1.4.0", by: stage.people.manager, draft: true });
    release.uploadAsset(stage.people.manager, "shop.cdx.json", "{}");
    await stage.pass(1);
    expect(deployment.state).toBe("approved");
  });

  it("that is blocked is rejected where the policy says reject", async () => {
    const { deploy } = await merged(stage, {
      policy: policyWith("deployments: { when-blocked: reject }"),
    });
    const deployment = await deploy();
    expect(seen(deployment)).toMatchObject({ state: "rejected", reports: [] });
    expect(deployment.comment).toContain("Rejected: no release tag points at this commit");
    expect(deployment.comment).toContain("Run the job again once this is done.");
  });

  it("that only waits for people is not rejected where the policy says reject", async () => {
    const policy = policyWith("deployments: { when-blocked: reject }");
    const { deploy } = await released(stage, { policy, without: ["manager"] });
    expect((await deploy()).state).toBe("waiting");
  });

  it("to an environment that is no candidate goes on at once", async () => {
    const { deploy } = await merged(stage, { without: ["dpo"] });
    const deployment = await deploy({ environment: "staging" });
    expect(seen(deployment)).toMatchObject({ state: "approved", reports: [] });
    expect(deployment.comment).toContain("nothing is asked of this environment");
  });

  it("cannot slip past in another letter case", async () => {
    const environments = "candidates:\n  environments: [production-*]\n";
    const policy = SHOP_POLICY.replace("candidates:\n", environments);
    const { deploy, repository } = await merged(stage, { policy });
    repository.environment("Production-EU", { protectedBy: stage.github.app.record });
    const deployment = await deploy({ environment: "Production-EU" });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports).toEqual([expect.stringContaining("no release tag")]);
  });
});

describe("what is said while a deployment is held", () => {
  it("is said five times at the most, and fits, however often it changes", async () => {
    const { deploy, pullRequest } = await released(stage, { without: ["dpo", "security"] });
    const deployment = await deploy();
    const { dpo, security } = stage.people;
    for (let change = 0; change < 30; change += 1) {
      const whoever = change % 2 === 0 ? dpo : security;
      pullRequest.dismiss(pullRequest.requestChanges(whoever, { body: "Not yet" }), whoever);
      if (change % 3 === 0) pullRequest.requestChanges(whoever, { body: "Not yet" });
      if (change % 4 === 0) await stage.settled();
    }
    await stage.settled();
    expect(deployment.state).toBe("waiting");
    expect(new Set(deployment.reports).size).toBeGreaterThan(1);
    expect(deployment.reports).toHaveLength(5);
    expect(deployment.reports.filter((said) => said.length > 1_024)).toEqual([]);
  });

  it("is not said again when the same is found again", async () => {
    const { deploy } = await released(stage, { without: ["dpo"] });
    const deployment = await deploy();
    await stage.pass(1);
    await stage.pass(1);
    expect(deployment.reports).toHaveLength(1);
  });

  it("ends with the answer: what changes afterwards is not said", async () => {
    const { deploy, pullRequest } = await released(stage, { without: ["dpo"] });
    const deployment = await deploy();
    const review = pullRequest.approve(stage.people.dpo);
    await stage.settled();
    const { comment } = deployment;
    pullRequest.dismiss(review, stage.people.manager);
    await stage.settled();
    expect(seen(deployment)).toMatchObject({ state: "approved", comment });
    expect(deployment.reports).toHaveLength(1);
  });

  it("ends when its time is over: it is rejected, and told why", async () => {
    const policy = policyWith("deployments: { give-up-after: 3h }");
    const { deploy } = await released(stage, { policy, without: ["dpo"] });
    const deployment = await deploy();
    await stage.pass(2);
    expect(deployment.state).toBe("waiting");
    await stage.pass(1);
    expect(seen(deployment)).toMatchObject({ state: "rejected" });
    expect(deployment.reports).toHaveLength(1);
    expect(deployment.comment).toMatch(/Rejected: held since .* for 3h, and still not passed/);
    expect(deployment.comment).toContain("waiting for the DPO");
  });
});
