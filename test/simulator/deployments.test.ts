import { Client } from "./support/client.ts";
import { pick, pickList } from "./support/pick.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";
import type { DeploymentHandle } from "./index.ts";

let world: Shop;

beforeEach(async () => {
  world = await startShop();
  world.shop.environment("production", { protectedBy: world.github.app.record });
});

afterEach(async () => {
  await world.github.stop();
  expect(world.github.violations.filter(({ where }) => where !== "request")).toEqual([]);
});

const repo = "/repos/acme/shop";

function asked(): readonly unknown[] {
  return world.github.deliveries.list("deployment_protection_rule").map(({ payload }) => payload);
}

async function answer(deployment: DeploymentHandle, body: object, client = world.client) {
  const path = `${repo}/actions/runs/${deployment.runId}/deployment_protection_rule`;
  return client.rest("POST", path, { environment_name: "production", ...body });
}

describe("a deployment", () => {
  it("asks the App, with the run in the callback URL alone, and waits for the answer", async () => {
    const { shop, ida, client } = world;
    const deployment = shop.deploy({ environment: "production", by: ida });
    const [request] = asked();
    expect(request).toMatchObject({
      action: "requested",
      environment: "production",
      event: "push",
      sha: shop.oid("main"),
      ref: "refs/heads/main",
      deployment: { sha: shop.oid("main"), ref: "main" },
      pull_requests: [],
    });
    expect(String(pick(request, "deployment_callback_url"))).toBe(
      `${world.github.url}/api/v3${repo}/actions/runs/${deployment.runId}/deployment_protection_rule`,
    );
    const waiting = await client.rest("GET", `${repo}/actions/runs?status=waiting`);
    expect(pickList(waiting.body, "workflow_runs")).toMatchObject([
      { id: deployment.runId, run_attempt: 1, head_sha: shop.oid("main"), status: "waiting" },
    ]);
    const pending = `${repo}/actions/runs/${deployment.runId}/pending_deployments`;
    expect((await client.rest("GET", pending)).body).toMatchObject([
      { environment: { name: "production" } },
    ]);
    const approved = await answer(deployment, { state: "approved", comment: "Go" });
    expect(approved.status).toBe(204);
    expect(deployment).toMatchObject({ state: "approved", comment: "Go", reports: [] });
    expect((await client.rest("GET", pending)).body).toEqual([]);
    const run = await client.rest("GET", `${repo}/actions/runs/${deployment.runId}`);
    expect(run.body).toMatchObject({ status: "completed", conclusion: "success" });
  });

  it("takes ten reports of 1,024 characters before the answer, and one answer", async () => {
    const { shop, ida, github } = world;
    const deployment = shop.deploy({ environment: "production", by: ida });
    expect((await answer(deployment, { comment: "x".repeat(1025) })).status).toBe(422);
    for (let index = 0; index < 10; index++) {
      expect((await answer(deployment, { comment: "x".repeat(1024) })).status).toBe(204);
    }
    expect((await answer(deployment, { comment: "One more" })).status).toBe(422);
    expect(deployment).toMatchObject({ state: "waiting", comment: undefined });
    expect(deployment.reports).toHaveLength(10);
    expect((await answer(deployment, { state: "rejected", comment: "No" })).status).toBe(204);
    expect((await answer(deployment, { state: "approved" })).status).toBe(422);
    github.quirks.answeredDeployments = 404;
    expect((await answer(deployment, { state: "approved" })).status).toBe(404);
    expect(deployment).toMatchObject({ state: "rejected", comment: "No" });
  });

  it("can be cancelled and run again: the same run, a new attempt, asked again", async () => {
    const { shop, ida, github } = world;
    const deployment = shop.deploy({ environment: "production", by: ida, event: "release" });
    const { runId } = deployment;
    deployment.cancel();
    expect(deployment.state).toBe("cancelled");
    expect((await answer(deployment, { state: "approved" })).status).toBe(422);
    github.quirks.deploymentInEvents = false;
    github.quirks.deploymentEventRef = "short";
    deployment.rerun();
    expect(deployment).toMatchObject({ runId, attempt: 2, state: "waiting", reports: [] });
    expect(asked()).toMatchObject([{}, { deployment: null, ref: "main", event: "release" }]);
    expect((await answer(deployment, { state: "approved" })).status).toBe(204);
  });

  it("of a pull request's branch names it, and two environments of a run are two answers", async () => {
    const { shop, ida, pull, github } = world;
    shop.environment("staging", { protectedBy: [github.app.record] });
    const one = shop.deploy({ environment: "staging", by: ida, ref: "release" });
    const other = shop.deploy({ environment: "production", by: ida, run: one });
    expect(asked()).toMatchObject([
      { environment: "staging", pull_requests: [{ number: pull.number }] },
      { environment: "production" },
    ]);
    expect(other.runId).toBe(one.runId);
    await answer(one, { state: "approved", environment_name: "staging" });
    expect([one.state, other.state]).toEqual(["approved", "waiting"]);
  });

  it("needs `deployments: write`, and the App's own rule", async () => {
    const { shop, ida, github, installation } = world;
    const free = shop.deploy({ environment: "preview", by: ida });
    expect(free.state).toBe("approved");
    expect(asked()).toEqual([]);
    const rival = github.otherApp("rival");
    shop.environment("elsewhere", { protectedBy: rival });
    const theirs = shop.deploy({ environment: "elsewhere", by: ida });
    expect(
      (await answer(theirs, { environment_name: "elsewhere", state: "approved" })).status,
    ).toBe(404);
    expect(asked()).toEqual([]);
    const mine = shop.deploy({ environment: "production", by: ida });
    installation.permissions = { ...installation.permissions, deployments: "read" };
    expect((await answer(mine, { state: "approved" })).status).toBe(403);
    expect(mine.state).toBe("waiting");
  });
});

describe("protecting an environment", () => {
  it("is for administrators, and lists the Apps that can", async () => {
    const { github, ida, dana, shop } = world;
    const admin = new Client(github.url, `token ${github.tokenOf(ida)}`);
    const writer = new Client(github.url, `token ${github.tokenOf(dana)}`);
    const path = `${repo}/environments/eu%2Flive`;
    expect((await writer.rest("PUT", path, {})).status).toBe(403);
    expect((await admin.rest("PUT", path, {})).status).toBe(200);
    const rules = `${path}/deployment_protection_rules`;
    const apps = await admin.rest("GET", `${rules}/apps`);
    expect(apps.body).toMatchObject({
      total_count: 1,
      available_custom_deployment_protection_rule_integrations: [{ slug: "portcullis" }],
    });
    const rule = await admin.rest("POST", rules, { integration_id: github.app.id });
    expect(rule).toMatchObject({
      status: 201,
      body: { enabled: true, app: { id: github.app.id } },
    });
    expect(shop.deploy({ environment: "eu/live", by: ida }).state).toBe("waiting");
    const id = String(pick(rule.body, "id"));
    expect((await admin.rest("DELETE", `${rules}/${id}`)).status).toBe(204);
    expect((await admin.rest("GET", rules)).body).toMatchObject({ total_count: 0 });
    const all = await admin.rest("GET", `${repo}/environments`);
    expect(pickList(all.body, "environments").map((one) => pick(one, "name"))).toEqual([
      "production",
      "eu/live",
    ]);
  });
});
