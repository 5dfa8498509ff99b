import { Client } from "../support/client.ts";
import { pick, pickList, pickText } from "../support/pick.ts";
import type { Shop } from "../support/shop.ts";
import { startShop } from "../support/shop.ts";

let world: Shop;

beforeEach(async () => {
  world = await startShop();
});

afterEach(async () => {
  await world.github.stop();
});

const runs = "/repos/acme/shop/check-runs";

describe("check runs", () => {
  const annotation = {
    path: "docs/plan.md",
    start_line: 1,
    end_line: 1,
    annotation_level: "failure",
    message: "Missing",
  };
  const output = { title: "T", summary: "S" };

  it("are made anew each time, and gather annotations", async () => {
    const { client, pull } = world;
    const body = { name: "portcullis", head_sha: pull.headOid, status: "in_progress" };
    const first = await client.rest("POST", runs, body);
    const second = await client.rest("POST", runs, body);
    expect(pick(second.body, "id")).not.toBe(pick(first.body, "id"));
    const path = `${runs}/${pickText(second.body, "id")}`;
    for (let index = 0; index < 2; index++) {
      await client.rest("PATCH", path, { output: { ...output, annotations: [annotation] } });
    }
    const done = await client.rest("PATCH", path, { conclusion: "failure" });
    expect(done.body).toMatchObject({ status: "completed", output: { annotations_count: 2 } });
    const latest = await client.rest("GET", `/repos/acme/shop/commits/${pull.headOid}/check-runs`);
    expect(latest.body).toMatchObject({
      total_count: 1,
      check_runs: [{ id: pick(second.body, "id") }],
    });
  });

  it.each([
    ["51 annotations", { output: { ...output, annotations: Array(51).fill(annotation) } }],
    ["a long summary", { output: { title: "T", summary: "x".repeat(65_536) } }],
    ["4 actions", { actions: Array(4).fill({ label: "a", identifier: "a", description: "a" }) }],
    ["a long label", { actions: [{ label: "x".repeat(21), identifier: "a", description: "a" }] }],
    ["no conclusion", { status: "completed" }],
    ["an unknown conclusion", { conclusion: "great" }],
    ["an unknown commit", { head_sha: "0".repeat(40) }],
  ])("refuse %s", async (_, fields) => {
    const { client, pull } = world;
    const body = { name: "portcullis", head_sha: pull.headOid, ...fields };
    expect((await client.rest("POST", runs, body)).status).toBe(422);
    expect(pull.checkRuns()).toEqual([]);
  });

  it("are only for the App that made them", async () => {
    const { client, github, shop, pull } = world;
    const other = shop.checkRunOf(github.otherApp("impostor"), {
      name: "portcullis",
      headSha: pull.headOid,
      conclusion: "success",
    });
    expect((await client.rest("PATCH", `${runs}/${other.id}`, { name: "x" })).status).toBe(403);
    expect(pull.checkRun("portcullis")).toBeUndefined();
  });

  it.each(["accept", "refuse"] as const)("%s being opened again", async (quirk) => {
    const { client, github, pull } = world;
    github.quirks.reopeningCheckRuns = quirk;
    const made = await client.rest("POST", runs, {
      name: "portcullis",
      head_sha: pull.headOid,
      conclusion: "success",
    });
    const path = `${runs}/${pickText(made.body, "id")}`;
    const { status } = await client.rest("PATCH", path, { status: "in_progress" });
    expect(status).toBe(quirk === "accept" ? 200 : 422);
    expect(pull.checkRun("portcullis")?.conclusion).toBe(quirk === "accept" ? null : "success");
  });
});

describe("requests for reviews", () => {
  const path = "/repos/acme/shop/pulls/1/requested_reviewers";

  it("reach people and teams with access, until they answer", async () => {
    const { client, pull, dana, reviewers } = world;
    const body = { reviewers: ["dana"], team_reviewers: ["reviewers"] };
    expect((await client.rest("POST", path, body)).status).toBe(201);
    expect(pull.record.requestedReviewers).toEqual([dana, reviewers]);
    expect(pull.approve(dana).onBehalfOf).toEqual([reviewers]);
    expect(pull.record.requestedReviewers).toEqual([]);
  });

  it.each([
    ["the author", { reviewers: ["ida"] }],
    ["a stranger", { reviewers: ["guest"] }],
    ["nobody", { reviewers: ["none"] }],
    ["an unknown team", { team_reviewers: ["none"] }],
    ["a team without access", { team_reviewers: ["outsiders"] }],
  ])("are refused for %s", async (_, body) => {
    world.github.user("guest");
    world.acme.team("Outsiders");
    expect((await world.client.rest("POST", path, { reviewers: ["dana"], ...body })).status).toBe(
      422,
    );
  });
});

