import type { PullRequestHandle, RepositoryHandle } from "../simulator/index.ts";
import { approveAll, openRepository, POLICY_PATH } from "../support/releases.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";
import { checkOn, protect, wordsOn } from "../support/ways-around.ts";

let stage: Stage;
const failures: string[] = [];
beforeAll(async () => {
  const onLog = (line: string) => {
    if (/"level":[456]0/.test(line)) failures.push(line);
  };
  stage = await setStage({ onLog });
});
afterEach(() => {
  stage.github.faults.clear();
});
afterAll(async () => {
  const { violations } = stage.github;
  await stage.close();
  expect(violations).toEqual([]);
});

/** A repository whose branch nobody gets into without our check. */
async function guarded(): Promise<RepositoryHandle> {
  const repository = openRepository(stage);
  await protect(stage, repository);
  return repository;
}

/** A pull request that is no release. */
function plain(repository: RepositoryHandle, path = "src/other.ts"): PullRequestHandle {
  const documents = { [path]: "// other\n" };
  const branch = `feature/${path.replaceAll(/\W/g, "-")}`;
  return stage.releasePullRequest({ in: repository, branch, documents, labels: [] });
}

/** A release that everyone approved. */
function approved(repository: RepositoryHandle): PullRequestHandle {
  const pullRequest = stage.releasePullRequest({ in: repository });
  approveAll(stage, pullRequest);
  return pullRequest;
}

/** They queue, once their own checks are there, and make up one group, which was looked at. */
async function group(repository: RepositoryHandle, ...members: readonly PullRequestHandle[]) {
  await stage.settled();
  const queue = repository.mergeQueue();
  queue.enqueue(...members);
  const formed = queue.formGroup();
  await stage.settled();
  const check = () => checkOn(repository, formed.headOid);
  return { formed, check, words: (gate?: string) => wordsOn(repository, formed.headOid, gate) };
}

describe("a merge group", () => {
  it("of an approved release that is up to date is merged, and its commit stays green", async () => {
    const repository = await guarded();
    const pullRequest = approved(repository);
    const { formed, check } = await group(repository, pullRequest);
    expect(check()).toMatchObject({
      conclusion: "success",
      title: "Passed: all 11 gates are open",
    });
    formed.merge();
    await stage.settled();
    expect(repository.oid()).toBe(formed.headOid);
    expect(check()?.conclusion).toBe("success");
    expect(wordsOn(repository, "main", "portcullis/dpo-approval")).toContain(
      `in pull request ${pullRequest.number}`,
    );
  });

  it("whose files are not what was approved is shut, and says what differs", async () => {
    const repository = openRepository(stage);
    const pullRequest = approved(repository);
    repository.commit({ author: stage.people.author, files: { "src/other.ts": "// moved\n" } });
    await protect(stage, repository);
    const { formed, check, words } = await group(repository, pullRequest);
    expect(check()?.conclusion).toBe("action_required");
    const tree = (oid: string) => repository.record.objects.read("commit", oid).tree.slice(0, 7);
    expect(words("portcullis/dpo-approval")).toContain(
      `is tree \`${tree(pullRequest.headOid)}\`, what would be merged is \`${tree(formed.headOid)}\``,
    );
    expect(() => {
      formed.merge();
    }).toThrow(/"portcullis"/);
  });

  it("of two releases is shut where one of them is blocked, and names both", async () => {
    const repository = openRepository(stage);
    const first = approved(repository);
    const second = stage.releasePullRequest({
      in: repository,
      branch: "release/hotfix",
      documents: { "src/order.ts": "// mended\n" },
    });
    approveAll(stage, second, "dpo");
    second.requestChanges(stage.people.dpo, { body: "Not like this" });
    const { check, words } = await group(repository, first, second);
    expect(check()?.conclusion).toBe("failure");
    expect(words()).toMatch(new RegExp(`Pull request ${first.number}\\].*Waiting`));
    expect(words()).toMatch(new RegExp(`Pull request ${second.number}\\].*Blocked`));
  });

  it("of a release and another pull request holds what nobody approved, and names both", async () => {
    const repository = await guarded();
    const members = [approved(repository), plain(repository)] as const;
    const { check, words } = await group(repository, ...members);
    expect(check()?.conclusion).toBe("action_required");
    expect(words()).toMatch(new RegExp(`Pull request ${members[1].number}\\].*: not a release`));
    expect(words("portcullis/final-approval")).toContain("the base moved between");
  });

  it("behind another one is open once that one is merged", async () => {
    const repository = await guarded();
    const [first, second] = [plain(repository), approved(repository)];
    second.commit({ author: stage.people.author, files: { "src/other.ts": "// other\n" } });
    approveAll(stage, second);
    await stage.settled();
    const queue = repository.mergeQueue();
    queue.enqueue(first, second);
    const [front, behind] = [queue.formGroup(1), queue.formGroup(1)];
    await stage.settled();
    front.merge();
    await stage.settled();
    expect(checkOn(repository, behind.headOid)?.conclusion).toBe("success");
    behind.merge();
  });

  it("without a release is merged, and nothing is asked of it", async () => {
    const repository = await guarded();
    const { formed, check, words } = await group(repository, plain(repository));
    expect(check()).toMatchObject({ conclusion: "success", title: "Not a release" });
    expect(words()).toContain("no pull request in this group of the merge queue is a release");
    formed.merge();
    await stage.settled();
    expect(check()).toMatchObject({ conclusion: "success", title: "Not a release" });
  });
});

