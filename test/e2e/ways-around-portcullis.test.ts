import { merged } from "../support/deployments.ts";
import { changePolicy } from "../support/policies.ts";
import { approveAll, openRepository, POLICY_PATH } from "../support/releases.ts";
import { mergeRelease, release, releaseWords, reports, verdict } from "../support/shipping.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { protect } from "../support/ways-around.ts";

const REFUSED = /pre_receive .*"portcullis\/release"/s;
const EXPECTED = /"portcullis" is expected/;

describe("a way around Portcullis itself:", () => {
  let stage: Stage;
  /** The same, where the organisation has a policy too: a floor under the repository's. */
  let floor: Stage;
  beforeAll(async () => {
    stage = await setStage();
    floor = await setStage({ organizationPolicy: true });
  });
  afterAll(async () => {
    for (const each of [stage, floor]) {
      const { violations } = each.github;
      await each.close();
      expect(violations).toEqual([]);
    }
  });
  let granted: Stage["installation"]["permissions"];
  beforeEach(() => {
    granted = { ...stage.installation.permissions };
  });
  afterEach(() => {
    stage.installation.permissions = { ...granted };
    stage.installation.repositories = "all";
  });

  /** A release that the DPO has not approved, merged, where the policy is this from now on. */
  const unready = async (policy: string | null, { where = stage } = {}) => {
    const shipped = await merged(where, { without: ["dpo"] });
    const { author } = where.people;
    shipped.repository.commit({ author, files: { [POLICY_PATH]: policy } });
    await where.settled();
    return { ...shipped, target: shipped.commit };
  };

  it("deleting the policy", async () => {
    const { author, manager } = stage.people;
    const { repository, target, deploy } = await unready(null);
    const made = release(stage, repository, { target });
    await stage.settled();
    // Nobody asks for gates any more: nobody is told of a release. But a deployment is held.
    expect(made.published && made.body === "" && verdict(repository, target) === null).toBe(true);
    const deployment = await deploy({ commit: target });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toMatch(/policy/);

    const locked = openRepository(stage);
    await protect(stage, locked);
    expect(() => {
      locked.commit({ author, files: { [POLICY_PATH]: null } });
    }).toThrow(EXPECTED);
    locked.commit({ author, branch: "no-gates", files: { [POLICY_PATH]: null } });
    const options = { by: author, head: "no-gates", base: "main", title: "No gates" };
    const pullRequest = locked.pullRequest(options);
    await stage.settled();
    // By the labels it is no release, so it can be merged; then nothing can any more.
    pullRequest.merge(manager);
    const next = stage.releasePullRequest({ in: locked });
    await stage.settled();
    expect(() => next.merge(manager)).toThrow(EXPECTED);
    expect(() => release(stage, locked)).toThrow(REFUSED);

    const below = await unready(null, { where: floor });
    const taken = release(floor, below.repository, { target: below.target });
    await floor.settled();
    expect(taken.draft).toBe(true);
  });

  it("breaking the policy", async () => {
    const { manager } = stage.people;
    const { repository, target, deploy } = await unready("version: 1\nroles: {}\nmode: maybe\n");
    const made = release(stage, repository, { target });
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository, target)).toBe("failure");
    const deployment = await deploy({ commit: target });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toContain("policy");
    const plain = stage.releasePullRequest({ in: repository, branch: "plain", labels: [] });
    await stage.settled();
    expect(plain.checkRun("portcullis")?.conclusion).toBe("failure");
    expect(() => {
      made.publish(manager);
    }).not.toThrow();
    await stage.settled();
    expect(made.draft).toBe(true);
  });

  it("a policy with other people in the roles, or less to show", async () => {
    const friend = SHOP_POLICY.replace("[ola-hansen]", "[nils-moe]");
    const shipped = await unready(friend);
    shipped.pullRequest.approve(stage.people.outsider);
    const made = release(stage, shipped.repository, { target: shipped.target });
    await stage.settled();
    // Nobody whom the policy before authorised approved it: it opens nothing.
    expect(made.draft).toBe(true);
    expect(verdict(shipped.repository, shipped.target)).toBe("failure");
    expect(releaseWords(shipped.repository, shipped.target)).toContain("past all pull requests");

    // Nor does a second change, approved by those whom the first one put there.
    const both = friend.replace("[mona-berg]", "[tor-vik]");
    const twice = await unready(both);
    changePolicy(stage, `${both}# More.\n`, { in: twice.repository, approvedBy: ["tester"] });
    twice.pullRequest.approve(stage.people.outsider);
    const again = release(stage, twice.repository, { target: twice.target });
    await stage.settled();
    expect(again.draft).toBe(true);

    const weaker = `${SHOP_POLICY}gates: { archive: { retain-for: 1d } }\n`;
    for (const policy of [friend, weaker]) {
      const below = await unready(policy, { where: floor });
      below.pullRequest.approve(floor.people.outsider);
      const taken = release(floor, below.repository, { target: below.target });
      await floor.settled();
      expect(taken.draft).toBe(true);
      expect(releaseWords(below.repository, below.target)).toContain("organisation");
    }
  });

  it("switching to “observe”", async () => {
    const observe = `${SHOP_POLICY}mode: observe\n`;
    const { repository, target, deploy } = await unready(observe);
    await protect(stage, repository);
    // GitHub takes a neutral check for a passed one.
    const draft = release(stage, repository, { target, draft: true });
    await stage.settled();
    draft.publish(stage.people.manager);
    await stage.settled();
    expect(draft.published && reports(repository).length === 0).toBe(true);
    expect(verdict(repository, target)).toBe("neutral");
    expect(releaseWords(repository, target)).toMatch(/^Would/);
    const deployment = await deploy({ commit: target });
    expect(deployment.state).toBe("approved");
    expect(deployment.comment).toMatch(/would/i);

    const below = await unready(observe, { where: floor });
    const taken = release(floor, below.repository, { target: below.target });
    await floor.settled();
    expect(taken.draft).toBe(true);
  });

  it("taking permissions from Portcullis", async () => {
    const { manager } = stage.people;
    const shipped = mergeRelease(stage, { without: ["dpo"] });
    const locked = openRepository(stage);
    await protect(stage, locked);
    await stage.settled();
    stage.installation.permissions = { ...granted, contents: "read" };
    const made = release(stage, shipped.repository);
    await stage.settled();
    expect(made.published).toBe(true);
    expect(verdict(shipped.repository)).toBe("action_required");
    expect(reports(shipped.repository)).toMatchObject([{ state: "OPEN" }]);

    stage.installation.permissions = { ...granted, checks: "read" };
    const pullRequest = stage.releasePullRequest({ in: locked });
    approveAll(stage, pullRequest);
    await stage.settled();
    expect(() => pullRequest.merge(manager)).toThrow(EXPECTED);
    expect(() => release(stage, locked)).toThrow(REFUSED);
  });

  it("uninstalling Portcullis, or leaving the repository out", async () => {
    const { manager } = stage.people;
    const shipped = mergeRelease(stage, { without: ["dpo"] });
    const locked = openRepository(stage);
    await protect(stage, locked);
    await stage.settled();
    stage.installation.repositories = new Set();
    const made = release(stage, shipped.repository);
    const pullRequest = stage.releasePullRequest({ in: locked });
    approveAll(stage, pullRequest);
    await stage.settled();
    expect(made.published && made.body === "").toBe(true);
    expect(() => pullRequest.merge(manager)).toThrow(EXPECTED);
    expect(() => release(stage, locked)).toThrow(REFUSED);

    await stage.restart(() => {
      stage.installation.repositories = "all";
    });
    expect(made.draft).toBe(true);
  });
});
