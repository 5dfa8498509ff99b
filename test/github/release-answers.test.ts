import type { Release, ReleaseEdit } from "../../src/application/index.ts";
import { releaseDesk } from "../../src/github/release-desk.ts";
import { answerWith, operations, useNockedGitHub } from "./support/nocked-github.ts";
import { exchange, nockedApi, sentBodies } from "./support/nocked-rest.ts";
import { Refused } from "./support/official-answer.ts";
import { officialExample } from "./support/official-example.ts";

useNockedGitHub();

const REPOSITORY = "acme/shop";
const COMMIT = "a".repeat(40);
const OTHER = "b".repeat(40);
const desk = releaseDesk(nockedApi(), { appId: 1, appSlug: "portcullis" });

const answer = (changes: Record<string, unknown> = {}) => ({
  ...officialExample("release"),
  id: 7,
  tag_name: "v1",
  target_commitish: "main",
  assets: [],
  ...changes,
});

const asset = (changes: Record<string, unknown>) => ({
  ...officialExample("release-asset"),
  digest: null,
  ...changes,
});

const announce = (...answers: readonly unknown[]) => {
  exchange("GET", {
    template: "/repos/{owner}/{repo}/releases",
    path: "/repos/acme/shop/releases?per_page=100",
    status: 200,
    body: answers,
  });
};

const commit = (oid: string, runs: readonly unknown[] = []) => ({
  __typename: "Commit",
  oid,
  own: { nodes: runs.map((run) => ({ checkRuns: { nodes: [run] } })) },
});

const run = (externalId: string | null, startedAt: string) => ({
  id: startedAt,
  name: "portcullis/release",
  status: "COMPLETED",
  conclusion: "SUCCESS",
  externalId,
  startedAt,
  completedAt: null,
});

/** What is asked of a tag: whether it is there, where it leads, and where the target does. */
const objects = (o0: unknown, o1: unknown, o2: unknown = null) => {
  answerWith({ repository: { o0, o1, o2 } });
};

async function only(): Promise<Release> {
  const reading = await desk.releases(REPOSITORY);
  const [release] = reading.status === "read" ? reading.value : [];
  if (release === undefined) throw new Error(JSON.stringify(reading));
  return release;
}

