import type { PullRequestHandle } from "../simulator/index.ts";
import { openRepository } from "../support/releases.ts";
import { setStage, type Stage } from "../support/stage.ts";

/** What an evaluation costs, once tokens, policy and teams are known. */
describe("requests to GitHub", () => {
  let stage: Stage;
  let pullRequest: PullRequestHandle;
  const during = async (act: () => void): Promise<readonly string[]> => {
    stage.github.requests.clear();
    act();
    await stage.settled();
    return stage.github.requests
      .list()
      .map(({ operation, method, path }) => operation?.name ?? `${method} ${path}`);
  };

  beforeAll(async () => {
    stage = await setStage();
    pullRequest = stage.releasePullRequest();
    await stage.settled();
  });
  afterAll(async () => {
    await stage.close();
  });

  it("are one or two for an evaluation that changes nothing", async () => {
    const made = await during(() => pullRequest.edit(stage.people.author, { title: "v1.4.0" }));
    expect(made.length).toBeLessThanOrEqual(2);
  });

  it("are at most three where checks change, and one more where the comment changes", async () => {
    const made = await during(() => pullRequest.approve(stage.people.responder));
    expect(made.length).toBeLessThanOrEqual(4);
    expect(
      made.filter((name) => name.startsWith("POST") || name.startsWith("PATCH")).length,
    ).toBeLessThanOrEqual(1);
  });

  it("are one more where a decision turns to passed", async () => {
    const { tester, security, dpo, manager } = stage.people;
    await during(() => {
      for (const each of [tester, security, dpo]) pullRequest.approve(each);
    });
    const made = await during(() => pullRequest.approve(manager));
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("success");
    expect(made.length).toBeLessThanOrEqual(5);
  });

  it("ask for reviews in the one that writes the check runs and the comment", async () => {
    await stage.settled();
    let opened: PullRequestHandle | undefined;
    const made = await during(() => {
      opened = stage.releasePullRequest({ in: openRepository(stage) });
    });
    expect(opened?.record.requestedReviewers.length).toBeGreaterThan(0);
    expect(opened?.record.comments).toHaveLength(1);
    // That they were asked, the comment says with the next evaluation.
    const rest = made.filter((name) => /^(POST|PATCH) \/repos/.test(name));
    expect(rest.filter((name) => !name.startsWith("PATCH "))).toEqual([]);
    expect(rest.length).toBeLessThanOrEqual(1);
  });
});
