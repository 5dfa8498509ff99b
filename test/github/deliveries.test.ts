import type { Deliveries } from "../../src/application/index.ts";
import { deliveriesTo } from "../../src/github/deliveries.ts";
import { useNockedGitHub, rest } from "./support/nocked-github.ts";
import { exchange, nockedApi } from "./support/nocked-rest.ts";

useNockedGitHub();

const LIST = "/app/hook/deliveries";
const ATTEMPTS = "/app/hook/deliveries/{delivery_id}/attempts";
const SINCE = "2026-11-20T10:00:00Z";

const item = (id: number, changes: object = {}) => ({
  id,
  guid: `guid-${id}`,
  delivered_at: "2026-11-20T11:00:00Z",
  redelivery: false,
  duration: 0.1,
  status: "OK",
  status_code: 202,
  event: "push",
  action: null,
  installation_id: 1,
  repository_id: 1,
  throttled_at: null,
  ...changes,
});

let deliveries: Deliveries;
beforeEach(() => {
  deliveries = deliveriesTo(nockedApi());
});

describe("GitHub's list of deliveries", () => {
  it.each([
    [200, true],
    [202, true],
    [302, false],
    [401, false],
    [503, false],
    [0, false],
  ])("tells whether we took it: %i", async (status, succeeded) => {
    const body = [item(1, { status_code: status })];
    exchange("GET", { template: LIST, path: `${LIST}?per_page=100`, status: 200, body });
    expect(await deliveries.attemptsSince(SINCE)).toEqual({
      whole: true,
      attempts: [{ id: "1", guid: "guid-1", at: "2026-11-20T11:00:00Z", succeeded }],
    });
  });

  it("is read on by cursor, until an attempt is too old", async () => {
    const link = `<https://api.github.com${LIST}?per_page=100&cursor=v1_2>; rel="next"`;
    rest()
      .get(`${LIST}?per_page=100`)
      .reply(200, [item(1)], { link });
    const older = [
      item(2, { delivered_at: "2026-11-20T09:59:30Z" }),
      item(3, { delivered_at: "2026-11-20T10:00:00Z" }),
      item(4, { delivered_at: "2026-11-20T09:50:00Z" }),
      item(5),
    ];
    rest()
      .get(`${LIST}?per_page=100&cursor=v1_2`)
      .reply(200, older, { link: link.replace("v1_2", "v1_6") });
    const { attempts, whole } = await deliveries.attemptsSince(SINCE);
    expect({ ids: attempts.map(({ id }) => id), whole }).toEqual({ ids: ["1", "3"], whole: true });
  });

  it("has an end also where GitHub names none", async () => {
    const link = `<https://api.github.com${LIST}?per_page=100&cursor=v1_1>; rel="next"`;
    rest()
      .get(new RegExp(`^${LIST}`))
      .twice()
      .reply(200, [item(1)], { link });
    const two = deliveriesTo(nockedApi(), 2);
    expect(await two.attemptsSince(SINCE)).toMatchObject({ whole: false, attempts: [{}, {}] });
  });
});

describe("an attempt that is to be made again", () => {
  it("keeps its number, also beyond those that JavaScript can count", async () => {
    const number = "3804004623172239366";
    const page = JSON.stringify([item(1)]).replace('"id":1', `"id":${number}`);
    rest().get(`${LIST}?per_page=100`).reply(200, page, { "content-type": "application/json" });
    const { attempts } = await deliveries.attemptsSince(SINCE);
    expect(attempts.map(({ id }) => id)).toEqual([number]);
    const path = `${LIST}/${number}/attempts`;
    exchange("POST", { template: ATTEMPTS, path, status: 202, body: {} });
    expect(await deliveries.deliverAgain(number)).toEqual({ status: "done" });
  });

  it.each([
    [404, { status: "gone" }],
    [422, { status: "refused", why: "No." }],
    [400, { status: "refused", why: "No." }],
  ])("may not be there any more, or be refused: %i", async (status, expected) => {
    const path = `${LIST}/7/attempts`;
    exchange("POST", { template: ATTEMPTS, path, status, body: { message: "No." } });
    expect(await deliveries.deliverAgain("7")).toEqual(expected);
  });

  it.each([
    [401, "forbidden"],
    [403, "forbidden"],
    [429, "rate-limited"],
    [500, "unreachable"],
  ])("is no single refusal where GitHub answers %i", async (status, code) => {
    const path = `${LIST}/7/attempts`;
    exchange("POST", { template: ATTEMPTS, path, status, body: { message: "No." } });
    await expect(deliveries.deliverAgain("7")).rejects.toMatchObject({ code });
  });
});