describe("a release", () => {
  const sha256 = "0123456789abcdef".repeat(4);
  it("has the size and the digest of its files, as far as they were uploaded", async () => {
    announce(
      answer({
        body: null,
        assets: [
          asset({ name: "a", size: 5, digest: `sha256:${sha256.toUpperCase()}` }),
          asset({ name: "b", size: 6, digest: null }),
          asset({ name: "c", size: 7, digest: `sha512:${sha256}${sha256}` }),
          asset({ name: "d", size: 8, state: "open" }),
        ],
      }),
    );
    objects({ __typename: "Tag", oid: OTHER }, commit(COMMIT));
    expect(await only()).toMatchObject({
      body: "",
      immutable: false,
      commit: COMMIT,
      assets: [
        { name: "a", size: 5, sha256 },
        { name: "b", size: 6, sha256: null },
        { name: "c", size: 7, sha256: null },
        { name: "d", size: 0, sha256: null },
      ],
    });
  });

  it("remembers what the newest run across our suites does", async () => {
    announce(answer());
    objects(
      { __typename: "Commit", oid: COMMIT },
      commit(COMMIT, [
        run("digest/0 newest and all of it", "2026-11-20T12:00:00Z"),
        run("digest/0 older", "2026-11-20T11:00:00Z"),
        null,
      ]),
    );
    expect((await only()).remembers).toBe("newest and all of it");
  });

  const names = ["v1^2", "v1:docs", "v1~1", "a b", "v1..v2", "v1@{1}", "/v1", ""];
  for (const name of names)
    it(`whose tag or branch cannot be one leads nowhere: ${JSON.stringify(name)}`, async () => {
      announce(answer({ tag_name: name, target_commitish: name, draft: true }));
      expect((await only()).commit).toBeNull();
      expect(operations).toEqual([]);
    });

  it("asks with variables only, each branch once", async () => {
    announce(answer({ tag_name: 'x"){id}' }), answer({ id: 8, tag_name: "untagged-1a" }));
    answerWith({ repository: { o2: commit(COMMIT) } });
    expect((await only()).commit).toBe(COMMIT);
    expect(operations[0]?.document).not.toMatch(/x"|untagged|refs\//);
    const asked = Object.values(operations[0]?.variables ?? {});
    expect(asked.filter((value) => value === "refs/heads/main^{commit}")).toHaveLength(1);
  });

  it("asks for a target that is a commit by its id", async () => {
    announce(answer({ target_commitish: OTHER, draft: true }));
    objects(null, null, commit(OTHER));
    expect((await only()).commit).toBe(OTHER);
    expect(Object.values(operations[0]?.variables ?? {})).toContain(`${OTHER}^{commit}`);
  });

  it("has no commit where its tag is there but leads to none, whatever the target does", async () => {
    announce(answer());
    objects({ __typename: "Tree", oid: OTHER }, null, commit(COMMIT));
    expect(await only()).toMatchObject({ commit: null, remembers: null });
  });

  const unclear: readonly (readonly [string, Record<string, unknown>])[] = [
    ["the tag is refused", { o0: new Refused() }],
    ["its commit is refused", { o0: commit(COMMIT), o1: new Refused() }],
    ["our runs are refused", { o0: commit(COMMIT), o1: { ...commit(COMMIT), own: new Refused() } }],
  ];
  for (const [what, repository] of unclear)
    it(`is unreadable where ${what}`, async () => {
      announce(answer());
      answerWith({ repository });
      expect(await desk.releases(REPOSITORY)).toMatchObject({ status: "unreadable" });
    });

  it("is unreadable where the repository is gone meanwhile", async () => {
    announce(answer());
    answerWith({ repository: new Refused("NOT_FOUND") });
    expect(await desk.releases(REPOSITORY)).toMatchObject({ status: "unreadable" });
  });

  it("is unreadable where GitHub answers something else", async () => {
    exchange("GET", {
      template: "/repos/{owner}/{repo}/releases",
      path: "/repos/acme/shop/releases?per_page=100",
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
    expect(await desk.releases(REPOSITORY)).toEqual({
      status: "unreadable",
      reason:
        "The releases could not be read. GitHub refused the request: check the permissions of the App's installation.",
    });
  });
});

describe("what is sent for an edit", () => {
  const release: Release = {
    id: 7,
    tag: "v1",
    commit: COMMIT,
    target: "main",
    draft: false,
    prerelease: false,
    immutable: false,
    body: "",
    publishedAt: "2026-11-20T12:00:00Z",
    assets: [],
    remembers: null,
    shut: false,
  };
  const tag = { tag_name: "v1", target_commitish: "main" };
  const edits: readonly (readonly [boolean, ReleaseEdit, object])[] = [
    [false, { draft: true }, { draft: true, ...tag }],
    [false, { draft: true, body: "x" }, { draft: true, body: "x", ...tag }],
    [true, { body: "x" }, { body: "x", ...tag }],
    [false, { body: "x" }, { body: "x" }],
    [false, { prerelease: true }, { prerelease: true }],
  ];
  /** As GitHub tells it right before it is changed. */
  const seenAgain = (status: 200 | 404, fields: Record<string, unknown> = {}) =>
    exchange("GET", {
      template: "/repos/{owner}/{repo}/releases/{release_id}",
      path: "/repos/acme/shop/releases/7",
      status,
      body: status === 200 ? answer({ body: "", ...fields }) : { message: "Not Found" },
    });
  const edit = (draft: boolean, change: ReleaseEdit, answered: Record<string, unknown>) => {
    seenAgain(200, { draft });
    exchange("PATCH", {
      template: "/repos/{owner}/{repo}/releases/{release_id}",
      path: "/repos/acme/shop/releases/7",
      status: 200,
      body: answer(answered),
    });
    return desk.editRelease(REPOSITORY, { ...release, draft }, change);
  };
  for (const [draft, change, sent] of edits)
    it(`to a ${draft ? "draft" : "published release"}: ${JSON.stringify(change)}`, async () => {
      expect(await edit(draft, change, { draft: true, prerelease: true })).toEqual({
        status: "done",
      });
      expect(sentBodies()).toEqual([sent]);
    });

  for (const theirs of [
    { body: "Theirs" },
    { tag_name: "v2" },
    { target_commitish: "next" },
    { draft: true },
  ])
    it(`is nothing where somebody changed it meanwhile, and comes again: ${JSON.stringify(theirs)}`, async () => {
      seenAgain(200, theirs);
      const change = desk.editRelease(REPOSITORY, release, { body: "x" });
      await expect(change).rejects.toMatchObject({ code: "unexpected-answer" });
    });

  it("is nothing where the release is gone meanwhile", async () => {
    seenAgain(404);
    expect(await desk.editRelease(REPOSITORY, release, { body: "x" })).toEqual({ status: "gone" });
  });

  for (const change of [{ draft: true }, { prerelease: true }] as const)
    it(`is not taken for done where GitHub left it as it was: ${JSON.stringify(change)}`, async () => {
      expect(await edit(false, change, { draft: false, prerelease: false })).toEqual({
        status: "refused",
        why: "GitHub left the release as it was.",
      });
    });
});
