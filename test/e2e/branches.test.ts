import type { RepositoryHandle } from "../simulator/index.ts";
import { approveAll, conclusion, openRepository, POLICY_PATH, words } from "../support/releases.ts";
import { mergeRelease } from "../support/shipping.ts";
import { SHOP_POLICY, shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { checkOn, wordsOn } from "../support/ways-around.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(async () => {
  const { violations } = stage.github;
  await stage.close();
  expect(violations).toEqual([]);
});

/** Releases lead to `main` and to the branches of older versions. */
const BRANCHES = SHOP_POLICY.replace("labels: [release]", 'base: [main, "release/*"]');

const NOBODY = "No merged pull request brought this commit, so nobody was asked to approve it.";

const push = (repository: RepositoryHandle, branch: string, text = "// pushed\n") =>
  repository.commit({
    branch,
    author: stage.people.author,
    files: { ...shopDocuments(), "src/order.ts": text },
  });

describe("what is pushed directly", () => {
  it("to the default branch is shown on its commit: nobody was asked", async () => {
    const repository = openRepository(stage);
    const commit = push(repository, "main");
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("action_required");
    for (const gate of ["dpo-approval", "security-approval", "final-approval"])
      expect(wordsOn(repository, commit, `portcullis/${gate}`)).toContain(NOBODY);
  });

  it("with the number of an approved pull request in its message, has nobody's approval", async () => {
    const repository = openRepository(stage);
    const { pullRequest } = mergeRelease(stage, { in: repository });
    const commit = repository.commit({
      author: stage.people.manager,
      message: `Release v1.4.0 (#${pullRequest.number})\n\nMerge pull request #${pullRequest.number}`,
      files: { "src/order.ts": "// besides\n" },
    });
    await stage.settled();
    expect(wordsOn(repository, commit, "portcullis/dpo-approval")).toContain(NOBODY);
  });

  it("to a branch that the policy names is shown there, and to no other", async () => {
    const repository = openRepository(stage, BRANCHES);
    const named = push(repository, "release/1.x", "// 1\n");
    const other = push(repository, "release/1.x/hotfix", "// 2\n");
    await stage.settled();
    expect(checkOn(repository, named)?.conclusion).toBe("action_required");
    expect(wordsOn(repository, named, "portcullis/dpo-approval")).toContain(NOBODY);
    expect(repository.checkRunsOn(other)).toEqual([]);
  });

  it("by force takes the place of what was approved, which keeps what was said of it", async () => {
    const repository = openRepository(stage);
    const base = repository.oid();
    const { commit } = mergeRelease(stage, { in: repository });
    await stage.settled();
    const forced = repository.writeCommit({
      author: stage.people.author,
      parents: [base],
      files: shopDocuments(),
    });
    repository.push("main", forced, { by: stage.people.author, force: true });
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("success");
    expect(checkOn(repository, forced)?.conclusion).toBe("action_required");
    repository.push("main", commit, { by: stage.people.author, force: true });
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("success");
  });
});

describe("what a pull request brought", () => {
  it.each(["merge", "squash", "rebase"] as const)(
    "has its approvals on the branch as well (%s)",
    async (method) => {
      const { repository, pullRequest, commit } = mergeRelease(stage, { method });
      await stage.settled();
      expect(checkOn(repository, commit)?.conclusion).toBe("success");
      expect(wordsOn(repository, commit, "portcullis/dpo-approval")).toContain(
        `in pull request ${pullRequest.number}`,
      );
    },
  );

  it("is said nothing of where it was no release", async () => {
    const repository = openRepository(stage);
    const { commit } = mergeRelease(stage, { in: repository, labels: [], method: "squash" });
    await stage.settled();
    expect(repository.checkRunsOn(commit)).toEqual([]);
  });

  it("lacks an approval until it is given, in the pull request, after merging", async () => {
    const { repository, pullRequest, commit } = mergeRelease(stage, { without: ["dpo"] });
    await stage.settled();
    expect(checkOn(repository, commit)?.title).toBe("Waiting for the DPO");
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("success");
  });

  it("onto a base that had moved is not what was approved", async () => {
    const repository = openRepository(stage);
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    repository.commit({ author: stage.people.author, files: { "src/other.ts": "// besides\n" } });
    const commit = pullRequest.merge(stage.people.manager);
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("action_required");
    expect(wordsOn(repository, commit, "portcullis/dpo-approval")).toMatch(
      /is tree `[0-9a-f]{7}`, what would ship is `[0-9a-f]{7}`: the base moved between/,
    );
  });
});

describe("the head of a release branch that is up for merging as well", () => {
  it("shows the worst of both, whichever is looked at last", async () => {
    const repository = openRepository(stage, BRANCHES);
    const head = push(repository, "release/1.x");
    const pullRequest = repository.pullRequest({
      by: stage.people.author,
      head: "release/1.x",
      base: "main",
      title: "Bring 1.x to main",
    });
    approveAll(stage, pullRequest);
    await stage.settled();
    // Everybody approved it for main; as the head of release/1.x nobody was asked.
    expect(pullRequest.headOid).toBe(head);
    expect(conclusion(pullRequest)).toBe("action_required");
    const run = pullRequest.checkRun("portcullis");
    if (run) stage.github.rerun(run, stage.people.author);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(words(pullRequest, "dpo-approval")).toContain("nobody was asked");
  });
});

describe("a policy that is broken", () => {
  it("shuts the default branch, and names the line", async () => {
    const { repository, commit } = mergeRelease(stage);
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("success");
    const broken = repository.commit({
      author: stage.people.manager,
      files: { [POLICY_PATH]: `${SHOP_POLICY}gate: {}\n` },
    });
    await stage.settled();
    expect(checkOn(repository, broken)?.conclusion).toBe("failure");
    expect(wordsOn(repository, broken, "portcullis/policy")).toContain("line 11");
  });

  it("shuts the branches that the last valid one named", async () => {
    const repository = openRepository(stage, BRANCHES);
    repository.commit({ author: stage.people.manager, files: { [POLICY_PATH]: "version: 2\n" } });
    const commit = push(repository, "release/1.x");
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("failure");
  });
});
