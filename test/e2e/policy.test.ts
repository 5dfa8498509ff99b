import { SHOP_POLICY, shopDocuments } from "../support/shop.ts";
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
    onMain(SHOP_POLICY);
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
});
