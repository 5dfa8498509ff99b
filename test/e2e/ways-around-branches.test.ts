import { approveAll, conclusion, openRepository } from "../support/releases.ts";
import { mergeRelease, release, releaseWords, verdict } from "../support/shipping.ts";
import { SHOP_POLICY, shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { checkOn, letOwnersPass, protect, wordsOn } from "../support/ways-around.ts";

/** Whatever is merged into `main` is a release. */
const BY_BASE = SHOP_POLICY.replace("labels: [release]", "base: [main]");

const NOBODY_WAS_ASKED = "No merged pull request brought this commit, so nobody was asked";

describe("a way into the release branch:", () => {
  let stage: Stage;
  /** Lets webhooks through again. */
  let stop: (() => void) | undefined;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  afterEach(() => {
    stop?.();
  });

  it("a direct push", async () => {
    const { author } = stage.people;
    const repository = openRepository(stage);
    const commit = repository.commit({ author, files: shopDocuments() });
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("action_required");
    expect(wordsOn(repository, commit, "portcullis/final-approval")).toContain(NOBODY_WAS_ASKED);
    const made = release(stage, repository);
    await stage.settled();
    expect(made.draft).toBe(true);

    await protect(stage, repository);
    expect(() => repository.commit({ author, files: { "src/order.ts": "" } })).toThrow(
      /Required status check "portcullis" is expected/,
    );
    expect(repository.oid()).toBe(commit);
  });

  it("a direct push of a commit that is green as “Not a release”", async () => {
    const { author } = stage.people;
    const repository = openRepository(stage, BY_BASE);
    await protect(stage, repository);
    const offer = async (branch: string, base: string) => {
      repository.commit({ branch, author, files: { ...shopDocuments(), [`${branch}.txt`]: "" } });
      const pullRequest = repository.pullRequest({ by: author, head: branch, base, title: branch });
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.title).toBe("Not a release");
      return pullRequest.headOid;
    };
    repository.branch("next", "main", author);
    const commit = await offer("one", "next");
    repository.push("main", commit, { by: author });
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("action_required");
    expect(() => release(stage, repository)).toThrow(/pre_receive/);

    const second = await offer("two", "next");
    repository.ruleset({
      name: "pull requests",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"] } },
      rules: [{ type: "pull_request" }],
    });
    expect(() => {
      repository.push("main", second, { by: author });
    }).toThrow(/through a pull request/);
  });

  it("a force push", async () => {
    const { author } = stage.people;
    const repository = openRepository(stage);
    const parents = [repository.oid()];
    const { commit } = mergeRelease(stage, { in: repository });
    const made = release(stage, repository);
    await stage.settled();
    expect(made.published).toBe(true);
    const other = repository.writeCommit({ author, parents, files: { "src/order.ts": "0" } });
    repository.push("main", other, { by: author, force: true });
    await stage.settled();
    // Nothing of the release is in it any more; what was released stays released.
    expect(checkOn(repository, other)?.conclusion).toBe("failure");
    expect(made.published && verdict(repository, commit) === "success").toBe(true);

    await protect(stage, repository);
    const again = repository.writeCommit({ author, parents, files: { "src/order.ts": "1" } });
    expect(() => {
      repository.push("main", again, { by: author, force: true });
    }).toThrow(/"portcullis" is expected/);
  });

  it("a merge by an administrator past a red check", async () => {
    const { manager, dpo } = stage.people;
    const repository = openRepository(stage);
    await protect(stage, repository);
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest, "dpo");
    await stage.settled();
    expect(() => pullRequest.merge({ by: manager, bypass: true })).toThrow(
      /"portcullis" is failing/,
    );
    letOwnersPass(repository, "portcullis");
    const commit = pullRequest.merge({ by: manager, bypass: true });
    await stage.settled();
    expect(checkOn(repository, commit)?.title).toMatch(/^Waiting for .*DPO/);
    expect(() => release(stage, repository)).toThrow(/pre_receive/);
    expect(await protect(stage, repository)).toContain('The ruleset "portcullis" does not hold');
    // What was left out can be made up for, in the same pull request.
    const [draft] = repository.releases();
    pullRequest.approve(dpo);
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("success");
    draft?.publish(manager);
    await stage.settled();
    expect(draft?.published).toBe(true);
  });

  it("a merge while Portcullis is down", async () => {
    const { manager, dpo } = stage.people;
    const repository = openRepository(stage);
    await protect(stage, repository);
    const before = stage.releasePullRequest({ in: repository });
    approveAll(stage, before);
    await stage.settled();
    expect(conclusion(before)).toBe("success");
    await stage.restart(() => {
      const unseen = stage.releasePullRequest({ in: repository, branch: "release/unseen" });
      expect(() => unseen.merge(manager)).toThrow(/"portcullis" is expected/);
      // What was green stays green, whatever is said from now on.
      before.requestChanges(dpo);
      before.merge(manager);
    });
    expect(checkOn(repository, repository.oid())?.conclusion).toBe("failure");
    expect(() => release(stage, repository)).toThrow(/pre_receive/);
  });

  it("a merge right after retargeting, while “Not a release” is still green", async () => {
    const { author, manager } = stage.people;
    const retargeted = async (repository: ReturnType<typeof openRepository>) => {
      await protect(stage, repository);
      repository.branch("next", "main", author);
      repository.commit({ branch: "feature", author, files: shopDocuments() });
      const options = { by: author, head: "feature", base: "next", title: "Order export" };
      const pullRequest = repository.pullRequest(options);
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.title).toBe("Not a release");
      stop = stage.github.deliveries.intercept(() => "hold");
      pullRequest.retarget("main", author);
      return {
        pullRequest,
        late: async () => {
          stop?.();
          stage.github.deliveries.releaseHeld();
          await stage.settled();
        },
      };
    };
    const repository = openRepository(stage, BY_BASE);
    const { pullRequest, late } = await retargeted(repository);
    const commit = pullRequest.merge(manager);
    await late();
    expect(checkOn(repository, commit)?.conclusion).toBe("action_required");
    expect(() => release(stage, repository)).toThrow(/pre_receive/);

    const queued = openRepository(stage, BY_BASE);
    queued.ruleset({
      name: "queue",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"] } },
      rules: [{ type: "merge_queue" }],
    });
    const second = await retargeted(queued);
    expect(() => second.pullRequest.merge(manager)).toThrow(/through the merge queue/);
    const queue = queued.mergeQueue();
    queue.enqueue(second.pullRequest);
    const group = queue.formGroup();
    await second.late();
    expect(checkOn(queued, group.headOid)?.conclusion).toBe("action_required");
    expect(() => {
      queue.merge();
    }).toThrow(/"portcullis" is failing/);
  });

  it("a merge after the base moved, so that what is merged is not what was approved", async () => {
    const { author, manager } = stage.people;
    const repository = openRepository(stage);
    const up = () => {
      const branch = `release/${repository.record.issues.size}`;
      const documents = { ...shopDocuments(), [`src/${branch}.ts`]: "" };
      const pullRequest = stage.releasePullRequest({ in: repository, branch, documents });
      repository.commit({ author, branch: `${branch}-other`, files: { [`${branch}.txt`]: "" } });
      const other = { by: author, head: `${branch}-other`, base: "main", title: "Other" };
      return { pullRequest, other: repository.pullRequest(other) };
    };
    const first = up();
    approveAll(stage, first.pullRequest);
    first.other.merge(manager);
    const commit = first.pullRequest.merge(manager);
    await stage.settled();
    expect(checkOn(repository, commit)?.conclusion).toBe("action_required");
    expect(wordsOn(repository, commit, "portcullis/dpo-approval")).toMatch(
      /is tree `\w{7}`, what would ship is `\w{7}`: the base moved between/,
    );
    const made = release(stage, repository);
    await stage.settled();
    expect(made.draft).toBe(true);

    await protect(stage, repository);
    const second = up();
    approveAll(stage, second.pullRequest);
    await stage.settled();
    second.other.merge(manager);
    expect(() => second.pullRequest.merge(manager)).toThrow(/not up to date with the base branch/);
  });

  it("a pull request from which the release label is kept", async () => {
    const { repository } = mergeRelease(stage, { labels: [] });
    const made = release(stage, repository);
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository)).toBe("action_required");
    expect(releaseWords(repository)).toContain("is no release by the policy");

    await protect(stage, repository);
    expect(() => {
      repository.tag("v1.4.1", "main", stage.people.author);
    }).toThrow(/"portcullis\/release" is failing/);
  });

  it("a merge into another branch, and a release from there", async () => {
    const { author, manager } = stage.people;
    const repository = openRepository(stage, BY_BASE);
    repository.branch("next", "main", author);
    repository.commit({ branch: "feature", author, files: shopDocuments() });
    const options = { by: author, head: "feature", base: "next", title: "Order export" };
    const pullRequest = repository.pullRequest(options);
    approveAll(stage, pullRequest);
    const commit = pullRequest.merge(manager);
    const made = release(stage, repository, { target: "next" });
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(releaseWords(repository, commit)).toContain("is no release by the policy");

    await protect(stage, repository);
    expect(() => {
      repository.tag("v1.4.1", "next", author);
    }).toThrow(/"portcullis\/release" is failing/);
  });

  it("rewriting the branch so that the policy looks younger than a release", async () => {
    const { author, manager } = stage.people;
    const repository = openRepository(stage);
    // What was released before there was a policy is history; a commit's date may say anything.
    const rewrite = (where = repository) => {
      const files = { ".github/portcullis.yml": SHOP_POLICY, ...shopDocuments() };
      const date = new Date("2030-01-01T00:00:00Z");
      const oid = where.writeCommit({ author, parents: [], files, date });
      where.push("main", oid, { by: author, force: true });
    };
    const made = release(stage, repository);
    await stage.settled();
    rewrite();
    made.publish(manager);
    await stage.settled();
    // It was remembered since when the policy stands; a Portcullis that was started anew believes GitHub.
    expect(made.draft).toBe(true);
    await stage.restart(() => {
      made.publish(manager);
    });
    expect(made.published).toBe(true);

    const locked = openRepository(stage);
    await protect(stage, locked);
    expect(() => {
      rewrite(locked);
    }).toThrow(/Required status check/);
  });
});