describe("a merge group that is queued", () => {
  it("turns red when an approval is dismissed, and green when it is given again", async () => {
    const repository = await guarded();
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest, "dpo");
    const review = pullRequest.approve(stage.people.dpo);
    const { formed, check } = await group(repository, pullRequest);
    expect(check()?.conclusion).toBe("success");
    pullRequest.dismiss(review, stage.people.manager);
    await stage.settled();
    expect(check()).toMatchObject({ conclusion: "action_required", title: "Waiting for the DPO" });
    expect(() => {
      formed.merge();
    }).toThrow(/"portcullis"/);
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    formed.merge();
  });

  it("is no release any more once its label is taken off", async () => {
    const repository = await guarded();
    const pullRequest = approved(repository);
    const { check } = await group(repository, pullRequest);
    pullRequest.unlabel("release", stage.people.author);
    await stage.settled();
    expect(check()).toMatchObject({ conclusion: "success", title: "Not a release" });
  });

  it("is found again by an App that was started anew", async () => {
    const repository = await guarded();
    const pullRequest = approved(repository);
    const { check } = await group(repository, pullRequest);
    await stage.restart(() => {
      pullRequest.requestChanges(stage.people.dpo, { body: "Wait" });
    });
    await stage.settled();
    expect(check()?.conclusion).not.toBe("success");
  });

  it("is shut by a policy that breaks meanwhile", async () => {
    const repository = openRepository(stage);
    const { check, words } = await group(repository, approved(repository));
    const files = { [POLICY_PATH]: `${SHOP_POLICY}gate: {}\n` };
    repository.commit({ author: stage.people.manager, files });
    await stage.settled();
    expect(check()?.conclusion).toBe("failure");
    expect(words()).toContain("gate");
  });

  it("is left alone once it is dropped", async () => {
    const repository = await guarded();
    const pullRequest = approved(repository);
    const { formed, check } = await group(repository, pullRequest);
    formed.drop();
    failures.length = 0;
    pullRequest.requestChanges(stage.people.dpo, { body: "Wait" });
    await stage.settled();
    expect(check()?.conclusion).toBe("success");
    expect(failures).toEqual([]);
  });

  it("is not called in question after it was merged, by an event that comes late", async () => {
    const repository = await guarded();
    const { formed, check } = await group(repository, approved(repository));
    formed.merge();
    await stage.settled();
    const before = check();
    const asked = stage.github.deliveries.list("merge_group.checks_requested").at(-1);
    stage.github.deliveries.redeliver(asked?.id ?? 0);
    await stage.settled();
    await stage.settled();
    expect(check()).toEqual(before);
    expect(before?.conclusion).toBe("success");
  });
});

describe("a merge queue that does not tell enough", () => {
  it("is never green while the App may not read it, and is looked at again", async () => {
    const { installation } = stage;
    const repository = await guarded();
    const pullRequest = approved(repository);
    await stage.settled();
    const { permissions } = installation;
    installation.permissions = Object.fromEntries(
      Object.entries(permissions).filter(([name]) => name !== "merge_queues"),
    );
    // GitHub does not tell such an App of groups: what is told here is that of a moment before.
    const { check, words } = await group(repository, pullRequest);
    await until(() => check()?.conclusion === "failure");
    expect(words()).toContain("Merge queues: read");
    installation.permissions = permissions;
    await until(() => check()?.conclusion === "success");
  });

  it("is never green for a commit that stands in no queue, whatever its branch is named", async () => {
    const repository = await guarded();
    const pullRequest = approved(repository);
    await stage.settled();
    const queue = repository.mergeQueue();
    queue.enqueue(pullRequest);
    const formed = queue.formGroup();
    queue.record.entries.length = 0;
    await until(() => checkOn(repository, formed.headOid)?.conclusion === "failure");
    await stage.settled();
    expect(formed.headRef).toContain(`/pr-${pullRequest.number}-`);
    expect(checkOn(repository, formed.headOid)?.title).toMatch(/^Could not tell/);
  });

  it("is never green while its pull requests cannot be read", async () => {
    const repository = await guarded();
    const pullRequest = approved(repository);
    await stage.settled();
    const heal = stage.github.faults.inject({ forbidden: "repository.mergeQueue.entries" });
    const { check } = await group(repository, pullRequest);
    await until(() => check()?.conclusion === "failure");
    heal();
    await until(() => check()?.conclusion === "success");
  });
});
