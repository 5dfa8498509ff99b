import {
  mergeRelease,
  policyWith,
  release,
  releaseCheck,
  releaseWords,
  verdict,
} from "../support/shipping.ts";
import { approveAll, conclusion, openRepository } from "../support/releases.ts";
import { setStage, type Stage } from "../support/stage.ts";

const NOBODY = "No merged pull request brought this commit, so nobody was asked to approve it.";

describe("approvals of what is released", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  it.each(["merge", "squash", "rebase"] as const)(
    "come from the pull request that was brought in by a %s, if its files are the same",
    async (method) => {
      const { repository, commit, pullRequest } = mergeRelease(stage, { method });
      expect(commit === pullRequest.headOid).toBe(false);
      const made = release(stage, repository);
      await stage.settled();
      expect(verdict(repository, commit)).toBe("success");
      expect(releaseWords(repository, commit)).toContain(
        `ola-hansen approved exactly these files, in pull request ${pullRequest.number}.`,
      );
      expect(made.published).toBe(true);
    },
  );

  it("come from it for its head as well, which was merged as it is", async () => {
    const { repository, pullRequest } = mergeRelease(stage);
    const made = release(stage, repository, { target: pullRequest.headOid });
    await stage.settled();
    expect(verdict(repository, pullRequest.headOid)).toBe("success");
    expect(made.published).toBe(true);
  });

  it.each(["merge", "squash"] as const)(
    "do not carry where the base moved between (%s), and both trees are named",
    async (method) => {
      const repository = openRepository(stage);
      const pullRequest = stage.releasePullRequest({ in: repository });
      approveAll(stage, pullRequest);
      repository.commit({ author: stage.people.author, files: { "src/late.ts": "// late\n" } });
      const commit = pullRequest.merge({ by: stage.people.manager, method });
      const made = release(stage, repository);
      await stage.settled();
      expect(made.draft).toBe(true);
      expect(verdict(repository, commit)).toBe("action_required");
      const { objects } = repository.record;
      const [approved, ships] = [pullRequest.headOid, commit].map((oid) =>
        objects.read("commit", oid).tree.slice(0, 7),
      );
      expect(releaseWords(repository, commit)).toContain(
        `What was up for approval in pull request ${pullRequest.number} is tree \`${approved ?? ""}\`, what would ship is \`${ships ?? ""}\`: the base moved between.`,
      );
    },
  );

  it("never come from a pull request that is not merged", async () => {
    const repository = openRepository(stage);
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    const made = release(stage, repository, { target: pullRequest.headOid });
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
    expect(verdict(repository, pullRequest.headOid)).toBe("action_required");
    expect(releaseWords(repository, pullRequest.headOid)).toContain(NOBODY);
    expect(made.draft).toBe(true);
    pullRequest.merge({ by: stage.people.manager });
    await stage.settled();
    expect(verdict(repository, pullRequest.headOid)).toBe("success");
  });

  it("never come from a pull request that was closed", async () => {
    const repository = openRepository(stage);
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    pullRequest.close(stage.people.author);
    release(stage, repository, { target: pullRequest.headOid });
    await stage.settled();
    expect(releaseWords(repository, pullRequest.headOid)).toContain(NOBODY);
    expect(verdict(repository, pullRequest.headOid)).toBe("action_required");
  });

  it.each(["Mend the export (#1)", "Merge pull request #1 from acme/release/v1.4.0\n\nFixes #1"])(
    "never come from a mention: %j",
    async (message) => {
      const { repository, commit } = mergeRelease(stage);
      const { author } = stage.people;
      const other = repository.commit({ author, message, files: { "src/order.ts": "// x\n" } });
      const made = release(stage, repository);
      await stage.settled();
      expect(other).not.toBe(commit);
      expect(releaseWords(repository, other)).toContain(NOBODY);
      expect(verdict(repository, other)).toBe("action_required");
      expect(made.draft).toBe(true);
    },
  );

  it("of an empty commit on top of what was merged do not come from below", async () => {
    const { repository } = mergeRelease(stage);
    const tip = repository.commit({ author: stage.people.author, message: "Nothing", files: {} });
    release(stage, repository);
    await stage.settled();
    expect(verdict(repository, tip)).toBe("action_required");
    expect(releaseWords(repository, tip)).toContain(NOBODY);
  });

  it.each([
    ["into a branch that the policy does not name", { base: "next" }],
    ["without the label of a release", { labels: [] }],
  ])("never come from one that was merged %s", async (_, options) => {
    const policy = policyWith("").replace(
      "labels: [release]",
      "{ base: [main], labels: [release] }",
    );
    const repository = openRepository(stage, policy);
    repository.branch("next", "main", stage.people.manager);
    const { commit, pullRequest } = mergeRelease(stage, { in: repository, ...options });
    const made = release(stage, repository, { target: commit });
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository, commit)).toBe("action_required");
    expect(releaseWords(repository, commit)).toContain(
      `Pull request ${pullRequest.number}, which brought this commit, is no release by the policy.`,
    );
  });

  it("count when they come late, in the merged pull request", async () => {
    const { repository, pullRequest } = mergeRelease(stage, { without: ["dpo", "manager"] });
    const draft = release(stage, repository, { draft: true });
    await stage.settled();
    expect(verdict(repository)).toBe("action_required");
    expect(draft.body).toContain("**Who acts next:** the DPO");
    pullRequest.approve(stage.people.dpo);
    pullRequest.approve(stage.people.manager);
    await stage.settled();
    expect(verdict(repository)).toBe("success");
    expect(draft.body).toContain("This draft can be published by");
    // What was taken back meanwhile is a draft still, until it is published again.
    pullRequest.requestChanges(stage.people.dpo);
    await stage.settled();
    expect(verdict(repository)).not.toBe("success");
  });

  it("come from a fork's pull request as from any other", async () => {
    const repository = openRepository(stage);
    const { outsider, manager } = stage.people;
    const seed = stage.releasePullRequest({ in: repository, branch: "seed", labels: [] });
    const fork = repository.fork(outsider);
    fork.push("release/fork", seed.headOid, { by: outsider });
    seed.close(outsider);
    fork.commit({ branch: "release/fork", author: outsider, files: { "src/new.ts": "// n\n" } });
    const pullRequest = repository.pullRequest({
      by: outsider,
      from: fork,
      head: "release/fork",
      labels: ["release"],
    });
    approveAll(stage, pullRequest);
    const commit = pullRequest.merge({ by: manager, method: "squash" });
    const made = release(stage, repository);
    await stage.settled();
    expect(made.published).toBe(true);
    expect(verdict(repository, commit)).toBe("success");
  });

  it("are not those of the fork's own pull request with the same head", async () => {
    const repository = openRepository(stage);
    const { outsider } = stage.people;
    const pullRequest = stage.releasePullRequest({ in: repository });
    const fork = repository.fork(outsider);
    fork.push("release/v1.4.0", pullRequest.headOid, { by: outsider });
    const theirs = fork.pullRequest({
      by: outsider,
      head: "release/v1.4.0",
      base: "main",
      labels: ["release"],
    });
    approveAll(stage, theirs);
    theirs.merge({ by: outsider });
    const made = release(stage, repository, { target: pullRequest.headOid });
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(releaseWords(repository, pullRequest.headOid)).toContain(NOBODY);
  });

  it("count where the policy names the branch they were merged into", async () => {
    const policy = policyWith("").replace("labels: [release]", 'base: [main, "1.*"]');
    const repository = openRepository(stage, policy);
    repository.branch("1.x", "main", stage.people.manager);
    const { commit } = mergeRelease(stage, { in: repository, base: "1.x", labels: [] });
    const made = release(stage, repository, { target: "1.x" });
    await stage.settled();
    expect(made.published).toBe(true);
    expect(releaseCheck(repository, commit)?.title).toBe("Passed: all 11 gates are open");
  });
});
