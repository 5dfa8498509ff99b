import { approveAll, conclusion, openRepository, POLICY_PATH, words } from "../support/releases.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

describe("a policy that extends another repository's", () => {
  let stage: Stage;
  let count = 0;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  /** A repository whose policy extends one with this text, its release approved by everybody. */
  const approved = async (below: string | null, own = "") => {
    count += 1;
    const base = stage.acme.repository(`base-${count}`);
    const put = (text: string) => {
      base.commit({ author: stage.people.manager, files: { [POLICY_PATH]: text } });
    };
    if (below !== null) put(below);
    const policy = `${SHOP_POLICY}extends: ${base.fullName}\n${own}`;
    const repository = openRepository(stage, policy);
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    await stage.settled();
    return { repository, pullRequest, base, put };
  };

  it("passes where it keeps to it, and is shut as soon as that one asks for more", async () => {
    const { pullRequest, put } = await approved("version: 1\n");
    expect(conclusion(pullRequest)).toBe("success");
    put("version: 1\ngates: { security-review: { experts: 4 } }\n");
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("failure");
    put("version: 1\n");
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("tells where it would weaken it, and keeps to it", async () => {
    const below = "version: 1\ngates: { archive: { retain-for: 10y } }\n";
    const own = "gates: { archive: { retain-for: 5y } }\n";
    const { pullRequest, base } = await approved(below, own);
    expect(conclusion(pullRequest)).toBe("failure");
    const run = pullRequest.checkRun("portcullis/policy");
    expect(run?.conclusion).toBe("failure");
    expect([run?.summary, run?.text].join()).toContain(base.fullName);
  });

  it("is shut while what it extends cannot be read, and opens once it can", async () => {
    const { pullRequest, put } = await approved(null);
    expect(conclusion(pullRequest)).toBe("failure");
    expect(words(pullRequest)).toContain(`there is no ${POLICY_PATH} in it`);
    put("version: 1\n");
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("is shut where the policy is in a private repository that the App may not see", async () => {
    const other = stage.github.organization("secretive", { admins: [stage.people.manager] });
    const hidden = other.repository("base", { private: true });
    hidden.commit({ author: stage.people.manager, files: { [POLICY_PATH]: "version: 1\n" } });
    const repository = openRepository(stage, `${SHOP_POLICY}extends: secretive/base\n`);
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("failure");
    expect(words(pullRequest)).toContain("Portcullis is not installed there");
  });

  it("shows what a pull request would bring that makes it extend another", async () => {
    stage.acme.repository("strict").commit({
      author: stage.people.manager,
      files: { [POLICY_PATH]: "version: 1\ncriticality: critical\n" },
    });
    const repository = openRepository(stage);
    const pullRequest = stage.releasePullRequest({ in: repository });
    pullRequest.commit({
      author: stage.people.author,
      files: { [POLICY_PATH]: `${SHOP_POLICY}extends: acme/strict\n` },
    });
    await stage.settled();
    expect(pullRequest.record.comments.at(0)?.body).toContain("Under the proposed policy");
    expect(pullRequest.record.comments.at(0)?.body).not.toContain("was not read");
  });
});
