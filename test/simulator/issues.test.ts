import { Client } from "./support/client.ts";
import { pick, pickList } from "./support/pick.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";

let world: Shop;

beforeEach(async () => {
  world = await startShop();
  world.installation.events = [...world.installation.events, "issues"];
});

afterEach(async () => {
  await world.github.stop();
  expect(world.github.violations).toEqual([]);
});

const issues = "/repos/acme/shop/issues";

describe("an issue", () => {
  it("is opened with labels that are made for it, closed with a reason, and reopened", async () => {
    const { client, shop, github } = world;
    const body = {
      title: "v1 could not be redrafted",
      body: "By hand, please",
      labels: ["release"],
    };
    expect((await client.rest("POST", issues, body)).status).toBe(201);
    const [issue] = shop.issues();
    expect(issue).toMatchObject({ title: body.title, labels: [{ name: "release" }] });
    const path = `${issues}/${issue?.number ?? 0}`;
    const closed = { state: "closed", state_reason: "not_planned", labels: [] };
    expect((await client.rest("PATCH", path, closed)).body).toMatchObject({
      state: "closed",
      state_reason: "not_planned",
      labels: [],
    });
    const reopened = await client.rest("PATCH", path, { state: "open" });
    expect(reopened.body).toMatchObject({ state: "open", state_reason: "reopened" });
    expect((await client.rest("POST", `${path}/labels`, { labels: ["a"] })).status).toBe(200);
    expect(github.deliveries.list("issues").map(({ action }) => action)).toEqual([
      "opened",
      "labeled",
      "unlabeled",
      "closed",
      "reopened",
      "labeled",
    ]);
  });

  it("keeps no label of somebody who may not push", async () => {
    const { github, shop } = world;
    const guest = github.user("guest");
    shop.collaborator(guest, "read");
    const reader = new Client(github.url, `token ${github.tokenOf(guest)}`);
    await reader.rest("POST", issues, { title: "Hm", labels: ["release"] });
    expect(shop.issues()[0]?.labels).toEqual([]);
  });

  it("is found by label, state and author, with whether the viewer wrote it", async () => {
    const { client, shop, ida } = world;
    shop.issue(ida, "Of a person");
    await client.rest("POST", issues, { title: "One", labels: ["release", "late"] });
    await client.rest("POST", issues, { title: "Two", labels: ["release"] });
    const numbers = (body: unknown): unknown[] =>
      pickList(body, "").map((one) => pick(one, "title"));
    const query = "?labels=release,late&state=all&creator=portcullis%5Bbot%5D";
    expect(numbers((await client.rest("GET", issues + query)).body)).toEqual(["One"]);
    const found = await client.graphql(`{repository(owner:"acme",name:"shop"){
      one:issues(first:5,labels:["release"],states:[OPEN]){nodes{title viewerDidAuthor databaseId}}
      other:issues(first:5,filterBy:{createdBy:"ida"}){nodes{title viewerDidAuthor stateReason}}}}`);
    expect(pick(found.body, "data.repository")).toMatchObject({
      one: { nodes: [{ title: "One", viewerDidAuthor: true }, { title: "Two" }] },
      other: { nodes: [{ title: "Of a person", viewerDidAuthor: false, stateReason: null }] },
    });
  });
});
