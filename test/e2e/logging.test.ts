import { released } from "../support/deployments.ts";
import { approveAll, conclusion, openRepository } from "../support/releases.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

type Line = Readonly<Record<string, unknown>>;

describe("the log, at its most talkative", () => {
  let stage: Stage;
  const lines: string[] = [];

  beforeAll(async () => {
    stage = await setStage({ onLog: (line) => lines.push(line) });
    await stage.settled();
  });
  beforeEach(() => {
    lines.length = 0;
  });
  afterEach(() => {
    stage.github.faults.clear();
  });
  afterAll(() => stage.close());

  const said = () => lines.map((line) => JSON.parse(line) as Line);
  const about = (message: string) => said().filter(({ msg }) => msg === message);

  it("names no people, and tells neither what they wrote nor a token", async () => {
    const pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
    approveAll(stage, pullRequest);
    pullRequest.requestChanges(stage.people.outsider);
    pullRequest.comment(stage.people.author, "Look, please:\n/portcullis recheck\n");
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
    const all = lines.join("\n");
    expect(all).toContain("GraphQL cost");
    for (const { login } of Object.values(stage.people)) expect(all).not.toContain(login);
    expect(all).not.toMatch(/Look, please|ghs_|ghp_|Bearer|"(query|body|summary)":/);
  });

  it("counts whom GitHub does not let us ask; their names stand where people look", async () => {
    const { login } = stage.people.outsider;
    const policy = SHOP_POLICY.replace("[ola-hansen]", `[${login}]`);
    const repository = openRepository(stage, policy);
    const pullRequest = stage.releasePullRequest({ in: repository });
    await stage.settled();
    const refused = about("decided").map((line) => line["refused"] ?? 0);
    expect(Math.max(...refused.map(Number))).toBeGreaterThan(0);
    expect(lines.join("\n")).not.toContain(login);
    expect(pullRequest.record.comments.map(({ body }) => body).join()).toContain(login);
  });

  it("says of every job where it belongs, and of every event what it leads to", async () => {
    const repository = openRepository(stage);
    await stage.settled();
    lines.length = 0;
    stage.github.faults.inject({ status: 502 }, ({ path }) => path === "/graphql", 1);
    const pullRequest = stage.releasePullRequest({ in: repository });
    pullRequest.comment(stage.people.author, "/portcullis recheck");
    await stage.settled();
    const { owner, name } = pullRequest.record.repository;
    const candidate = `${owner.login}/${name}#${pullRequest.number}`;
    const { id: installation } = stage.installation;
    const where = expect.objectContaining({ installation, candidate }) as Line;
    expect(about("decided")).toContainEqual(where);
    expect(about("will be tried again")[0]).toMatchObject({ installation });
    expect(about("will be tried again")[0]).toHaveProperty("candidate");
    const events = about("event received");
    const jobs = [candidate];
    expect(events).toContainEqual(
      expect.objectContaining({ event: "issue_comment", installation, jobs }),
    );
  });

  it("says where a deployment belongs once on a line", async () => {
    const { deploy } = await released(stage);
    await deploy();
    const [answered, ...others] = about("deployment answered");
    expect(others).toEqual([]);
    expect(answered).toMatchObject({ state: "approved" });
    expect(answered?.["candidate"]).toMatch(/ run \d+ to production$/);
    expect(answered).not.toHaveProperty("repository");
    expect(answered).not.toHaveProperty("runId");
    expect(answered).not.toHaveProperty("environment");
  });
});
