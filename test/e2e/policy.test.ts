import { SHOP_POLICY, shopDocuments } from "../support/shop.ts";
import { changePolicy, policyPullRequest } from "../support/policies.ts";
import { approveAll, conclusion, openRepository, words } from "../support/releases.ts";
import { setStage, type Stage } from "../support/stage.ts";

const POLICY = ".github/portcullis.yml";

describe("the policy", () => {
  let stage: Stage;
  const onMain = (policy: string) => {
    const files = { [POLICY]: policy };
    stage.repository.commit({ author: stage.people.manager, message: "Change the policy", files });
  };
  const open = (branch: string, policy?: string) =>
    stage.releasePullRequest({
      branch,
      documents: { ...shopDocuments(), ...(policy === undefined ? {} : { [POLICY]: policy }) },
    });

  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(async () => {
    expect(stage.github.violations).toEqual([]);
    await stage.close();
  });

  it.each([
    ["broken", `${SHOP_POLICY}modus: enforce\n`],
    ["empty", ""],
    ["only comments", "# to be written\n"],
  ])("blocks every pull request when it is %s, and annotates its lines", async (_, policy) => {
    const pullRequest = open("release/one");
    await stage.settled();
    onMain(policy);
    await stage.settled();
    const run = pullRequest.checkRun("portcullis");
    expect(run?.conclusion).toBe("failure");
    const annotations = pullRequest.checkRuns().flatMap((each) => each.annotations);
    expect(annotations.some(({ path }) => path === POLICY)).toBe(true);
    changePolicy(stage, SHOP_POLICY);
    await stage.settled();
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("action_required");
    const red = pullRequest.checkRuns().filter(({ conclusion }) => conclusion === "failure");
    expect(red.map(({ name }) => name)).toEqual([]);
  });

  it("decides a pull request that changes it by the old one, and tells the new one's problems", async () => {
    const pullRequest = open("release/one", "version: 1\nroles: nobody\n");
    await stage.settled();
    const run = pullRequest.checkRun("portcullis");
    expect(run?.conclusion).toBe("action_required");
    expect(run?.summary).toContain("roles");
    expect(pullRequest.record.comments.at(0)?.body).toContain("`roles`");
  });

  it("says what the decision would be under a new one that is in order", async () => {
    const stricter = SHOP_POLICY.replace("version: 1\n", "version: 1\ncriticality: critical\n");
    const pullRequest = open("release/one", stricter);
    await stage.settled();
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("action_required");
    expect(pullRequest.record.comments.at(0)?.body).toContain("Under the proposed policy");
  });

  it("lets a pull request that mends a broken one be decided by the last valid one", async () => {
    onMain(`${SHOP_POLICY}modus: enforce\n`);
    const other = open("release/other");
    const mending = open("release/mending", SHOP_POLICY);
    await stage.settled();
    expect(other.checkRun("portcullis")?.conclusion).toBe("failure");
    expect(mending.checkRun("portcullis")?.conclusion).toBe("action_required");
    const { responder, tester, security, dpo, manager } = stage.people;
    for (const each of [responder, tester, security, dpo, manager]) mending.approve(each);
    await stage.settled();
    expect(mending.checkRun("portcullis")?.conclusion).toBe("success");
  });

  const OTHER_DPO = SHOP_POLICY.replace("[ola-hansen]", "[ola-hansen, nils-moe]");
  const LONGER = `${SHOP_POLICY}gates: { archive: { retain-for: 5y } }\n`;

  it("needs nobody's approval when it is the first", async () => {
    const pullRequest = open("release/one");
    approveAll(stage, pullRequest);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
    expect(words(pullRequest, "policy")).toContain("first policy");
  });

  it("shuts when it was pushed, until those whom the one before names approve a change of it", async () => {
    const pullRequest = open("release/one");
    approveAll(stage, pullRequest);
    onMain(LONGER);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("failure");
    expect(words(pullRequest, "policy")).toContain("came past all pull requests");
    expect(words(pullRequest, "policy")).toContain("mona-berg");
    changePolicy(stage, `${LONGER}# It may stand.\n`, { approvedBy: ["manager"] });
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("waits for the DPO where the roles change, and takes the approval after merging too", async () => {
    const pullRequest = open("release/one");
    approveAll(stage, pullRequest);
    const change = changePolicy(stage, OTHER_DPO, { approvedBy: ["manager"] });
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(words(pullRequest, "policy")).toContain("Data Protection Officer (ola-hansen)");
    const review = change.approve(stage.people.dpo);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
    change.dismiss(review, stage.people.manager);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
  });

  it("is not authorised by a push to approve its own next change", async () => {
    const pullRequest = open("release/one");
    approveAll(stage, pullRequest);
    const taken = SHOP_POLICY.replace("[mona-berg]", "[tor-vik, mona-berg]");
    onMain(taken);
    changePolicy(stage, `${taken}# More.\n`, { approvedBy: ["tester", "dpo"] });
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(words(pullRequest, "policy")).toContain("last approved policy");
  });

  it("can be mended by a release that changes it, once those approve it whom the one before names", async () => {
    onMain(OTHER_DPO);
    const mending = open("release/mending", LONGER);
    const { responder, tester, security, dpo, manager, outsider } = stage.people;
    for (const each of [responder, tester, security, outsider, manager]) mending.approve(each);
    await stage.settled();
    expect(conclusion(mending)).toBe("action_required");
    mending.approve(dpo);
    await stage.settled();
    expect(conclusion(mending)).toBe("success");
    mending.merge(manager);
    await stage.settled();
    const next = open("release/next");
    approveAll(stage, next);
    await stage.settled();
    expect(conclusion(next, "policy")).toBe("success");
  });

  it("is shown as changed by a pull request that is no release, and decided only once it is merged", async () => {
    const proposal = policyPullRequest(stage, OTHER_DPO);
    await stage.settled();
    expect(conclusion(proposal)).toBe("success");
  });

  it("only shows in observe mode, and blocks nothing", async () => {
    onMain(SHOP_POLICY.replace("version: 1\n", "version: 1\nmode: observe\n"));
    const pullRequest = open("release/one");
    await stage.settled();
    const run = pullRequest.checkRun("portcullis");
    expect(run?.conclusion).toBe("neutral");
    expect(run?.title).toContain("Would");
    const blocking = pullRequest
      .checkRuns()
      .filter(({ conclusion }) => conclusion !== "success" && conclusion !== "neutral");
    expect(blocking).toEqual([]);
    expect(pullRequest.record.requestedReviewers).toEqual([]);
  });

  it("is not taken from the head under review", async () => {
    const lax = SHOP_POLICY.replace("labels: [release]", "labels: [never]");
    const pullRequest = open("release/one", lax);
    await stage.settled();
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("action_required");
  });

  it("writes no comment where it says so", async () => {
    onMain(`${SHOP_POLICY}comment: false\n`);
    const pullRequest = open("release/one");
    await stage.settled();
    expect(pullRequest.record.comments).toEqual([]);
  });

  // Of these nobody reads a snapshot by which an outdated policy would be noticed.
  describe("that changed holds at once for what it alone tells", () => {
    const OTHER_BRANCHES = SHOP_POLICY.replace(
      "labels: [release]",
      'base: ["release/*"]\n  tags: ["v*"]',
    );

    it("a deployment that was only observed is held", async () => {
      const repository = openRepository(stage, `${OTHER_BRANCHES}mode: observe\n`);
      repository.environment("production", { protectedBy: stage.github.app.record });
      const deploy = async () => {
        const by = stage.people.manager;
        const deployment = repository.deploy({ environment: "production", by });
        await stage.settled();
        return deployment.state;
      };
      expect(await deploy()).toBe("approved");
      const files = { [POLICY]: `${OTHER_BRANCHES}mode: enforce\n` };
      repository.commit({ author: stage.people.manager, message: "Enforce", files });
      await stage.settled();
      expect(await deploy()).toBe("waiting");
    });

    it("a tag that was none of ours is decided", async () => {
      const by = stage.people.manager;
      const repository = openRepository(stage, OTHER_BRANCHES);
      repository.tag("x-1", { by });
      await stage.settled();
      const files = { [POLICY]: OTHER_BRANCHES.replace('"v*"', '"v*", "app-*"') };
      repository.commit({ author: by, message: "Gate the app as well", files });
      await stage.settled();
      repository.tag("app-1", { by });
      const release = repository.release({ tag: "app-1", by });
      await stage.settled();
      const runs = repository.checkRunsOn(repository.oid("main"));
      expect(runs.map(({ conclusion }) => conclusion)).toEqual(["failure"]);
      expect(release.record.draft).toBe(true);
    });
  });
});
