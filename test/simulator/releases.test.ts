import { pick, pickList, pickText } from "./support/pick.ts";
import { Client } from "./support/client.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";

let world: Shop;

beforeEach(async () => {
  world = await startShop();
});

afterEach(async () => {
  await world.github.stop();
  expect(world.github.violations.filter(({ where }) => where !== "request")).toEqual([]);
});

const releases = "/repos/acme/shop/releases";

/** What the App was told of releases since, with what the release was then. */
function told(): string[] {
  return world.github.deliveries
    .list("release")
    .map(
      ({ action, payload }) => `${action ?? ""}${pick(payload, "release.draft") ? " (draft)" : ""}`,
    );
}

describe("publishing", () => {
  it("directly sends created, published and released, and makes the tag at the target", async () => {
    const { shop, ida, client } = world;
    const release = shop.release({ tag: "v1", target: "release", by: ida, body: "Notes" });
    expect(told()).toEqual(["created", "published", "released"]);
    expect(shop.oid("v1")).toBe(shop.oid("release"));
    const { body } = await client.rest("GET", `${releases}/tags/v1`);
    expect(body).toMatchObject({ id: release.id, body: "Notes", draft: false, immutable: false });
  });

  it("a draft makes the tag only then, and its events can be withheld until then", async () => {
    const { shop, ida, client, github } = world;
    github.quirks.draftReleaseEvents = false;
    const draft = shop.release({ tag: "v1", by: ida, draft: true, assets: { "a.txt": "a" } });
    draft.edit(ida, { body: "More" });
    expect(told()).toEqual([]);
    expect(shop.record.refs.has("refs/tags/v1")).toBe(false);
    expect((await client.rest("GET", `${releases}/tags/v1`)).status).toBe(404);
    draft.publish(ida);
    expect(told()).toEqual(["published", "released"]);
    expect(shop.oid("v1")).toBe(shop.oid("main"));
    github.quirks.draftReleaseEvents = true;
    shop.release({ tag: "v2", by: ida, draft: true, prerelease: true }).publish(ida);
    expect(told().slice(2)).toEqual(["created (draft)", "published", "prereleased"]);
  });

  it("is refused where the target leads nowhere, and then nothing has changed", async () => {
    const { client, shop, ida } = world;
    const body = { tag_name: "v1", target_commitish: "nowhere" };
    const direct = await client.rest("POST", releases, body);
    expect(direct.status).toBe(422);
    expect(direct.body).toMatchObject({
      message: "Validation Failed",
      errors: [{ resource: "Release", field: "target_commitish", code: "invalid" }, {}],
    });
    expect(shop.releases()).toEqual([]);
    const draft = shop.release({ tag: "v1", target: "nowhere", by: ida, draft: true, body: "Old" });
    const change = { draft: false, body: "New" };
    expect((await client.rest("PATCH", `${releases}/${draft.id}`, change)).status).toBe(422);
    expect(draft).toMatchObject({ draft: true, body: "Old" });
  });

  it("tells what an edit changed, and when a pre-release becomes a release", () => {
    const { shop, ida, github } = world;
    const release = shop.release({ tag: "v1", by: ida, prerelease: true, name: "One" });
    release.edit(ida, { name: "Uno", body: "Text", prerelease: false });
    const [edited] = github.deliveries.list("release.edited");
    expect(edited?.payload["changes"]).toEqual({ name: { from: "One" }, body: { from: "" } });
    expect(told().slice(3)).toEqual(["edited", "released"]);
  });
});

describe("turning a release back into a draft", () => {
  it("keeps the tag's name when it is given, and can lose it otherwise", async () => {
    const { shop, ida, client, github } = world;
    const release = shop.release({ tag: "v1", by: ida });
    const path = `${releases}/${release.id}`;
    await client.rest("PATCH", path, { draft: true, tag_name: "v1" });
    expect(release).toMatchObject({ draft: true, tag: "v1", published: false });
    expect(told().at(-1)).toBe("unpublished (draft)");
    release.publish(ida);
    await client.rest("PATCH", path, { draft: true });
    expect(release.tag).toMatch(/^untagged-[0-9a-f]{20}$/);
    github.quirks.untaggedRedrafts = false;
    await client.rest("PATCH", path, { draft: false, tag_name: "v1" });
    await client.rest("PATCH", path, { draft: true });
    expect(release.tag).toBe("v1");
  });

  it("needs `workflows: write` where the release has other workflows than main", async () => {
    const { shop, ida, client, github, installation } = world;
    const release = shop.release({ tag: "v1", by: ida });
    const files = { ".github/workflows/ci.yml": "on: push" };
    shop.commit({ author: ida, files });
    const change = { draft: true, tag_name: "v1" };
    const path = `${releases}/${release.id}`;
    expect((await client.rest("PATCH", path, change)).status).toBe(404);
    github.quirks.missingWorkflowsPermission = 403;
    expect((await client.rest("PATCH", path, change)).status).toBe(403);
    expect(release.published).toBe(true);
    installation.permissions = { ...installation.permissions, workflows: "write" };
    expect((await client.rest("PATCH", path, change)).status).toBe(200);
  });

  it("happens by itself when its tag is deleted", () => {
    const { shop, ida, github } = world;
    const release = shop.release({ tag: "v1", by: ida });
    shop.deleteTag("v1", ida);
    expect(release).toMatchObject({ draft: true, tag: "v1" });
    expect(told().at(-1)).toBe("unpublished (draft)");
    github.quirks.tagDeletionUnpublishes = false;
    release.publish(ida);
    shop.deleteTag("v1", ida);
    expect(release.draft).toBe(true);
    expect(told().at(-1)).toBe("released");
  });
});

