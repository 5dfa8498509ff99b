import { setStage, type Stage } from "../support/stage.ts";

const POLICY = ".github/portcullis.yml";

describe("a pull request that is no release", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    expect(stage.github.violations).toEqual([]);
    await stage.close();
  });

  it("gets success, “Not a release”, and nothing else", async () => {
    const pullRequest = stage.releasePullRequest({ labels: [], branch: "feature/one" });
    await stage.settled();
    expect(
      pullRequest.checkRuns().map(({ name, conclusion, title }) => [name, conclusion, title]),
    ).toEqual([["portcullis", "success", "Not a release"]]);
    expect(pullRequest.record.comments).toEqual([]);
    expect(pullRequest.record.requestedReviewers).toEqual([]);
  });

  it("loses its red gates when the label is taken off, and gets them again with it", async () => {
    const pullRequest = stage.releasePullRequest({ branch: "release/two" });
    await stage.settled();
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("action_required");
    pullRequest.unlabel("release", stage.people.author);
    await stage.settled();
    const titles = pullRequest.checkRuns().map(({ conclusion, title }) => [conclusion, title]);
    expect(new Set(titles.map((each) => each.join(": ")))).toEqual(
      new Set(["success: Not a release"]),
    );
    expect(pullRequest.record.comments.at(0)?.body).toContain("Not a release");
    pullRequest.label("release", stage.people.author);
    await stage.settled();
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("action_required");
    expect(pullRequest.record.comments.filter(({ app }) => app !== null)).toHaveLength(1);
  });
});

describe("a repository without a policy", () => {
  it("is left alone, since nobody asked", async () => {
    const stage = await setStage({ policy: null });
    const pullRequest = stage.releasePullRequest();
    await stage.settled();
    expect(pullRequest.checkRuns()).toEqual([]);
    expect(pullRequest.record.comments).toEqual([]);
    await stage.close();
  });

  it("stays shut when somebody deletes the policy: nothing that was green is renewed", async () => {
    const stage = await setStage();
    const pullRequest = stage.releasePullRequest({ labels: [] });
    await stage.settled();
    stage.repository.commit({
      author: stage.people.manager,
      message: "No more gates",
      files: { [POLICY]: null },
    });
    pullRequest.commit({ author: stage.people.author, files: { "src/order.ts": "// new\n" } });
    await stage.settled();
    expect(pullRequest.checkRuns()).toEqual([]);
    await stage.close();
  });

  it("is held to the organisation's policy where there is one", async () => {
    const stage = await setStage({ policy: null, organizationPolicy: true });
    const pullRequest = stage.releasePullRequest();
    await stage.settled();
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("action_required");
    expect(stage.github.violations).toEqual([]);
    await stage.close();
  });
});
