import { merged, released, seen, type Shipped } from "../support/deployments.ts";
import { policyWith } from "../support/shipping.ts";
import { changePolicy } from "../support/policies.ts";

import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

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

/** How often we said something about a run, whatever GitHub answered. */
const answers = ({ runId }: { readonly runId: number }) =>
  stage.github.requests.count({
    method: "POST",
    path: new RegExp(`/runs/${runId}/deployment_protection_rule$`),
  });

const setPolicy = async ({ repository }: Shipped, policy: string | null) => {
  changePolicy(stage, policy, { in: repository });
  await stage.settled();
};

describe("a held deployment", () => {
  it("that is cancelled is left alone", async () => {
    const { deploy, pullRequest } = await released(stage, { without: ["dpo"] });
    const deployment = await deploy();
    deployment.cancel();
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    expect(deployment.state).toBe("cancelled");
    expect(answers(deployment)).toBe(1);
  });

  it.each([422, 404] as const)(
    "that is cancelled while we answer (%d) is left alone, and nothing fails",
    async (status) => {
      stage.github.quirks.answeredDeployments = status;
      const { deploy, pullRequest } = await released(stage, { without: ["dpo"] });
      const deployment = await deploy();
      failures.length = 0;
      stage.github.faults.inject({ delay: 0 }, ({ method, path }) => {
        const isAnswer = method === "POST" && path.endsWith("/deployment_protection_rule");
        if (isAnswer) deployment.cancel();
        return isAnswer;
      });
      pullRequest.approve(stage.people.dpo);
      await stage.settled();
      expect(deployment.state).toBe("cancelled");
      expect(answers(deployment)).toBe(2);
      expect(failures).toEqual([]);
    },
  );

  it("whose run is deleted is forgotten", async () => {
    const { deploy, pullRequest, repository } = await released(stage, { without: ["dpo"] });
    const deployment = await deploy();
    failures.length = 0;
    repository.record.runs.length = 0;
    pullRequest.approve(stage.people.dpo);
    await stage.settled();
    expect(answers(deployment)).toBe(1);
    expect(failures).toEqual([]);
  });

  it("is found again by an App that was started anew, and goes on", async () => {
    const { deploy, pullRequest } = await released(stage, { without: ["dpo"] });
    const deployment = await deploy();
    await stage.restart(() => {
      pullRequest.approve(stage.people.dpo);
    });
    await stage.settled();
    expect(deployment.state).toBe("approved");
  });
});

describe("an answer", () => {
  it("is given once, also while the environment waits for another App", async () => {
    const { deploy, pullRequest, repository } = await released(stage);
    const other = stage.github.otherApp(`other-${repository.record.name}`);
    repository.environment("production", { protectedBy: other });
    const deployment = await deploy();
    expect(deployment.comment).toContain("Approved");
    expect(deployment.state).toBe("waiting");
    pullRequest.requestChanges(stage.people.dpo, { body: "Too late" });
    await stage.settled();
    await stage.pass(1);
    expect(answers(deployment)).toBe(1);
  });

  it("that GitHub does not let us give is tried again, and told in the log", async () => {
    const { installation } = stage;
    const { deploy } = await released(stage);
    const { permissions } = installation;
    failures.length = 0;
    installation.permissions = { ...permissions, deployments: "read" };
    const deployment = await deploy();
    expect(deployment.state).toBe("waiting");
    expect(failures.join()).toContain("will be tried again");
    installation.permissions = permissions;
    await until(() => deployment.state === "approved");
  });

  it("waits out a GitHub that is ill", async () => {
    const { deploy } = await released(stage);
    stage.github.faults.inject({ status: 502 }, ({ path }) => path.includes("/actions/"), 4);
    const deployment = await deploy();
    await until(() => deployment.state === "approved");
  });
});

describe("a report", () => {
  it("that GitHub refuses fails nothing, and is said once it can be", async () => {
    const { installation } = stage;
    const { deploy, pullRequest } = await released(stage, { without: ["dpo", "security"] });
    const { permissions } = installation;
    failures.length = 0;
    installation.permissions = { ...permissions, deployments: "read" };
    const deployment = await deploy();
    expect(failures.join()).toContain("GitHub refused the report");
    installation.permissions = permissions;
    pullRequest.reviewComment(stage.people.outsider, "Looks fine");
    await stage.settled();
    expect(deployment.reports).toHaveLength(1);
  });

  it("says that it could not tell where something stays unread, and nothing else opens it", async () => {
    const { deploy } = await released(stage);
    const heal = stage.github.faults.inject({
      forbidden: "repository.head.associatedPullRequests",
    });
    const deployment = await deploy();
    await until(() => deployment.reports.length > 0);
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toMatch(/could not tell/i);
    heal();
    await until(() => deployment.state === "approved");
  });
});

describe("the policy", () => {
  it("that is not there holds, says so, and rejects after a week", async () => {
    const shipped = await merged(stage);
    await setPolicy(shipped, null);
    const deployment = await shipped.deploy({ commit: shipped.commit });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports).toEqual([expect.stringContaining("no policy of Portcullis")]);
    await stage.restart(() => undefined);
    await stage.pass(7 * 24 + 1);
    expect(deployment.state).toBe("rejected");
    expect(deployment.comment).toContain("for 7d, and still not passed");
  });

  it("that is put there lets what waited go on", async () => {
    const shipped = await released(stage);
    await setPolicy(shipped, null);
    const deployment = await shipped.deploy({ commit: shipped.commit });
    expect(deployment.state).toBe("waiting");
    await setPolicy(shipped, SHOP_POLICY);
    expect(deployment.state).toBe("approved");
  });

  it("that is broken holds, and says in which line, until it is mended", async () => {
    const shipped = await released(stage);
    await setPolicy(shipped, `${SHOP_POLICY}gate: {}\n`);
    const deployment = await shipped.deploy({ commit: shipped.commit });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports.join()).toContain("`.github/portcullis.yml`, line 11");
    await setPolicy(shipped, SHOP_POLICY);
    expect(deployment.state).toBe("approved");
  });

  it("that only observes lets everything go on, and says what it would do", async () => {
    const shipped = await merged(stage, { policy: policyWith("mode: observe") });
    const deployment = await shipped.deploy();
    expect(seen(deployment)).toMatchObject({ state: "approved", reports: [] });
    expect(deployment.comment).toContain("It would hold: no release tag points at this commit");
    const unsaid = await shipped.deploy({ event: "pull_request" });
    expect(unsaid.state).toBe("approved");
    expect(unsaid.comment).toContain("It would hold: could not tell");
  });
});
