import { glob, snapshot } from "./clone.ts";
import { TestRepository, temporaryFolder } from "./repository.ts";

const day = (number: number): string => `2026-09-${String(number).padStart(2, "0")}T08:00:00Z`;

/** v1.0.0 ─ v1.1.0 ─ HEAD, a day apart. */
function history(): TestRepository {
  const repository = TestRepository.create();
  repository.commit({ "plan.md": "first\n" }, day(1));
  repository.tag("v1.0.0");
  repository.commit({ "plan.md": "second\n" }, day(2));
  repository.tag("v1.1.0", day(3));
  repository.commit({ "plan.md": "third\n", "src/new.ts": "new\n" }, day(4));
  return repository;
}

/** A clone as `git clone` makes it over the network; `file://` keeps it from taking everything. */
function clone(repository: TestRepository, ...options: readonly string[]): TestRepository {
  const folder = `${temporaryFolder()}/shop`;
  repository.git(["clone", "--quiet", ...options, `file://${repository.folder}`, folder]);
  return new TestRepository(folder);
}

async function before(repository: TestRepository, request: Parameters<typeof snapshot>[2] = {}) {
  const { range, previousRelease } = await snapshot(repository, {}, request);
  return {
    from: range.status === "read" ? (range.value?.fromName ?? null) : range,
    previous:
      previousRelease.status === "read" ? (previousRelease.value?.tag ?? null) : previousRelease,
  };
}

describe("the range", () => {
  it("begins at the nearest ancestor tag, and shows what changed and what was there", async () => {
    const repository = history();
    const { range, previousRelease } = await snapshot(repository, { before: ["plan.md", "no.md"] });
    const commit = repository.git(["rev-parse", "v1.1.0^{commit}"]);
    expect(range).toEqual({
      status: "read",
      value: {
        from: commit,
        fromName: "v1.1.0",
        changes: [
          { path: "plan.md", previousPath: null, kind: "modified" },
          { path: "src/new.ts", previousPath: null, kind: "added" },
        ],
        before: {
          "plan.md": {
            kind: "file",
            oid: repository.git(["rev-parse", "v1.1.0:plan.md"]),
            text: "second\n",
          },
          "no.md": { kind: "missing" },
        },
      },
    });
    expect(previousRelease).toEqual({
      status: "read",
      value: { tag: "v1.1.0", commit, publishedAt: day(3) },
    });
  });

  it("begins at the tag even where BASE is given", async () => {
    expect((await before(history(), { base: "v1.0.0" })).from).toBe("v1.1.0");
  });

  it("gives a lightweight tag its commit's date", async () => {
    const repository = history();
    const { previousRelease } = await snapshot(repository, {}, { ref: "v1.1.0" });
    expect(previousRelease).toMatchObject({ value: { tag: "v1.0.0", publishedAt: day(1) } });
  });

  it("takes a tag at the commit itself for the release being made", async () => {
    const repository = history();
    repository.tag("v1.2.0", day(5));
    expect(await before(repository)).toEqual({ from: "v1.1.0", previous: "v1.1.0" });
    const release = { release: "v1.2.0", stage: "release" } as const;
    expect(await before(repository, release)).toEqual({ from: "v1.1.0", previous: "v1.1.0" });
  });

  it("does not take a release's own tag, left behind by a redraft, for the one before", async () => {
    const repository = history();
    const again = { release: "v1.1.0" };
    expect(await before(repository, again)).toEqual({ from: "v1.0.0", previous: "v1.0.0" });
  });

  it("heeds only tags of releases, of commits, and below the candidate", async () => {
    const repository = history();
    repository.tag("nightly", day(5));
    repository.git(["tag", "v9-blob", repository.git(["rev-parse", "HEAD:plan.md"])]);
    repository.git(["tag", "v9-tree", "HEAD^{tree}"]);
    repository.commit({ "a.txt": "a" }, day(6));
    repository.git(["checkout", "--quiet", "-b", "ahead"]);
    repository.commit({ "b.txt": "b" }, day(7));
    repository.tag("v2.0.0", day(7));
    expect(await before(repository, { ref: "main" })).toEqual({
      from: "v1.1.0",
      previous: "v1.1.0",
    });
  });

  it("follows a tag of a tag to its commit", async () => {
    const repository = history();
    repository.git(["tag", "--annotate", "-m", "x", "v1.1.1", "v1.1.0"], day(4));
    repository.git(["tag", "-d", "v1.1.0"]);
    const tagged = await before(repository);
    expect(tagged).toEqual({ from: "v1.1.1", previous: "v1.1.1" });
  });

  it("prefers the tag with fewest commits between where histories meet", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "1" }, day(1));
    repository.git(["branch", "hotfix"]);
    for (const number of [2, 3]) repository.commit({ "a.txt": String(number) }, day(number));
    repository.tag("v1.1.0", day(3));
    repository.commit({ "a.txt": "4" }, day(4));
    repository.git(["checkout", "--quiet", "hotfix"]);
    repository.commit({ "fix.ts": "fix\n" }, day(5));
    repository.tag("v1.0.1", day(6));
    repository.git(["checkout", "--quiet", "main"]);
    repository.git(["merge", "--quiet", "--no-edit", "hotfix"], day(7));
    expect((await before(repository)).from).toBe("v1.1.0");
  });

  it("trusts ancestry, not dates: a newer tag deeper down is not the nearest", async () => {
    const repository = history();
    repository.git(["tag", "--annotate", "-m", "late", "v1.0.0-late", "v1.0.0"], day(20));
    expect((await before(repository)).from).toBe("v1.1.0");
  });

  it("names the highest of several tags of one commit and one second", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" });
    for (const tag of ["v1.9.0", "v1.10.0", "v1"]) repository.tag(tag);
    repository.commit({ "a.txt": "b" });
    expect((await before(repository)).from).toBe("v1.10.0");
  });

  it("shows a renamed file with both its paths, and what became of a type", async () => {
    const repository = TestRepository.create();
    const long = "a line of some length\n".repeat(20);
    repository.commit({ "old\nname.md": long, "gone.md": "gone", "plan.md": "plan" });
    repository.tag("v1.0.0");
    repository.commit({
      "old\nname.md": null,
      "new\tname.md": `${long}more\n`,
      "gone.md": null,
      "plan.md": { link: "new\tname.md" },
    });
    const { range } = await snapshot(repository);
    expect(range.status === "read" && range.value?.changes).toEqual([
      { path: "gone.md", previousPath: null, kind: "removed" },
      { path: "new\tname.md", previousPath: "old\nname.md", kind: "renamed" },
      { path: "plan.md", previousPath: null, kind: "modified" },
    ]);
  });
});

