import type { Receiver } from "../support/receiver.ts";
import { startReceiver } from "../support/receiver.ts";
import { pick, pickText } from "../support/pick.ts";
import type { Shop } from "../support/shop.ts";
import { startShop } from "../support/shop.ts";

let world: Shop;
let receiver: Receiver;

beforeEach(async () => {
  world = await startShop();
  receiver = await startReceiver(world.github.app.webhookSecret);
  world.github.connect(receiver.url);
});

afterEach(async () => {
  await world.github.stop();
  await receiver.stop();
});

const labels = (): unknown[] => receiver.received.map(({ payload }) => pick(payload, "label.name"));

describe("deliveries", () => {
  it("are signed, identified, and carry the installation", async () => {
    world.pull.label("release", world.ida);
    await world.github.settled();
    const [one] = receiver.received;
    expect(one).toMatchObject({ event: "pull_request", isSigned: true });
    expect(one?.guid).toMatch(/^[0-9a-f-]{36}$/);
    expect(pick(one?.payload, "installation.id")).toBe(world.installation.id);
    expect(one?.payload).toMatchObject({ action: "labeled", sender: { login: "ida" } });
  });

  it("come only for events that the App subscribed to, and not while it is suspended", async () => {
    world.installation.events = ["release"];
    world.pull.label("a", world.ida);
    world.installation.events = ["pull_request"];
    world.installation.suspendedAt = new Date();
    world.pull.label("b", world.ida);
    world.installation.suspendedAt = null;
    world.pull.label("c", world.ida);
    await world.github.settled();
    expect(labels()).toEqual(["c"]);
  });

  it("tell the App of its own writes, with its bot as the sender", async () => {
    await world.client.rest("POST", "/repos/acme/shop/issues/1/comments", { body: "Hi" });
    await world.github.settled();
    expect(receiver.received[0]?.payload).toMatchObject({
      action: "created",
      sender: { login: "portcullis[bot]", type: "Bot" },
      comment: { performed_via_github_app: { slug: "portcullis" } },
    });
  });

  it("can be dropped, duplicated, delayed and reordered", async () => {
    const { github, pull, ida } = world;
    const { deliveries } = github;
    const named = (name: string) => (one: { payload: Record<string, unknown> }) =>
      (one.payload["label"] as { name?: string } | undefined)?.name === name;
    deliveries.intercept((one) => (named("lost")(one) ? "drop" : "deliver"));
    deliveries.intercept((one) => (named("twice")(one) ? "duplicate" : "deliver"));
    deliveries.intercept((one) => (named("late")(one) ? { delay: 60 } : "deliver"));
    for (const name of ["lost", "late", "twice"]) pull.label(name, ida);
    await github.settled();
    expect(labels()).toEqual(["twice", "twice", "late"]);
    expect(receiver.received[0]?.guid).toBe(receiver.received[1]?.guid);

    receiver.received.length = 0;
    const stop = deliveries.intercept(() => "hold");
    for (const name of ["one", "two"]) pull.label(name, ida);
    stop();
    await github.settled();
    expect(labels()).toEqual([]);
    deliveries.releaseHeld((held) => [...held].reverse());
    await github.settled();
    expect(labels().toSorted()).toEqual(["one", "two"]);
  });

  it("that failed are listed and sent again under the same GUID", async () => {
    const { github, pull, ida, appClient } = world;
    receiver.status = 500;
    pull.label("release", ida);
    await github.settled();
    const path = "/app/hook/deliveries?status=failure&per_page=1";
    const { body } = await appClient.rest("GET", path);
    expect(body).toMatchObject([{ status_code: 500, event: "pull_request", redelivery: false }]);
    receiver.status = 202;
    await appClient.rest("POST", `/app/hook/deliveries/${pickText(body, "0.id")}/attempts`);
    await github.settled();
    const [first, second] = receiver.received;
    expect(second?.guid).toBe(first?.guid);
    expect(github.deliveries.list("pull_request.labeled").at(-1)).toMatchObject({
      redelivery: true,
      statusCode: 202,
    });
  });
});
