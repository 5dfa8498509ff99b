import { createHash } from "node:crypto";
import type { Release } from "../../src/application/index.ts";
import { defaultPermissions } from "../simulator/default-grants.ts";
import { desks } from "./support/desks.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";

type Permissions = NonNullable<NonNullable<Parameters<typeof openShop>[0]>["permissions"]>;

const REPOSITORY = "acme/shop";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

async function releases(also?: { id?: number; tag?: string }): Promise<readonly Release[]> {
  const reading = await desks(shop).releases.releases(REPOSITORY, also);
  if (reading.status !== "read") throw new Error(JSON.stringify(reading));
  return reading.value;
}

async function tagged(tag: string): Promise<Release> {
  const found = (await releases()).find((release) => release.tag === tag);
  if (found === undefined) throw new Error(`there is no release ${tag}`);
  return found;
}

async function reopenWithout(permission: string): Promise<void> {
  await shop.github.stop();
  const kept = Object.entries(defaultPermissions).filter(([name]) => name !== permission);
  shop = await openShop({ permissions: Object.fromEntries(kept) as Permissions });
}

const runOf = (externalId: string, startedAt: string) => ({
  name: "portcullis/release",
  headSha: shop.shop.oid("main"),
  status: "completed" as const,
  conclusion: "success" as const,
  startedAt: new Date(startedAt),
  completedAt: new Date(startedAt),
  externalId,
});

