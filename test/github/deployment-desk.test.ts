import type { DeploymentDesk } from "../../src/application/index.ts";
import { defaultPermissions } from "../simulator/default-grants.ts";
import { desks } from "./support/desks.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";

type Permissions = NonNullable<NonNullable<Parameters<typeof openShop>[0]>["permissions"]>;

const REPOSITORY = "acme/shop";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.shop.environment("production", { protectedBy: shop.github.app.record });
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

const desk = (): DeploymentDesk => desks(shop).deployments;

const deploy = (changes: Partial<Parameters<Shop["shop"]["deploy"]>[0]> = {}) =>
  shop.shop.deploy({ environment: "production", by: shop.mona, ...changes });

const at = ({ runId }: { readonly runId: number }, environment = "production") => ({
  runId,
  environment,
});

async function reopenWithout(permission: string): Promise<void> {
  await shop.github.stop();
  const kept = Object.entries(defaultPermissions).filter(([name]) => name !== permission);
  shop = await openShop({ permissions: Object.fromEntries(kept) as Permissions });
  shop.shop.environment("production", { protectedBy: shop.github.app.record });
}

describe("a waiting deployment", () => {
  it("tells its commit and when it began; environments' names have no case", async () => {
    shop.github.clock.set("2026-11-20T12:00:00Z");
    const deployment = deploy();
    expect(await desk().waitingDeployment(REPOSITORY, deployment.runId, "Production")).toEqual({
      runId: deployment.runId,
      environment: "production",
      commit: shop.shop.oid("main"),
      since: "2026-11-20T12:00:00Z",
      attempt: 1,
    });
  });

  it("began again when the run was run again", async () => {
    shop.github.clock.set("2026-11-20T12:00:00Z");
    const deployment = deploy();
    deployment.cancel();
    shop.github.clock.set("2026-11-21T12:00:00Z");
    deployment.rerun();
    expect(
      await desk().waitingDeployment(REPOSITORY, deployment.runId, "production"),
    ).toMatchObject({ attempt: 2, since: "2026-11-21T12:00:00Z" });
  });

  it("tells no commit in the run of a pull request", async () => {
    const { runId } = deploy({ event: "pull_request" });
    expect(await desk().waitingDeployment(REPOSITORY, runId, "production")).toMatchObject({
      commit: null,
    });
  });

  it("is none for another environment, a run that is over, and one that never was", async () => {
    const deployment = deploy();
    expect(await desk().waitingDeployment(REPOSITORY, deployment.runId, "staging")).toBeNull();
    deployment.cancel();
    shop.github.requests.clear();
    expect(await desk().waitingDeployment(REPOSITORY, deployment.runId, "production")).toBeNull();
    expect(requestsTo(shop.github)).toHaveLength(1);
    expect(await desk().waitingDeployment(REPOSITORY, 999_999, "production")).toBeNull();
  });

  it("is still told of while the rest of its run goes on", async () => {
    shop.shop.environment("staging", { protectedBy: shop.github.app.record });
    const first = deploy();
    deploy({ environment: "staging", run: first });
    await desk().answerDeployment(REPOSITORY, at(first), { state: "approved", comment: "Go" });
    expect(await desk().waitingDeployment(REPOSITORY, first.runId, "production")).toBeNull();
    expect(await desk().waitingDeployment(REPOSITORY, first.runId, "staging")).not.toBeNull();
  });
});

describe("all waiting deployments", () => {
  it("are those of every run that waits, of every environment", async () => {
    shop.shop.environment("staging", { protectedBy: shop.github.app.record });
    const both = deploy();
    deploy({ environment: "staging", run: both });
    const other = deploy();
    deploy().cancel();
    const found = await desk().waitingDeployments(REPOSITORY);
    expect(found.map(({ runId, environment }) => `${runId} ${environment}`).sort()).toEqual(
      [`${both.runId} production`, `${both.runId} staging`, `${other.runId} production`].sort(),
    );
  });

  it("are read beyond a hundred", async () => {
    for (let n = 0; n < 101; n += 1) deploy();
    expect(await desk().waitingDeployments(REPOSITORY)).toHaveLength(101);
  });

  it("are none where the App may not read Actions", async () => {
    await reopenWithout("actions");
    deploy();
    expect(await desk().waitingDeployments(REPOSITORY)).toEqual([]);
  });

  it("are put off while GitHub asks us to wait", async () => {
    deploy();
    shop.github.faults.inject({ rateLimit: "secondary", status: 403, retryAfterSeconds: 9 });
    await expect(desk().waitingDeployments(REPOSITORY)).rejects.toMatchObject({
      code: "rate-limited",
    });
  });
});

describe("an answer", () => {
  for (const state of ["approved", "rejected"] as const)
    it(`is given for good: ${state}`, async () => {
      const deployment = deploy();
      const answer = { state, comment: "Because" };
      expect(await desk().answerDeployment(REPOSITORY, at(deployment), answer)).toEqual({
        status: "done",
      });
      expect(deployment).toMatchObject({ state, comment: "Because" });
    });

  it("without a state only reports, ten times at most", async () => {
    const deployment = deploy();
    const report = (n: number) =>
      desk().answerDeployment(REPOSITORY, at(deployment), { comment: `Report ${n}` });
    for (let n = 1; n <= 10; n += 1) expect(await report(n)).toEqual({ status: "done" });
    expect(await report(11)).toMatchObject({ status: "refused" });
    expect(deployment.state).toBe("waiting");
    expect(deployment.reports).toHaveLength(10);
  });

  for (const status of [404, 422] as const)
    it(`finds that nothing waits any more (${status})`, async () => {
      shop.github.quirks.answeredDeployments = status;
      const deployment = deploy();
      deployment.cancel();
      expect(
        await desk().answerDeployment(REPOSITORY, at(deployment), {
          state: "approved",
          comment: "Go",
        }),
      ).toEqual({ status: "gone" });
    });

  it("is refused without deployments: write, and says so", async () => {
    await reopenWithout("deployments");
    const deployment = deploy();
    const answer = { state: "approved", comment: "Go" } as const;
    expect(await desk().answerDeployment(REPOSITORY, at(deployment), answer)).toEqual({
      status: "refused",
      why: "Resource not accessible by integration",
    });
    expect(deployment.state).toBe("waiting");
  });

  it("is put off while GitHub cannot be reached", async () => {
    const deployment = deploy();
    shop.github.faults.inject({ reset: true });
    await expect(
      desk().answerDeployment(REPOSITORY, at(deployment), { comment: "Go" }),
    ).rejects.toMatchObject({ code: "unreachable" });
  });
});
