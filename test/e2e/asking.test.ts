import type { PullRequestHandle, RepositoryHandle, Team } from "../simulator/index.ts";
import { conclusion, openRepository } from "../support/releases.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

const HEADING = "**Not asked for a review**";

/** GitHub asks nobody who has no access to the repository, and no team of another organisation. */
describe("whom GitHub does not let us ask for a review", () => {
  let stage: Stage;
  let team: Team;
  let repository: RepositoryHandle;
  let pullRequest: PullRequestHandle;

  beforeAll(async () => {
    stage = await setStage();
    team = stage.acme.team("privacy", { members: [stage.people.dpo] });
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });
  beforeEach(() => {
    stage.github.faults.clear();
  });

  const open = (more = "") => {
    const dpos = "dpo: { users: [nils-moe], teams: [privacy] }";
    const policy = SHOP_POLICY.replace("dpo: { users: [ola-hansen] }", dpos) + more;
    repository = openRepository(stage, policy);
    pullRequest = stage.releasePullRequest({ in: repository });
    return stage.settled();
  };
  const comments = () => pullRequest.record.comments.filter(({ app }) => app !== null);
  const said = () => comments()[0]?.body ?? "";
  const asked = () =>
    pullRequest.record.requestedReviewers.map((each) => ("slug" in each ? each.slug : each.login));
  const giveAccess = () => {
    repository.collaborator(stage.people.outsider, "read");
    repository.teamAccess(team, "read");
  };
  /** The requests that write a comment, or ask for a review by name. */
  const writesDuring = async (act: () => Promise<void> | void) => {
    stage.github.requests.clear();
    await act();
    await stage.settled();
    return stage.github.requests
      .list({ kind: "rest" })
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path.replace(/\/\d+/, "")}`)
      .filter((name) => /comments|requested_reviewers/.test(name));
  };

  describe("in the comment", () => {
    beforeAll(() => open());

    it("are named with what helps, and the others are asked", () => {
      expect(said()).toContain(HEADING);
      expect(said()).toContain("ask nils-moe and the team acme/privacy for a review, most likely");
      expect(comments()).toHaveLength(1);
      expect(asked()).toEqual(expect.arrayContaining(["mona-berg", "sigrid-lie", "testers"]));
      expect(asked()).not.toContain("nils-moe");
    });

    it("stay named, and nothing is written or asked anew, while nothing changes", async () => {
      const before = said();
      const made = await writesDuring(() => pullRequest.label("urgent", stage.people.author));
      expect(made).toEqual([]);
      expect(before).toContain(HEADING);
      expect(said()).toBe(before);
    });

    it("stay named after a restart that remembers nothing, without writing that again", async () => {
      const before = said();
      const made = await writesDuring(() => stage.restart(() => undefined));
      const about = made.filter((name) => name.includes(repository.record.name));
      expect(about).not.toEqual([]);
      expect(about.filter((name) => name.includes("comments"))).toEqual([]);
      expect(said()).toBe(before);
    });

    it("are asked within the hour once they have access, and are spoken of no more", async () => {
      giveAccess();
      await stage.pass(1);
      expect(asked()).toEqual(expect.arrayContaining(["nils-moe", "privacy"]));
      expect(said()).not.toContain(HEADING);
      expect(comments()).toHaveLength(1);
    });

    it("are not asked again after they took themselves off the list", async () => {
      const { record } = pullRequest;
      record.requestedReviewers = record.requestedReviewers.filter(
        (each) => each !== stage.people.outsider,
      );
      pullRequest.label("documentation", stage.people.author);
      await stage.settled();
      expect(asked()).not.toContain("nils-moe");
    });
  });

  it("are asked at once where somebody has it looked at again", async () => {
    await open();
    giveAccess();
    pullRequest.comment(stage.people.author, "/portcullis recheck");
    await stage.settled();
    expect(asked()).toEqual(expect.arrayContaining(["nils-moe", "privacy"]));
    expect(said()).not.toContain(HEADING);
  });

  it("are spoken of no more once somebody else approved for their role", async () => {
    await open();
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    expect(conclusion(pullRequest, "dpo-approval")).toBe("success");
    expect(said()).not.toContain(HEADING);
  });

  it("are found out once asking works again; until then the checks stand all the same", async () => {
    stage.github.faults.inject({ status: 502 }, ({ path }) => path.endsWith("requested_reviewers"));
    await open();
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(conclusion(pullRequest, "archive")).toBe("success");
    expect(asked()).toEqual([]);
    stage.github.faults.clear();
    await stage.pass(1);
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(asked()).toContain("mona-berg");
    expect(said()).toContain(HEADING);
    expect(comments()).toHaveLength(1);
  });

  it("hold up nobody else where the comment is switched off", async () => {
    await open("comment: false\n");
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(comments()).toEqual([]);
    expect(asked()).toContain("mona-berg");
  });
});
