import type { PullRequestHandle } from "../simulator/index.ts";
import { shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

const PLAN = "docs/incident-response-plan.md";

describe("a release pull request", () => {
  let stage: Stage;
  let pullRequest: PullRequestHandle;
  const conclusions = () =>
    Object.fromEntries(pullRequest.checkRuns().map((run) => [run.name, run.conclusion]));

  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    expect(stage.github.violations).toEqual([]);
    await stage.close();
  });

  it("is blocked while its plan is incomplete, with the lines annotated", async () => {
    const plan = shopDocuments()[PLAN] ?? "";
    pullRequest = stage.releasePullRequest({
      documents: { ...shopDocuments(), [PLAN]: plan.replace("exercised: 2026-09-15\n", "") },
    });
    await stage.settled();
    expect(conclusions()).toEqual({
      portcullis: "failure",
      "portcullis/incident-plan": "failure",
      "portcullis/policy": "success",
      "portcullis/security-review": "action_required",
      "portcullis/dpo-approval": "action_required",
      "portcullis/security-approval": "action_required",
      "portcullis/final-approval": "action_required",
      "portcullis/archive": "success",
      "portcullis/data-minimisation": "success",
      "portcullis/technical-measures": "success",
      "portcullis/data-rights": "success",
      "portcullis/secure-development": "success",
    });
    const annotations = pullRequest.checkRun("portcullis/incident-plan")?.annotations ?? [];
    expect(annotations).toContainEqual(
      expect.objectContaining({
        path: PLAN,
        message: expect.stringContaining("does not say when it was exercised") as string,
      }),
    );
    expect(pullRequest.checkRun("portcullis")?.summary).toContain("| Incident response plan |");
    expect(pullRequest.record.requestedReviewers).toEqual([]);
  });

  it("waits for approvals once its documents are complete, and asks for them", async () => {
    pullRequest.commit({
      author: stage.people.author,
      files: { [PLAN]: shopDocuments()[PLAN] ?? "" },
    });
    await stage.settled();
    expect(conclusions()["portcullis"]).toBe("action_required");
    const asked = pullRequest.record.requestedReviewers.map((each) =>
      "slug" in each ? each.slug : each.login,
    );
    expect(asked.sort()).toEqual([
      "incident-response",
      "mona-berg",
      "ola-hansen",
      "release-managers",
      "sigrid-lie",
      "testers",
    ]);
    const comment = pullRequest.record.comments.at(0)?.body ?? "";
    expect(comment).toContain("data protection requirements of this release are implemented");
  });

  it("does not ask somebody again who took themselves off the list", async () => {
    const { dpo, outsider } = stage.people;
    pullRequest.record.requestedReviewers = pullRequest.record.requestedReviewers.filter(
      (each) => each !== dpo,
    );
    pullRequest.comment(outsider, "What is this about?");
    pullRequest.label("documentation", stage.people.author);
    await stage.settled();
    expect(pullRequest.record.requestedReviewers).not.toContain(dpo);
  });

  it("passes when all have approved", async () => {
    const { responder, tester, security, dpo, manager } = stage.people;
    for (const person of [responder, tester, security, dpo]) pullRequest.approve(person);
    await stage.settled();
    expect(conclusions()["portcullis"]).toBe("action_required");
    pullRequest.approve(manager);
    await stage.settled();
    expect(new Set(Object.values(conclusions()))).toEqual(new Set(["success"]));
  });

  it("waits again after a push", async () => {
    pullRequest.commit({ author: stage.people.author, files: { "src/order.ts": "// new\n" } });
    await stage.settled();
    expect(conclusions()["portcullis"]).toBe("action_required");
    expect(conclusions()["portcullis/dpo-approval"]).toBe("action_required");
  });

  it("has one comment of ours, and once it is merged only its branch is told", async () => {
    const { responder, tester, security, dpo, manager } = stage.people;
    for (const each of [responder, tester, security, dpo, manager]) pullRequest.approve(each);
    await stage.settled();
    stage.github.requests.clear();
    pullRequest.merge(manager);
    await stage.settled();
    // One mutation, for what the merge made of it.
    expect(stage.github.requests.count({ operation: "createCheckRun" })).toBe(1);
    const [run] = stage.repository.checkRunsOn(stage.repository.oid("main")).slice(-1);
    expect(run).toMatchObject({ name: "portcullis", conclusion: "success" });
    expect(pullRequest.record.comments.filter(({ app }) => app !== null)).toHaveLength(1);
  });
});

it("annotates more than fifty lines", async () => {
  const stage = await setStage();
  const review = shopDocuments()["docs/security-review.md"] ?? "";
  const unknown = Array.from({ length: 70 }, (_, n) => `- [ ] \`security-review.extra-${n}\` x\n`);
  const documents = { ...shopDocuments(), "docs/security-review.md": review + unknown.join("") };
  const pullRequest = stage.releasePullRequest({ documents });
  await stage.settled();
  const annotations = pullRequest.checkRun("portcullis/security-review")?.annotations ?? [];
  expect(annotations.length).toBeGreaterThanOrEqual(70);
  expect(stage.github.violations).toEqual([]);
  await stage.close();
});
