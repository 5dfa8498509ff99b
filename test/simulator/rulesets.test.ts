import { Client } from "./support/client.ts";
import { pick, pickList, pickText } from "./support/pick.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";

let world: Shop;
let admin: Client;

beforeEach(async () => {
  world = await startShop();
  admin = new Client(world.github.url, `token ${world.github.tokenOf(world.ida)}`);
});

afterEach(async () => {
  await world.github.stop();
  expect(world.github.violations).toEqual([]);
});

const repo = "/repos/acme/shop";

function requiring(context: string, more: object = {}) {
  return {
    type: "required_status_checks",
    parameters: {
      strict_required_status_checks_policy: false,
      do_not_enforce_on_create: false,
      required_status_checks: [{ context, integration_id: world.github.app.id }],
      ...more,
    },
  };
}

/** The ruleset that locks tags, as an administrator creates it. */
function forTags() {
  return {
    name: "portcullis",
    target: "tag" as const,
    enforcement: "active" as const,
    conditions: { ref_name: { include: ["refs/tags/v*"], exclude: [] } },
    rules: [
      requiring("portcullis/release"),
      { type: "update", parameters: { update_allows_fetch_and_merge: false } },
      { type: "deletion" },
    ],
  };
}

function forMain(more: object = {}) {
  return {
    name: "main",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [requiring("portcullis", more)],
  };
}

async function report(name: string, sha: string, conclusion: string): Promise<void> {
  const body = { name, head_sha: sha, conclusion };
  expect((await world.client.rest("POST", `${repo}/check-runs`, body)).status).toBe(201);
}

describe("rulesets in REST", () => {
  it("are written by administrators, inherited, and hide whom they let pass", async () => {
    const { client, acme, dana, github } = world;
    const writer = new Client(github.url, `token ${github.tokenOf(dana)}`);
    expect((await writer.rest("POST", `${repo}/rulesets`, forTags())).status).toBe(403);
    expect((await client.rest("POST", `${repo}/rulesets`, forTags())).status).toBe(403);
    const bypass = [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }];
    const fields = { ...forTags(), bypass_actors: bypass };
    const made = await admin.rest("POST", `${repo}/rulesets`, fields);
    expect(made).toMatchObject({ status: 201, body: { ...fields, source: "acme/shop" } });
    expect((await admin.rest("POST", `${repo}/rulesets`, fields)).status).toBe(422);
    const id = pickText(made.body, "id");
    const everywhere = { include: ["~ALL"], exclude: [] };
    const conditions = { repository_name: everywhere, ref_name: everywhere };
    acme.ruleset({ name: "house", conditions, rules: [{ type: "deletion" }] });
    const list = await client.rest("GET", `${repo}/rulesets`);
    expect(list.body).toMatchObject([
      { name: "portcullis", source_type: "Repository" },
      { name: "house", source_type: "Organization", source: "acme" },
    ]);
    const own = await client.rest("GET", `${repo}/rulesets?includes_parents=false&targets=tag`);
    expect(pickList(own.body, "")).toHaveLength(1);
    const seen = await client.rest("GET", `${repo}/rulesets/${id}`);
    expect(seen.body).toMatchObject({ rules: forTags().rules });
    expect(seen.body).not.toHaveProperty("bypass_actors");
    expect(pick((await admin.rest("GET", `${repo}/rulesets/${id}`)).body, "bypass_actors")).toEqual(
      bypass,
    );
    const rules = await client.rest("GET", `${repo}/rules/branches/release%2F1`);
    expect(rules.body).toEqual([
      expect.objectContaining({ type: "deletion", ruleset_source: "acme" }),
    ]);
    const off = await admin.rest("PUT", `${repo}/rulesets/${id}`, { enforcement: "disabled" });
    expect(off.body).toMatchObject({ enforcement: "disabled", name: "portcullis" });
    expect((await admin.rest("DELETE", `${repo}/rulesets/${id}`)).status).toBe(204);
    expect((await admin.rest("GET", `${repo}/rulesets/${id}`)).status).toBe(404);
  });
});