describe("the releases", () => {
  it("come newest first with their files, in two requests", async () => {
    const { shop: repository, mona, github } = shop;
    const files = { "shop.zip": "the program", "sbom.json": "{}" };
    repository.release({ by: mona, tag: "v1", body: "First", assets: files });
    repository.release({ by: mona, tag: "v2-rc", prerelease: true });
    github.requests.clear();
    const [newer, older] = await releases();
    expect(requestsTo(github)).toEqual(["GET /repos/acme/shop/releases", "graphql ReleaseCommits"]);
    expect(newer).toMatchObject({ tag: "v2-rc", prerelease: true, draft: false, body: "" });
    const published: unknown = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(older).toEqual({
      id: repository.releases()[0]?.id,
      tag: "v1",
      commit: repository.oid("main"),
      target: "main",
      draft: false,
      prerelease: false,
      immutable: false,
      body: "First",
      publishedAt: published,
      assets: Object.entries(files).map(([name, text]) => ({
        name,
        size: text.length,
        sha256: createHash("sha256").update(text).digest("hex"),
      })),
      remembers: null,
      shut: false,
    });
  });

  it("are none without a further request", async () => {
    shop.github.requests.clear();
    expect(await releases()).toEqual([]);
    expect(requestsTo(shop.github)).toEqual(["GET /repos/acme/shop/releases"]);
  });

  it("tell the commit of the tag, of the target's branch, or the target itself", async () => {
    const { shop: repository, mona } = shop;
    const first = repository.oid("main");
    repository.tag("light", { by: mona });
    repository.tag("annotated", { by: mona, annotated: "A tag" });
    const second = repository.commit({ author: mona, files: { a: "1" } });
    for (const tag of ["light", "annotated"]) repository.release({ by: mona, tag });
    repository.release({ by: mona, tag: "branch", draft: true });
    repository.release({ by: mona, tag: "sha", draft: true, target: first });
    repository.branch("1.x", first, mona);
    repository.release({ by: mona, tag: "gone", draft: true, target: "1.x" });
    repository.deleteBranch("1.x", mona);
    const commits = Object.fromEntries(
      (await releases()).map((release) => [release.tag, release.commit]),
    );
    expect(commits).toEqual({
      light: first,
      annotated: first,
      branch: second,
      sha: first,
      gone: null,
    });
  });

  it("have no commit where the tag is one of a tree, whatever the target says", async () => {
    const { shop: repository, mona } = shop;
    repository.release({ by: mona, tag: "tree" });
    const { objects, refs } = repository.record;
    refs.set("refs/tags/tree", objects.read("commit", repository.oid("main")).tree);
    expect(await tagged("tree")).toMatchObject({ commit: null, target: "main", remembers: null });
  });

  it("remember what the newest run of our own says, and no other App's", async () => {
    const { shop: repository, mona, github } = shop;
    repository.release({ by: mona, tag: "v1" });
    const { record } = github.app;
    repository.checkRunOf(record, runOf("digest/0 old", "2026-11-20T10:00:00Z"));
    repository.checkRunOf(record, runOf("digest/0 v1=passed", "2026-11-20T11:00:00Z"));
    repository.checkRunOf(github.otherApp("fake"), runOf("x forged", "2026-11-20T12:00:00Z"));
    expect((await tagged("v1")).remembers).toBe("v1=passed");
    repository.checkRunOf(record, runOf("digest/0", "2026-11-20T13:00:00Z"));
    expect((await tagged("v1")).remembers).toBeNull();
  });

  it("include an older one that is asked for, by id or tag, and not one that is gone", async () => {
    const { shop: repository, mona, github } = shop;
    const draft = repository.release({ by: mona, tag: "draft", draft: true });
    repository.release({ by: mona, tag: "v1/first" });
    for (let n = 1; n <= 100; n += 1) {
      github.clock.advance(1_000);
      repository.release({ by: mona, tag: `n${n}` });
    }
    expect(await releases()).toHaveLength(100);
    const found = await releases({ id: draft.id, tag: "v1/first" });
    expect(found).toHaveLength(102);
    expect(found.slice(-2).map(({ tag }) => tag)).toEqual(["draft", "v1/first"]);
    github.requests.clear();
    expect(await releases({ tag: "n7" })).toHaveLength(100);
    expect(requestsTo(github)).toHaveLength(2);
    expect(await releases({ id: 999_999, tag: "none" })).toHaveLength(100);
  });

  it("find the published one where a draft of the same tag is newer", async () => {
    const { shop: repository, mona, github } = shop;
    const published = repository.release({ by: mona, tag: "v1" });
    for (let n = 1; n <= 100; n += 1) {
      github.clock.advance(1_000);
      repository.release({ by: mona, tag: "v1", draft: true });
    }
    expect((await releases({ tag: "v1" })).map(({ id }) => id)).toContain(published.id);
  });

  it("are unreadable in a repository that is gone, and where GitHub refuses", async () => {
    const { github } = shop;
    const { releases: desk } = desks(shop);
    expect(await desk.releases("acme/none")).toEqual({
      status: "unreadable",
      reason: "The releases could not be read. GitHub answered 404 where that was not expected.",
    });
    shop.shop.release({ by: shop.mona, tag: "v1" });
    github.faults.inject({ forbidden: "repository.o1" });
    expect(await desk.releases(REPOSITORY)).toEqual({
      status: "unreadable",
      reason: 'GitHub does not let the App read this. Grant its installation "Contents: read".',
    });
  });

  it("are put off while GitHub cannot be reached or asks us to wait", async () => {
    const { github } = shop;
    const { releases: desk } = desks(shop);
    github.faults.inject({ status: 502 });
    await expect(desk.releases(REPOSITORY)).rejects.toMatchObject({ code: "unreachable" });
    github.faults.clear();
    github.faults.inject({ rateLimit: "secondary", status: 403, retryAfterSeconds: 7 });
    await expect(desk.releases(REPOSITORY)).rejects.toMatchObject({ code: "rate-limited" });
  });
});