describe("an immutable release", () => {
  it("keeps its state, its tag and its files, but not its words", async () => {
    const { shop, ida, client } = world;
    const assets = { "a.txt": "a" };
    const release = shop.release({ tag: "v1", by: ida, immutable: true, assets });
    expect(release).toMatchObject({ immutable: true, assets: ["a.txt"] });
    const path = `${releases}/${release.id}`;
    const refused = await client.rest("PATCH", path, { draft: true, tag_name: "v1" });
    expect(refused).toMatchObject({
      status: 422,
      body: { message: "state cannot be changed when release is immutable" },
    });
    const id = release.record.assets[0]?.id ?? 0;
    expect((await client.rest("DELETE", `${releases}/assets/${id}`)).status).toBe(422);
    expect(() => release.uploadAsset(ida, "b.txt", "b")).toThrow("immutable");
    expect(() => shop.moveTag("v1", "release", ida)).toThrow("Cannot update this protected ref");
    expect((await client.rest("PATCH", path, { body: "New", prerelease: true })).status).toBe(200);
    expect(release).toMatchObject({ body: "New", prerelease: true });
    release.delete(ida);
    shop.deleteTag("v1", ida);
    expect(() => shop.release({ tag: "v1", by: ida })).toThrow("used by an immutable release");
    expect(() => shop.tag("v1", { by: ida })).toThrow("creations being restricted");
  });
});

describe("reading releases", () => {
  it("shows drafts to those who can write, newest first, with digests and the latest", async () => {
    const { shop, ida, client, github, installation } = world;
    for (const tag of ["v1", "v2"]) shop.release({ tag, by: ida, assets: { "a.txt": "abc" } });
    shop.release({ tag: "v3", by: ida, draft: true });
    shop.release({ tag: "v0", by: ida, makeLatest: "false" });
    const tags = (body: unknown): string[] =>
      pickList(body, "").map((one) => pickText(one, "tag_name"));
    expect(tags((await client.rest("GET", releases)).body)).toEqual(["v0", "v3", "v2", "v1"]);
    const paged = await client.rest("GET", `${releases}?per_page=3`);
    expect(tags(paged.body)).toEqual(["v0", "v3", "v2"]);
    expect(paged.headers.get("link")).toContain('rel="next"');
    const latest = await client.rest("GET", `${releases}/latest`);
    expect(latest.body).toMatchObject({
      tag_name: "v2",
      assets: [
        {
          digest: "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          size: 3,
          state: "uploaded",
        },
      ],
    });
    installation.permissions = { ...installation.permissions, contents: "read" };
    const reader = new Client(github.url, `token ${github.installationToken(installation)}`);
    expect(tags((await reader.rest("GET", releases)).body)).toEqual(["v0", "v2", "v1"]);
    const query = `{repository(owner:"acme",name:"shop"){latestRelease{tagName}
      releases(first:9){nodes{databaseId tagName isDraft tagCommit{oid}}}}}`;
    const { body } = await client.graphql(query);
    expect(pick(body, "data.repository.latestRelease.tagName")).toBe("v2");
    const nodes = pickList(body, "data.repository.releases.nodes");
    expect(nodes.map((node) => pick(node, "isDraft"))).toEqual([false, false, false]);
  });

  it("takes uploads at both doors, and notes of 125,000 characters", async () => {
    const { shop, ida, client, github, installation } = world;
    const release = shop.release({ tag: "v1", by: ida, draft: true });
    const authorization = `token ${github.installationToken(installation)}`;
    for (const door of ["/api/uploads", "/api/v3"]) {
      const url = `${github.url}${door}${releases}/${release.id}/assets?name=${door.slice(5)}.json`;
      const headers = { authorization, "content-type": "application/json" };
      const uploaded = await fetch(url, { method: "POST", headers, body: "{ not JSON" });
      expect(uploaded.status).toBe(201);
    }
    expect(release.assets).toEqual(["uploads.json", "v3.json"]);
    expect(release.asset("v3.json")?.toString()).toBe("{ not JSON");
    release.deleteAsset(ida, "v3.json");
    expect(told()).toEqual(["created (draft)"]);
    const path = `${releases}/${release.id}`;
    expect((await client.rest("PATCH", path, { body: "x".repeat(125_001) })).status).toBe(422);
    expect((await client.rest("PATCH", path, { body: "x".repeat(125_000) })).status).toBe(200);
  });
});