describe("a ruleset for tags", () => {
  it("refuses a tag, however it is made, until its commit has the App's check", async () => {
    const { shop, ida, client, github } = world;
    shop.ruleset(forTags());
    const expected = 'Required status check "portcullis/release" is expected.';
    expect(() => shop.tag("v1", { by: ida })).toThrow(expected);
    expect(() => shop.tag("v1", { by: ida, annotated: "One" })).toThrow(expected);
    shop.tag("nightly", { by: ida });
    const head = { name: "portcullis/release", headSha: shop.oid() };
    shop.checkRunOf(github.otherApp("impostor"), { ...head, conclusion: "success" });
    expect(() => shop.tag("v1", { by: ida })).toThrow(expected);
    const draft = shop.release({ tag: "v1", by: ida, draft: true });
    const refused = await client.rest("PATCH", `${repo}/releases/${draft.id}`, { draft: false });
    expect(refused).toMatchObject({
      status: 422,
      body: { message: "Validation Failed", errors: [{ field: "pre_receive" }, {}] },
    });
    expect(draft.draft).toBe(true);
    await report("portcullis/release", shop.oid(), "failure");
    expect(() => shop.tag("v1", { by: ida })).toThrow("is failing");
    await report("portcullis/release", shop.oid(), "success");
    draft.publish(ida);
    expect(() => shop.moveTag("v1", "release", ida)).toThrow("Cannot update this protected ref.");
    expect(() => shop.deleteTag("v1", ida)).toThrow("Cannot delete this protected ref.");
  });

  it("lets those pass who are named, when they want to, and nobody else", () => {
    const { shop, ida, dana } = world;
    const bypass = [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" as const }];
    shop.ruleset({ ...forTags(), bypass_actors: bypass });
    expect(() => shop.tag("v1", { by: dana, bypass: true })).toThrow("is expected");
    expect(() => shop.tag("v1", { by: ida })).toThrow("is expected");
    shop.tag("v1", { by: ida, bypass: true });
    shop.moveTag("v1", "release", ida, { bypass: true });
    expect(shop.oid("v1")).toBe(shop.oid("release"));
  });

  it("can spare what is new", () => {
    const { shop, ida } = world;
    const rules = [requiring("portcullis/release", { do_not_enforce_on_create: true })];
    shop.ruleset({ ...forTags(), rules });
    shop.tag("v1", { by: ida });
    expect(() => shop.moveTag("v1", "release", ida)).toThrow("is expected");
  });
});

describe("a ruleset for the default branch", () => {
  it("refuses a merge until the newest check of the head is green", async () => {
    const { shop, pull, ida } = world;
    shop.ruleset(forMain());
    const merge = () => admin.rest("PUT", `${repo}/pulls/${pull.number}/merge`, {});
    const expected = 'Repository rule violations found\n\nRequired status check "portcullis" is ';
    expect(await merge()).toMatchObject({
      status: 405,
      body: { message: expect.stringContaining(`${expected}expected.`) as string },
    });
    await report("portcullis", pull.headOid, "success");
    await report("portcullis", pull.headOid, "action_required");
    expect(() => pull.merge({ by: ida })).toThrow(`${expected}failing.`);
    expect(pull.record.state).toBe("OPEN");
    await report("portcullis", pull.headOid, "success");
    expect((await merge()).status).toBe(200);
    expect(() => shop.commit({ author: ida })).toThrow(`${expected}expected.`);
    shop.commit({ author: ida, branch: "free" });
  });

  it("that is strict refuses a head that lacks what is on the base", async () => {
    const { shop, pull, ida } = world;
    const bypass = [{ actor_type: "OrganizationAdmin", bypass_mode: "always" as const }];
    const strict = forMain({ strict_required_status_checks_policy: true });
    shop.commit({ author: ida, files: { "new.txt": "new" } });
    shop.ruleset({ ...strict, bypass_actors: bypass });
    await report("portcullis", pull.headOid, "success");
    expect(() => pull.merge({ by: ida })).toThrow("not up to date");
    pull.merge({ by: ida, bypass: true });
    expect(pull.record.state).toBe("MERGED");
  });
});
