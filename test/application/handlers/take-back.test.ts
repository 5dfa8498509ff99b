import type { Edit } from "../../support/scenario.ts";
import { done, HERE, release, type World } from "./desk.ts";
import { markOf } from "../../../src/application/handlers/release-marks.ts";

const job = { kind: "release", ...HERE, id: 1, again: false, movedFrom: null } as const;
const policy = (more: string): Edit => ({ policy: "version: 1\n", with: `version: 1\n${more}\n` });
const WHEN = (what: string) => policy(`releases: { when-unready: ${what}, annotate: false }`);
const QUIET = policy("releases: { annotate: false }");

/** Ways not to pass. */
const WAITING: Edit = { at: "/reviews/value", set: [] };
const BLOCKED: Edit = { file: "docs/archive.yml", text: "document: archive\n" };
const UNREAD: Edit = { at: "/reviews", set: { status: "unreadable", reason: "A hiccup." } };
/** Too large to be read: only its author can mend that. */
const TOO_LARGE: Edit = {
  at: "/files/docs~1archive.yml",
  set: { kind: "unreadable", oid: "7".repeat(40), reason: "It is too large." },
};

const changes = async (world: World) => {
  const { edits, issues, failure } = await done(job, world);
  return { edits, issues: issues.length, failure };
};
const NOTHING = { edits: [], issues: 0, failure: null };
const REDRAFTED = { edits: [{ id: 1, draft: true }], issues: 0, failure: null };

describe("a release that was published", () => {
  it("and passes stays as it is, and is settled", async () => {
    const { edits, issues, published, queued } = await done(job, { edits: [QUIET] });
    expect({ edits, issues, queued }).toEqual({ edits: [], issues: [], queued: [] });
    expect(published).toMatchObject([
      {
        commit: release().commit,
        page: "releases/tag/v1.4.0",
        checks: [
          {
            name: "portcullis/release",
            conclusion: "success",
            remembers: `settled:${markOf(release())}`,
          },
        ],
      },
    ]);
  });

  it.each([
    ["waits", WAITING],
    ["is blocked", BLOCKED],
  ])("and %s is redrafted at once, and is not settled", async (_, edit) => {
    const { edits, published, failure } = await done(job, { edits: [QUIET, edit] });
    expect(edits).toEqual([{ id: 1, draft: true }]);
    expect(published[0]?.checks[0]?.conclusion).not.toBe("success");
    expect(published[0]?.checks[0]).not.toHaveProperty("remembers");
    expect(failure).toBeNull();
  });

  it("of which a part could not be read in passing is redrafted at the third attempt", async () => {
    for (const attempt of [1, 2]) {
      const { edits, published, failure } = await done(job, { edits: [QUIET, UNREAD], attempt });
      expect(edits).toEqual([]);
      expect(published[0]?.checks[0]?.conclusion).toBe("failure");
      expect(failure).toMatchObject({ name: "EvidenceUnavailable" });
    }
    expect(await changes({ edits: [QUIET, UNREAD], attempt: 3 })).toMatchObject({
      edits: [{ id: 1, draft: true }],
    });
  });

  it("of which nobody can tell until its author mends it is redrafted at once", async () => {
    expect(await changes({ edits: [QUIET, TOO_LARGE] })).toEqual(REDRAFTED);
  });

  it("is a pre-release from then on, where the policy wants that, and only once", async () => {
    expect(await changes({ edits: [WHEN("prerelease"), WAITING] })).toMatchObject({
      edits: [{ id: 1, prerelease: true }],
    });
    const releases = [release({ prerelease: true })];
    expect(await changes({ edits: [WHEN("prerelease"), WAITING], releases })).toEqual(NOTHING);
  });

  it("is reported in an issue, where the policy wants that", async () => {
    const { edits, issues } = await done(job, { edits: [WHEN("report"), WAITING] });
    expect(edits).toEqual([]);
    expect(issues).toMatchObject([{ title: expect.stringContaining("v1.4.0") as string }]);
  });

  it("is reported where nobody can take it back, since it is immutable", async () => {
    const releases = [release({ immutable: true })];
    const { edits, issues } = await done(job, { edits: [QUIET, WAITING], releases });
    expect(edits).toEqual([]);
    expect(issues).toMatchObject([{ body: expect.stringContaining("immutable") as string }]);
  });

  it("is reported where GitHub refuses to take it back, with what it answered", async () => {
    const onEdit = { status: "refused", why: "Workflows: write is missing." } as const;
    const { edits, issues } = await done(job, { edits: [QUIET, WAITING], onEdit });
    expect(edits).toEqual([{ id: 1, draft: true }]);
    expect(JSON.stringify(issues)).toContain("is missing");
  });

  it("keeps its words current though GitHub refuses to take it back", async () => {
    const onEdit = { status: "refused", why: "No." } as const;
    const { edits } = await done(job, { edits: [WAITING], onEdit });
    const notes: unknown = expect.stringContaining("portcullis");
    expect(edits).toEqual([
      { id: 1, draft: true, body: notes },
      { id: 1, body: notes },
    ]);
  });

  it("is left alone where the policy only observes, and is settled there", async () => {
    const world = { edits: [policy("mode: observe\nreleases: { annotate: false }"), WAITING] };
    const { edits, issues, published } = await done(job, world);
    expect({ edits, issues }).toEqual({ edits: [], issues: [] });
    expect(published[0]?.checks[0]).toMatchObject({
      conclusion: "neutral",
      remembers: `settled:${markOf(release())}`,
    });
  });

  it("and was in order then is not judged again because time passed", async () => {
    const releases = [release({ remembers: `settled:${markOf(release())}` })];
    const { published, asked, edits } = await done(job, { edits: [QUIET, WAITING], releases });
    expect({ published, asked, edits }).toEqual({ published: [], asked: [], edits: [] });
  });

  it("and was in order then stays out though somebody presses Re-run", async () => {
    const releases = [release({ remembers: `settled:${markOf(release())}` })];
    const world = { edits: [QUIET, WAITING], releases };
    const { edits, issues, published } = await done({ ...job, again: true }, world);
    expect({ edits, issues }).toEqual({ edits: [], issues: [] });
    expect(published[0]?.checks[0]).toHaveProperty("remembers", releases[0]?.remembers);
  });

  it("before the policy first stood is history", async () => {
    const platform = { policySince: () => Promise.resolve("2026-11-20T10:00:00Z") };
    const { published, edits, asked } = await done(job, { edits: [WAITING], platform });
    expect({ published, edits, asked }).toEqual({ published: [], edits: [], asked: [] });
    const later = { policySince: () => Promise.resolve("2026-11-20T09:00:00Z") };
    expect(await changes({ edits: [QUIET, WAITING], platform: later })).toEqual(REDRAFTED);
  });

  it("has no tag that is a release's: nothing of ours stays in its notes", async () => {
    const releases = [release({ tag: "nightly-1", body: "Ours stays" })];
    expect(await changes({ edits: [WAITING], releases })).toEqual(NOTHING);
  });
});

