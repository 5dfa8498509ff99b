import { merged, released } from "../support/deployments.ts";
import { approveAll, openRepository } from "../support/releases.ts";
import { shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { protect } from "../support/ways-around.ts";

const NO_TAG = "no release tag points at this commit";

describe("a way through a deployment:", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  it("the head of a branch, without a release tag", async () => {
    const { repository, deploy } = await merged(stage);
    repository.tag("nightly-7", { by: stage.people.author });
    const deployment = await deploy();
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toContain(NO_TAG);
  });

  it("a commit that was tagged by hand to be deployed", async () => {
    const { author } = stage.people;
    const { repository, deploy } = await released(stage);
    const commit = repository.commit({ author, files: { "src/order.ts": "0" } });
    repository.tag("v1.4.1", { by: author });
    const deployment = await deploy({ commit, ref: "v1.4.1" });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).not.toContain(NO_TAG);
  });

  it("an old job that is run again", async () => {
    const { pullRequest, deploy } = await released(stage);
    const deployment = await deploy();
    expect(deployment.state).toBe("approved");
    pullRequest.requestChanges(stage.people.dpo, { body: "Not like this" });
    await stage.settled();
    deployment.rerun();
    await stage.settled();
    expect(deployment.attempt).toBe(2);
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports).toHaveLength(1);
  });

  it("an environment without the protection rule", async () => {
    const { manager } = stage.people;
    const repository = openRepository(stage);
    repository.environment("production");
    await stage.settled();
    const deploy = () => repository.deploy({ environment: "production", by: manager });
    stage.github.requests.clear();
    expect(deploy().state).toBe("approved");
    await stage.settled();
    expect(stage.github.requests.list()).toEqual([]);

    expect(await protect(stage, repository)).toContain('"production" wait for the App');
    const held = deploy();
    await stage.settled();
    expect(held.state).toBe("waiting");
  });

  it("an environment of another name", async () => {
    const { repository, deploy } = await merged(stage);
    repository.environment("live", { protectedBy: stage.github.app.record });
    const deployment = await deploy({ environment: "live" });
    expect(deployment.state).toBe("approved");
    expect(deployment.comment).toContain("does not name");
    // GitHub does not tell environments apart by the case of their letters, and neither do we.
    repository.environment("Production", { protectedBy: stage.github.app.record });
    expect((await deploy({ environment: "Production" })).state).toBe("waiting");
  });

  it("an administrator who lets a job pass the protection rule", async () => {
    const { repository, pullRequest, deploy } = await released(stage, { without: ["dpo"] });
    const deployment = await deploy();
    expect(deployment.state).toBe("waiting");
    // As "Start all waiting jobs" does, without asking anybody.
    for (const { verdicts } of deployment.run.gates)
      verdicts.set(stage.github.app.record, { state: "approved", comment: "" });
    stage.github.requests.clear();
    pullRequest.comment(stage.people.author, "It is out.");
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    const path = new RegExp(`^/repos/${repository.fullName}/actions/`);
    expect(stage.github.requests.list({ method: "POST", path })).toEqual([]);
    expect(deployment.state).toBe("approved");
  });

  it("the run of a pull request that was never merged", async () => {
    const { manager } = stage.people;
    const repository = openRepository(stage);
    const environment = "production";
    repository.environment(environment, { protectedBy: stage.github.app.record });
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    await stage.settled();
    const commit = pullRequest.headOid;
    const how = { environment, by: manager, commit, ref: "release/v1.4.0" } as const;
    const own = repository.deploy({ ...how, event: "pull_request" });
    const byHand = repository.deploy({ ...how, event: "workflow_dispatch" });
    await stage.settled();
    expect([own.state, byHand.state]).toEqual(["waiting", "waiting"]);
  });

  // The last one: a year goes by.
  it("an old commit", async () => {
    const { author } = stage.people;
    const { repository, commit, deploy } = await released(stage);
    repository.commit({ author, files: { ...shopDocuments(), "src/order.ts": "2" } });
    await stage.settled();
    const before = await deploy({ commit: repository.record.refs.get("refs/heads/main") ?? "" });
    expect(before.state).toBe("waiting");
    // Back to a release that is still in order.
    expect((await deploy({ commit, ref: "v1.4.0" })).state).toBe("approved");
    // And to one whose incident plan was not reviewed for a year.
    await stage.pass(24 * 365);
    expect(repository.releases()[0]?.published).toBe(true);
    const late = await deploy({ commit, ref: "v1.4.0" });
    expect(late.state).toBe("waiting");
    expect(late.reports.join()).toContain("it was good until 2027-10-28");
  });
});
