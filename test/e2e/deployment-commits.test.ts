import { merged, released, seen } from "../support/deployments.ts";
import { policyWith, release } from "../support/shipping.ts";
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

const NO_RELEASE = expect.stringContaining("no release tag points at this commit") as string;

describe("where releases are deployed", () => {
  it.each([
    ["annotated", "Version 1.4.0"],
    ["lightweight", undefined],
  ])("%s tags make a commit a release", async (_, annotated) => {
    const { deploy, repository } = await merged(stage);
    repository.tag("v1.4.0", { by: stage.people.manager, annotated });
    release(stage, repository);
    await stage.settled();
    expect((await deploy({ ref: "v1.4.0" })).state).toBe("approved");
  });

  it("a tag that the policy does not name makes none", async () => {
    const { deploy, repository } = await merged(stage);
    repository.tag("nightly", { by: stage.people.manager });
    const deployment = await deploy({ ref: "nightly" });
    expect(seen(deployment)).toMatchObject({ state: "waiting", reports: [NO_RELEASE] });
  });

  it("of two tags of a commit, one that passed is enough", async () => {
    const { deploy, repository } = await released(stage);
    // The security review is about v1.4.0, so that v1.5.0 is blocked.
    repository.tag("v1.5.0", { by: stage.people.manager });
    await stage.settled();
    const deployment = await deploy({ ref: "v1.5.0" });
    expect(deployment.state).toBe("approved");
    expect(deployment.comment).toContain("release `v1.4.0`");
  });

  it("a commit after the release is none, although it is on the branch", async () => {
    const { deploy, repository } = await released(stage);
    const commit = repository.commit({
      author: stage.people.author,
      files: { "src/order.ts": "// later\n" },
    });
    const deployment = await deploy({ commit });
    expect(seen(deployment)).toMatchObject({ state: "waiting", reports: [NO_RELEASE] });
    expect(deployment.reports.join()).toContain(commit.slice(0, 12));
  });

  it("a branch that is named like the release tag is none", async () => {
    const { deploy, repository } = await merged(stage);
    const commit = repository.commit({
      branch: "v1.4.0",
      author: stage.people.author,
      files: { "src/order.ts": "// elsewhere\n" },
    });
    expect((await deploy({ commit, ref: "refs/heads/v1.4.0" })).state).toBe("waiting");
  });

  it("an old release passes by what holds of it today", async () => {
    const { deploy, repository, commit } = await released(stage);
    repository.commit({ author: stage.people.author, files: { "src/order.ts": "// later\n" } });
    await stage.settled();
    const deployment = await deploy({ commit, event: "workflow_dispatch" });
    expect(deployment.state).toBe("approved");
    expect(deployment.comment).toContain(commit.slice(0, 12));
  });

  it("running an old job again asks again, and is answered by what holds today", async () => {
    const { deploy, pullRequest } = await released(stage);
    const deployment = await deploy();
    expect(deployment.state).toBe("approved");
    pullRequest.requestChanges(stage.people.dpo, { body: "We found something" });
    await stage.settled();
    deployment.rerun();
    await stage.settled();
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports).toHaveLength(1);
    deployment.cancel();
    deployment.rerun();
    await stage.settled();
    expect(deployment.reports).toHaveLength(1);
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    expect(deployment.state).toBe("approved");
  });

  it("a tag that moved away takes its commit along", async () => {
    const { deploy, repository, commit } = await released(stage);
    repository.commit({ author: stage.people.author, files: { "src/order.ts": "// later\n" } });
    repository.moveTag("v1.4.0", "main", stage.people.manager);
    await stage.settled();
    expect(seen(await deploy({ commit }))).toMatchObject({ reports: [NO_RELEASE] });
    const there = await deploy({ ref: "v1.4.0" });
    expect(there.state).toBe("waiting");
    expect(there.reports.join()).toContain("No merged pull request brought this commit");
  });
});

describe("where commits are deployed", () => {
  const policy = policyWith("deployments: { of: commit }");

  it("one that everybody approved goes on without a tag", async () => {
    const { deploy, commit } = await merged(stage, { policy });
    const deployment = await deploy();
    expect(deployment.state).toBe("approved");
    expect(deployment.comment).toContain(`commit \`${commit.slice(0, 12)}\``);
  });

  it("one that nobody was asked about is held", async () => {
    const { deploy, repository } = await merged(stage, { policy });
    const commit = repository.commit({
      author: stage.people.author,
      files: { "src/order.ts": "// straight to main\n" },
    });
    const deployment = await deploy({ commit });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toContain("No merged pull request brought this commit");
  });

  it("one of a pull request that is no release is held", async () => {
    const { deploy, pullRequest } = await merged(stage, { policy, labels: [] });
    const deployment = await deploy();
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toContain(`Pull request ${pullRequest.number}, which`);
  });

  it("an open pull request's head is held, however many approved it", async () => {
    const { deploy, repository } = await merged(stage, { policy });
    const pullRequest = stage.releasePullRequest({
      in: repository,
      branch: "release/v1.4.1",
      documents: { "src/order.ts": "// next\n" },
    });
    for (const who of ["responder", "tester", "security", "dpo", "manager"] as const)
      pullRequest.approve(stage.people[who]);
    const deployment = await deploy({ ref: "release/v1.4.1" });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toContain("No merged pull request brought this commit");
  });
});

describe("what the event says of the commit", () => {
  it("is not needed: the deployment can be null, and the ref short", async () => {
    stage.github.quirks.deploymentInEvents = false;
    stage.github.quirks.deploymentEventRef = "short";
    const { deploy } = await released(stage);
    expect((await deploy()).state).toBe("approved");
    stage.github.quirks.deploymentInEvents = true;
    stage.github.quirks.deploymentEventRef = "full";
  });

  it("does not tell what the run of a pull request deploys: it is held, and said", async () => {
    const { deploy } = await released(stage);
    const deployment = await deploy({ event: "pull_request" });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports).toHaveLength(1);
    expect(deployment.reports.join()).toContain("Held: could not tell");
  });
});