describe("a draft", () => {
  const draft = release({ draft: true, publishedAt: null });

  it.each([
    ["passes", [QUIET]],
    ["waits", [QUIET, WAITING]],
  ])("that %s is shown in its check only, and never settled", async (_, edits) => {
    const outcome = await done(job, { releases: [draft], edits });
    expect({ edits: outcome.edits, issues: outcome.issues }).toEqual({ edits: [], issues: [] });
    expect(outcome.published).toMatchObject([{ page: "releases" }]);
    expect(outcome.published[0]?.checks[0]).not.toHaveProperty("remembers");
  });

  it("has the gates in its notes, below what its author wrote", async () => {
    const { edits } = await done(job, { releases: [{ ...draft, body: "Mine.\r\n" }] });
    expect(edits).toEqual([{ id: 1, body: expect.stringMatching(/^Mine\.\r\n/) as unknown }]);
  });
});

describe("the issue about a release", () => {
  const marker = "<!-- portcullis release 1 -->";
  const open = { number: 5, title: "T", body: `${marker}\n\nOurs`, state: "open" } as const;
  const REPORT = [WHEN("report"), WAITING];

  it("is written anew where it says something else, and left where it does not", async () => {
    const { issues } = await done(job, { edits: REPORT, issues: [open] });
    expect(issues).toMatchObject([{ number: 5, state: "open" }]);
    const { title, body } = issues[0] as { title: string; body: string };
    const again = await done(job, { edits: REPORT, issues: [{ ...open, title, body }] });
    expect(again.issues).toEqual([]);
  });

  it("that people closed stays closed; one that we closed is opened again", async () => {
    const closed = { ...open, state: "closed" } as const;
    expect((await done(job, { edits: REPORT, issues: [closed] })).issues).toEqual([]);
    const [solved] = (await done(job, { edits: [QUIET], issues: [open] })).issues;
    expect(solved).toMatchObject({ number: 5, state: "closed" });
    const ours = { ...closed, ...(solved as { body: string }), state: "closed" as const };
    expect((await done(job, { edits: REPORT, issues: [ours] })).issues).toMatchObject([
      { number: 5, state: "open" },
    ]);
  });

  it.each([
    ["passed", { edits: [QUIET] }],
    ["is a draft again", { releases: [release({ draft: true })], edits: [QUIET, WAITING] }],
    ["was taken back", { edits: [QUIET, WAITING] }],
    ["was deleted", { releases: [] }],
    ["was deleted meanwhile", { edits: [QUIET, WAITING], onEdit: { status: "gone" } as const }],
  ])("is closed once the release %s", async (_, world) => {
    const { issues } = await done(job, { ...world, issues: [open] });
    expect(issues).toMatchObject([{ number: 5, state: "closed" }]);
  });

  it("about another release is left alone", async () => {
    const other = { ...open, body: "<!-- portcullis release 11 -->" };
    expect((await done(job, { edits: [QUIET], issues: [other] })).issues).toEqual([]);
  });
});