describe("without a tag", () => {
  it("the range begins where the history left BASE", async () => {
    const repository = TestRepository.create();
    const shared = repository.commit({ "a.txt": "a" });
    repository.git(["checkout", "--quiet", "-b", "topic"]);
    repository.commit({ "b.txt": "b" });
    repository.git(["checkout", "--quiet", "main"]);
    repository.commit({ "c.txt": "c" });
    const { range } = await snapshot(repository, {}, { ref: "topic", base: "main" });
    expect(range).toMatchObject({
      value: { from: shared, fromName: "main", changes: [{ path: "b.txt", kind: "added" }] },
    });
  });

  it("and without a shared history, at BASE itself", async () => {
    const repository = TestRepository.create();
    const base = repository.commit({ "a.txt": "a" });
    repository.git(["checkout", "--quiet", "--orphan", "other"]);
    repository.commit({ "a.txt": null, "b.txt": "b" });
    const { range } = await snapshot(repository, {}, { base: "main" });
    expect(range).toMatchObject({ value: { from: base, changes: [{ path: "a.txt" }, {}] } });
  });

  it("and without BASE there is none", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" });
    expect(await before(repository)).toEqual({ from: null, previous: null });
  });
});

describe("a clone that lacks history", () => {
  const shallow = {
    status: "unreadable",
    reason: expect.stringMatching(/^this clone is shallow.*--unshallow.*fetch-depth: 0/) as string,
  };

  it.each([["--depth=1"], ["--depth=1", "--no-tags"], ["--depth=2", "--no-tags"]])(
    "cannot tell the range: %s %s",
    async (...options) => {
      const shop = clone(history(), ...options);
      expect(await before(shop)).toEqual({ from: shallow, previous: shallow });
      expect(await before(shop, { base: "HEAD" })).toEqual({ from: shallow, previous: shallow });
    },
  );

  it("can, when what is cut off lies below the nearest tag", async () => {
    const shop = clone(history(), "--depth=2");
    expect(await before(shop)).toEqual({ from: "v1.1.0", previous: "v1.1.0" });
  });

  it("cannot, when a way beside the tag is cut off", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" }, day(1));
    repository.git(["checkout", "--quiet", "-b", "side"]);
    for (const number of [2, 3, 4, 5]) repository.commit({ "s.txt": String(number) }, day(number));
    repository.git(["checkout", "--quiet", "main"]);
    repository.commit({ "m.txt": "m" }, day(6));
    repository.tag("v1.0.0");
    repository.commit({ "m.txt": "n" }, day(7));
    repository.git(["merge", "--quiet", "--no-edit", "side"], day(8));
    expect((await before(clone(repository, "--depth=3"))).from).toEqual(shallow);
    expect((await before(clone(repository))).from).toBe("v1.0.0");
  });

  it("can, once it was completed", async () => {
    const shop = clone(history(), "--depth=1");
    shop.git(["fetch", "--quiet", "--unshallow", "--tags"]);
    expect((await before(shop)).from).toBe("v1.1.0");
  });

  it("cannot, when it was told to leave tags out, until it has some", async () => {
    const shop = clone(history(), "--no-tags");
    expect((await before(shop)).from).toMatchObject({
      status: "unreadable",
      reason: expect.stringContaining("git fetch --tags") as string,
    });
    shop.git(["fetch", "--quiet", "--tags"]);
    expect((await before(shop)).from).toBe("v1.1.0");
  });

  it("shows every file that changed, though it lacks what tells renames", async () => {
    const repository = TestRepository.create();
    repository.git(["config", "uploadpack.allowFilter", "true"]);
    const text = "a line of some length\n".repeat(20);
    repository.commit({ "old.md": text, "plan.md": "first\n" });
    repository.tag("v1.0.0");
    repository.commit({ "old.md": null, "new.md": `${text}more\n`, "plan.md": "second\n" });
    const partial = clone(repository, "--filter=blob:none", "--no-checkout");
    const wanted = { documents: ["plan.md"], before: ["plan.md"], globs: [glob("*.md")] };
    const { files, range, listings } = await snapshot(partial, wanted);
    const lacking = { kind: "unreadable", reason: expect.stringMatching(/--filter/) as string };
    expect(files["plan.md"]).toMatchObject(lacking);
    expect(listings["*.md"]).toEqual({ status: "read", value: ["new.md", "plan.md"] });
    expect(range).toMatchObject({
      value: {
        changes: [
          { path: "new.md", kind: "added" },
          { path: "old.md", kind: "removed" },
          { path: "plan.md", kind: "modified" },
        ],
        before: { "plan.md": lacking },
      },
    });
  });
});
