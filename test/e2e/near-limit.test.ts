import { approveAll, conclusion, openRepository, POLICY_PATH, words } from "../support/releases.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

/** Of the million that the stage's GitHub answers in an hour: less than is kept. */
const FEW = 10_000;
/** Less than is kept for what happens. */
const SOME = 100_000;
const SECONDS = 20;

describe("near GitHub's hourly limit", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  it.each(["core", "graphql"] as const)(
    "(%s) every candidate says so at once, is not read, and is right by itself afterwards",
    async (resource) => {
      const pullRequests = [1, 2].map(() =>
        stage.releasePullRequest({ in: openRepository(stage) }),
      );
      const approvals = pullRequests.map((pullRequest) => {
        approveAll(stage, pullRequest, "dpo");
        return pullRequest.approve(stage.people.dpo);
      });
      await stage.settled();
      expect(pullRequests.map((each) => conclusion(each))).toEqual(["success", "success"]);

      const leaveFew = () => {
        stage.github.rateLimits.leaveTo(stage.installation, resource, FEW, SECONDS);
      };
      leaveFew();
      // However slow the machine is, the hour does not end before all was said.
      const renewing = setInterval(leaveFew, 1_000);
      // Any answer of either kind tells of it.
      stage.releasePullRequest({ in: openRepository(stage, null) });
      const teller = stage.releasePullRequest({ in: openRepository(stage) });
      approveAll(stage, teller);
      await until(() => conclusion(teller) !== null);
      stage.github.requests.clear();
      pullRequests.forEach((each, index) => {
        const approval = approvals[index];
        if (approval) each.dismiss(approval, stage.people.manager);
      });
      await until(() => pullRequests.every((each) => conclusion(each) === "failure"));
      clearInterval(renewing);
      leaveFew();
      const end = performance.now() + SECONDS * 1_000;
      for (const each of pullRequests) {
        expect(words(each)).toMatch(/hourly limit, which resets at \d\d:\d\d UTC/);
        expect(each.checkRuns().filter((run) => run.conclusion === "success")).toEqual([]);
      }
      expect(stage.github.requests.count({ operation: "Snapshot" })).toBe(0);
      await until(() => pullRequests.every((each) => conclusion(each) === "action_required"));
      expect(performance.now()).toBeGreaterThan(end - 1_000);
    },
  );

  it("looking at everything waits, and what happens is decided", async () => {
    const { acme, people } = stage;
    const ours = stage.releasePullRequest({ in: openRepository(stage) });
    await stage.settled();
    expect(conclusion(ours)).toBe("action_required");
    const leaveSome = () => {
      stage.github.rateLimits.leaveTo(stage.installation, "graphql", SOME, 6);
    };
    leaveSome();
    const renewing = setInterval(leaveSome, 1_000);
    ours.edit(people.author, { title: "Portcullis hears what is left" });
    await stage.settled();
    stage.github.requests.clear();
    const repositories = { path: "/installation/repositories" };
    acme.join(acme.team("night-watch"), people.tester);
    await stage.settled();
    approveAll(stage, ours);
    await until(() => conclusion(ours) === "success");
    expect(stage.github.requests.count(repositories)).toBe(0);
    clearInterval(renewing);
    leaveSome();
    await until(() => stage.github.requests.count(repositories) > 0);
  });

  it("other installations go on", async () => {
    const { author, manager } = stage.people;
    const globex = stage.github.organization("globex", { members: [author, manager] });
    const repository = globex.repository("shop");
    for (const each of [author, manager]) repository.collaborator(each, "write");
    const files = { "README.md": "# Shop\n", [POLICY_PATH]: SHOP_POLICY };
    repository.commit({ author: manager, message: "Begin", files });
    stage.github.install(globex);
    stage.github.rateLimits.leaveTo(stage.installation, "graphql", FEW, SECONDS);
    const ours = stage.releasePullRequest({ in: openRepository(stage) });
    await until(() => conclusion(ours) !== null);
    const theirs = stage.releasePullRequest({ in: repository });
    await until(() => conclusion(theirs) !== null);
    expect(words(theirs)).not.toContain("hourly limit");
    ours.edit(author, { title: "v1.4.0" });
    await until(() => words(ours).includes("hourly limit"));
  });
});