describe("lists", () => {
  it("come in pages with links to each other", async () => {
    const { client, pull, dana } = world;
    for (let index = 0; index < 5; index++) pull.comment(dana, String(index));
    const path = "/repos/acme/shop/issues/1/comments?per_page=2";
    const first = await client.rest("GET", path);
    expect(pickList(first.body, "").map((one) => pick(one, "body"))).toEqual(["0", "1"]);
    const link = first.headers.get("link") ?? "";
    expect(link).toMatch(/page=2>; rel="next"/);
    expect(link).toMatch(/page=3>; rel="last"/);
    const last = await client.rest("GET", `${path}&page=3`);
    expect(last.body).toHaveLength(1);
    expect(last.headers.get("link")).not.toContain("next");
  });

  it("filter pull requests by head and base", async () => {
    const { client, shop, ida } = world;
    shop.branch("other", "release", ida);
    shop.pullRequest({ by: ida, head: "other" });
    const numbers = async (query: string): Promise<unknown[]> => {
      const { body } = await client.rest("GET", `/repos/acme/shop/pulls?${query}`);
      return pickList(body, "").map((one) => pick(one, "number"));
    };
    expect(await numbers("head=acme:other")).toEqual([2]);
    expect(await numbers("base=main")).toEqual([2, 1]);
    expect(await numbers("state=closed")).toEqual([]);
  });
});

describe("contents", () => {
  it("tells files, directories, symbolic links and submodules apart", async () => {
    const { client, shop, ida } = world;
    const files = {
      "docs/link": { symlink: "../README.md" },
      "docs/gone": { symlink: "nowhere" },
      lib: { submodule: "a".repeat(40) },
    };
    shop.commit({ author: ida, files });
    const at = async (path: string): ReturnType<Client["rest"]> =>
      client.rest("GET", `/repos/acme/shop/contents/${path}`);
    const file = (await at("README.md")).body;
    expect(Buffer.from(pickText(file, "content"), "base64").toString()).toBe("Hello\n");
    expect((await at("docs")).body).toHaveLength(2);
    expect((await at("docs/link")).body).toMatchObject({ type: "file", sha: pick(file, "sha") });
    expect((await at("docs/gone")).body).toMatchObject({ type: "symlink", target: "nowhere" });
    expect((await at("lib")).body).toMatchObject({ type: "submodule" });
    expect((await at("none")).status).toBe(404);
    world.github.quirks.treeEntries = 2;
    const tree = await client.rest("GET", "/repos/acme/shop/git/trees/main?recursive=1");
    expect(tree.body).toMatchObject({ truncated: true, tree: [{}, {}] });
    expect(world.github.violations).toEqual([]);
  });
});

describe("releases", () => {
  it("hides drafts from those who cannot write", async () => {
    const { github, installation, shop, ida, client } = world;
    shop.release(ida, { tagName: "v1", draft: true });
    const path = "/repos/acme/shop/releases";
    expect((await client.rest("GET", path)).body).toHaveLength(1);
    expect((await client.rest("GET", `${path}/tags/v1`)).status).toBe(404);
    installation.permissions = { contents: "read" };
    const reader = new Client(github.url, `token ${github.installationToken(installation)}`);
    expect((await reader.rest("GET", path)).body).toEqual([]);
  });

  it("can be redrafted, unless they are immutable", async () => {
    const { client, shop, ida } = world;
    const path = "/repos/acme/shop/releases";
    const open = shop.release(ida, { tagName: "v1" }).record;
    const fixed = shop.release(ida, { tagName: "v2", immutable: true }).record;
    const body = { draft: true, tag_name: "v1" };
    expect((await client.rest("PATCH", `${path}/${open.id}`, body)).body).toMatchObject(body);
    const refused = await client.rest("PATCH", `${path}/${fixed.id}`, { draft: true });
    expect(refused.status).toBe(422);
    expect(pick(refused.body, "message")).toContain("immutable");
  });
});

describe("what fits no operation", () => {
  it("is recorded as a violation", async () => {
    const { client, github } = world;
    await client.rest("GET", "/repos/acme/shop/nonsense");
    await client.rest("POST", runs, { nonsense: true });
    await client.rest("GET", "/repos/acme/shop/pulls?nonsense=1");
    expect(github.violations.map(({ where, what }) => `${where} ${what}`)).toEqual([
      "request GET /repos/acme/shop/nonsense",
      "request POST /repos/{owner}/{repo}/check-runs",
      "request GET /repos/{owner}/{repo}/pulls",
    ]);
  });
});