describe("an edit of a release", () => {
  it("makes a draft of it that keeps its tag and its target", async () => {
    const { shop: repository, mona } = shop;
    const first = repository.oid("main");
    repository.release({ by: mona, tag: "v1", target: first });
    repository.commit({ author: mona, files: { a: "1" } });
    const release = await tagged("v1");
    const edit = { draft: true, body: "Taken back" } as const;
    expect(await desks(shop).releases.editRelease(REPOSITORY, release, edit)).toEqual({
      status: "done",
    });
    expect(await tagged("v1")).toMatchObject({
      draft: true,
      body: "Taken back",
      target: first,
      commit: first,
    });
  });

  it("of a draft's notes keeps its tag", async () => {
    shop.shop.release({ by: shop.mona, tag: "v1", draft: true });
    const release = await tagged("v1");
    await desks(shop).releases.editRelease(REPOSITORY, release, { body: "Notes" });
    expect(await tagged("v1")).toMatchObject({ body: "Notes", draft: true });
  });

  it("undoes nothing that was done to it meanwhile", async () => {
    shop.shop.release({ by: shop.mona, tag: "v1", draft: true });
    const seen = await tagged("v1");
    shop.shop.releases()[0]?.edit(shop.mona, { tagName: "v1.0" });
    await expect(
      desks(shop).releases.editRelease(REPOSITORY, seen, { body: "Notes" }),
    ).rejects.toMatchObject({ code: "unexpected-answer" });
    expect(await tagged("v1.0")).toMatchObject({ body: "", draft: true });
  });

  it("makes a pre-release of it", async () => {
    shop.shop.release({ by: shop.mona, tag: "v1" });
    const release = await tagged("v1");
    await desks(shop).releases.editRelease(REPOSITORY, release, { prerelease: true });
    expect(await tagged("v1")).toMatchObject({ prerelease: true, draft: false });
  });

  it("is refused in GitHub's words where the release is immutable", async () => {
    shop.shop.release({ by: shop.mona, tag: "v1", immutable: true });
    const release = await tagged("v1");
    expect(release.immutable).toBe(true);
    const { releases: desk } = desks(shop);
    expect(await desk.editRelease(REPOSITORY, release, { draft: true })).toEqual({
      status: "refused",
      why: expect.stringContaining("state cannot be changed when release is immutable") as unknown,
    });
    expect((await tagged("v1")).draft).toBe(false);
  });

  it("finds that the release is gone", async () => {
    shop.shop.release({ by: shop.mona, tag: "v1" });
    const release = await tagged("v1");
    shop.shop.releases()[0]?.delete(shop.mona);
    const { releases: desk } = desks(shop);
    expect(await desk.editRelease(REPOSITORY, release, { draft: true })).toEqual({
      status: "gone",
    });
  });

  for (const [status, why] of [
    [404, /^Not Found, though the release is there: .* lacks "Workflows: write"\.$/],
    [403, /^Resource not accessible by integration$/],
  ] as const)
    it(`is refused, not gone, where GitHub answers ${status} for a lack of workflows: write`, async () => {
      const { shop: repository, mona, github } = shop;
      github.quirks.missingWorkflowsPermission = status;
      repository.branch("1.x", "main", mona);
      const files = { ".github/workflows/build.yml": "on: push\n" };
      repository.commit({ author: mona, branch: "1.x", files });
      repository.release({ by: mona, tag: "v1", target: "1.x" });
      const release = await tagged("v1");
      expect(await desks(shop).releases.editRelease(REPOSITORY, release, { draft: true })).toEqual({
        status: "refused",
        why: expect.stringMatching(why) as unknown,
      });
    });

  it("is refused without contents: write", async () => {
    shop.shop.release({ by: shop.mona, tag: "v1" });
    const release = await tagged("v1");
    await reopenWithout("contents");
    const { releases: desk } = desks(shop);
    expect(await desk.editRelease(REPOSITORY, release, { draft: true })).toMatchObject({
      status: "refused",
      why: expect.stringContaining("Resource not accessible") as unknown,
    });
  });

  it("is put off while GitHub cannot be reached", async () => {
    shop.shop.release({ by: shop.mona, tag: "v1" });
    const release = await tagged("v1");
    shop.github.faults.inject({ status: 503 });
    await expect(
      desks(shop).releases.editRelease(REPOSITORY, release, { draft: true }),
    ).rejects.toMatchObject({ code: "unreachable" });
  });
});
