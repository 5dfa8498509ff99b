import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { openLocalClone, POLICY_PATH, type Request } from "../../src/cli/index.ts";
import { glob, open, refusal, REQUEST, snapshot } from "./clone.ts";
import { isolated, POLICY, TestRepository, temporaryFolder } from "./repository.ts";

describe("the candidate", () => {
  it("is the commit that is asked for, with its tree", async () => {
    const repository = TestRepository.create();
    const first = repository.commit({ "a.txt": "a" });
    repository.commit({ "a.txt": "b" });
    const { candidate } = await open(repository.folder, { ref: "HEAD~1", release: "v1" });
    expect(candidate).toEqual({
      kind: "commit",
      stage: "review",
      repository: "shop",
      commit: first,
      tree: repository.git(["rev-parse", `${first}^{tree}`]),
      release: "v1",
      pullRequest: null,
    });
  });

  it.each([
    ["https://github.com/acme/shop.git", "acme/shop"],
    ["https://x-access-token:secret@github.com/acme/shop", "acme/shop"],
    ["git@github.com:acme/web.shop.git", "acme/web.shop"],
    ["ssh://git@ghe.acme.example:2222/acme/shop/", "acme/shop"],
    ["gh:acme/shop", "acme/shop"],
    ["https://gitlab.example/group/part/shop.git", "folder"],
    ["/srv/git/acme/shop.git", "folder"],
    ["../acme/shop.git", "folder"],
    ["file:///acme/shop", "folder"],
    ["https://github.com/acme/..", "folder"],
    ["https://github.com/-acme/shop", "folder"],
  ])("belongs to the repository that its remote %s names: %s", async (url, name) => {
    const repository = TestRepository.create("folder");
    repository.commit({ "a.txt": "a" });
    repository.git(["remote", "add", "origin", url]);
    expect((await open(repository.folder)).candidate.repository).toBe(name);
  });

  it("is found from a subfolder, a worktree and a bare repository alike", async () => {
    const repository = TestRepository.create("shop");
    const commit = repository.commit({ "src/a.txt": "a", [POLICY_PATH]: POLICY });
    const worktree = `${temporaryFolder()}/elsewhere`;
    repository.git(["worktree", "add", "--quiet", "--detach", worktree]);
    const bare = `${temporaryFolder()}/shop.git`;
    repository.git(["clone", "--quiet", "--bare", ".", bare]);
    for (const folder of [`${repository.folder}/src`, worktree, bare]) {
      const source = await open(folder);
      expect(source.candidate).toMatchObject({ commit, repository: "shop" });
      expect((await source.policies()).sources).toHaveLength(1);
    }
  });

  it("is read although the environment points at another repository", async () => {
    const repository = TestRepository.create();
    const commit = repository.commit({ "a.txt": "a" });
    const other = TestRepository.create();
    other.commit({ "b.txt": "b" });
    const environment = { ...isolated(), GIT_DIR: `${other.folder}/.git` };
    const opened = await openLocalClone(repository.folder, REQUEST, environment);
    expect(opened).toMatchObject({ source: { candidate: { commit } } });
  });
});

describe("what cannot be opened", () => {
  it("is said in one sentence with what to do", async () => {
    const repository = TestRepository.create();
    expect(await refusal(repository.folder)).toContain("has no commit yet");
    repository.commit({ "a.txt": "a" });
    expect(await refusal(temporaryFolder())).toMatch(
      /is not a git repository\. Run this in a clone/,
    );
    expect(await refusal("/nowhere/at all")).toMatch(/There is no folder \/nowhere\/at all\./);
    expect(await refusal(repository.folder, { ref: "nope" })).toMatch(/no commit "nope".*--ref/);
    expect(await refusal(repository.folder, { base: "nope" })).toMatch(/no commit "nope".*--base/);
  });

  it.each(["", "-x", "--upload-pack=touch x", "a\nb", "a\0b", "HEAD:a.txt", "HEAD^{tree}", "@{9}"])(
    "refuses the ref %j",
    async (ref) => {
      const repository = TestRepository.create();
      repository.commit({ "a.txt": "a" });
      expect(await refusal(repository.folder, { ref })).not.toBe("it was opened");
    },
  );

  it("suggests the remote's branch where only that exists", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" });
    repository.git(["update-ref", "refs/remotes/origin/develop", "HEAD"]);
    expect(await refusal(repository.folder, { base: "develop" })).toContain(
      "Did you mean --base origin/develop?",
    );
  });

  it("explains a folder that somebody else owns", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" });
    const bin = new TestRepository(temporaryFolder());
    const git = bin.git(["--exec-path"]);
    writeFileSync(
      `${bin.folder}/git`,
      `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec '${git}/git' "$@"\n`,
      { mode: 0o755 },
    );
    const environment = { ...isolated(), PATH: `${bin.folder}:${process.env["PATH"] ?? ""}` };
    const opened = await openLocalClone(repository.folder, REQUEST, environment);
    expect(opened).toMatchObject({
      status: "refused",
      message: expect.stringMatching(/somebody else owns it.*--add safe\.directory '/) as string,
    });
  });

  it("says that git is missing", async () => {
    const environment = { ...isolated(), PATH: temporaryFolder() };
    const opened = await openLocalClone(temporaryFolder(), REQUEST, environment);
    expect(opened).toMatchObject({
      message: expect.stringContaining("Git is not installed") as string,
    });
  });

  it("says what git says of a configuration that it cannot read", async () => {
    const repository = TestRepository.create();
    writeFileSync(`${repository.folder}/.git/config`, "[core\n");
    expect(await refusal(repository.folder)).toMatch(/^Git cannot read .*bad config line 1/);
  });
});

describe("the release stage", () => {
  it("takes the tag of the commit, or the one that is given", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" });
    expect(await refusal(repository.folder, { stage: "release" })).toMatch(
      /no tag\. Add --release/,
    );
    repository.tag("v1.0.0");
    const release = async (request: Partial<Request>) =>
      (await open(repository.folder, { stage: "release", ...request })).candidate.release;
    expect(await release({})).toBe("v1.0.0");
    repository.tag("v1.0.1", "2026-09-02T08:00:00Z");
    expect(await refusal(repository.folder, { stage: "release" })).toMatch(
      /several tags \(v1\.0\.1, v1\.0\.0\)/,
    );
    expect(await release({ ref: "v1.0.0" })).toBe("v1.0.0");
    expect(await release({ ref: "refs/tags/v1.0.1" })).toBe("v1.0.1");
    expect(await release({ release: "v1.0.2" })).toBe("v1.0.2");
  });

  it("refuses a tag that is on another commit, and what is no tag's name", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" });
    repository.tag("v1.0.0");
    repository.commit({ "a.txt": "b" });
    const tagged = { stage: "release", release: "v1.0.0" } as const;
    expect(await refusal(repository.folder, tagged)).toContain("Give --ref v1.0.0");
    expect(await refusal(repository.folder, { ...tagged, ref: "v1.0.0" })).toBe("it was opened");
    expect(await refusal(repository.folder, { ...tagged, stage: "review" })).toBe("it was opened");
    for (const release of ["refs/tags/v1.0.0", "v1 0", "-v1", "v1..2", "v1~1", "v1:x", "v1\nx"]) {
      expect(await refusal(repository.folder, { release })).toContain("cannot be a tag's name");
    }
  });
});

describe("the policy", () => {
  it("is the candidate's own, and BASE's where one is given", async () => {
    const repository = TestRepository.create();
    repository.commit({ [POLICY_PATH]: POLICY });
    repository.git(["branch", "before"]);
    repository.commit({ [POLICY_PATH]: `${POLICY}# changed\n` });
    const text = async (request: Partial<Request>) => {
      const { sources } = await (await open(repository.folder, request)).policies();
      return sources[0]?.entry.kind === "file" ? sources[0].entry.text : undefined;
    };
    expect(await text({})).toContain("# changed");
    expect(await text({ base: "before" })).toBe(POLICY);
  });

  it("is not there where nobody wrote one, and no file where a link stands", async () => {
    const repository = TestRepository.create();
    repository.commit({ "policy.yml": POLICY });
    expect((await (await open(repository.folder)).policies()).sources).toEqual([]);
    repository.commit({ [POLICY_PATH]: { link: "../policy.yml" } });
    expect((await (await open(repository.folder)).policies()).sources).toEqual([
      { repository: "shop", path: POLICY_PATH, entry: { kind: "not-a-file", what: "symlink" } },
    ]);
  });

  it("stands on the default branch that the remote has", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.txt": "a" });
    expect((await (await open(repository.folder)).policies()).defaultBranch).toBe("main");
    repository.git([
      "symbolic-ref",
      "refs/remotes/origin/HEAD",
      "refs/remotes/origin/release/next",
    ]);
    expect((await (await open(repository.folder)).policies()).defaultBranch).toBe("release/next");
  });
});

describe("documents", () => {
  it("are the commit's, never the working tree's", async () => {
    const repository = TestRepository.create();
    repository.commit({ "docs/a.md": "committed\n" });
    repository.git(["rm", "--quiet", "-r", "."]);
    const { files } = await snapshot(repository, { documents: ["docs/a.md"], files: ["docs"] });
    expect(files).toEqual({
      docs: { kind: "not-a-file", what: "directory" },
      "docs/a.md": {
        kind: "file",
        oid: repository.git(["rev-parse", "HEAD:docs/a.md"]),
        text: "committed\n",
      },
    });
  });

  it("are missing, no files, or unreadable, each for its reason", async () => {
    const repository = TestRepository.create();
    const inner = TestRepository.create();
    const submodule = inner.commit({ "x.md": "x" });
    repository.commit({
      "link.md": { link: "plan.md" },
      "plan.md": "plan",
      "folder.md/x.md": "x",
      "latin1.md": Buffer.from([0x70, 0x6c, 0xe5, 0x6e]),
      "binary.md": Buffer.from("text\0text"),
      "bom.md": "\u{feff}text",
      "largest.md": "x".repeat(512_000),
      "too-large.md": "x".repeat(512_001),
      "empty.md": "",
    });
    repository.git(["update-index", "--add", "--cacheinfo", `160000,${submodule},module.md`]);
    repository.git(["commit", "--quiet", "--message=Submodule"]);
    const names = "link module folder latin1 binary bom largest too-large empty none".split(" ");
    const documents = [...names.map((name) => `${name}.md`), "link.md/plan.md", "../plan.md", ""];
    const { files } = await snapshot(repository, { documents });
    const reason = (text: RegExp) => ({
      kind: "unreadable",
      oid: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      reason: expect.stringMatching(text) as string,
    });
    expect(files).toMatchObject({
      "link.md": { kind: "not-a-file", what: "symlink" },
      "module.md": { kind: "not-a-file", what: "submodule" },
      "folder.md": { kind: "not-a-file", what: "directory" },
      "latin1.md": reason(/not text in UTF-8/),
      "binary.md": reason(/binary/),
      "bom.md": { kind: "file", text: "\u{feff}text" },
      "largest.md": { kind: "file" },
      "too-large.md": reason(/^it has 512,001 bytes, and at most 512,000 are read\.$/),
      "empty.md": { kind: "file", text: "" },
      "none.md": { kind: "missing" },
      "link.md/plan.md": { kind: "missing" },
      "../plan.md": { kind: "missing" },
      "": { kind: "missing" },
    });
  });

  it("may have any name", async () => {
    const names = [
      "-x.md",
      "--help",
      "a\nb.md",
      'quo"te.md',
      "back\\slash.md",
      "tab\t.md",
      "ærlig/ø 🦊.md",
      ":(top)x.md",
      "*.md",
      "HEAD",
      "__proto__",
      "constructor",
      " leading and trailing ",
    ];
    const repository = TestRepository.create();
    repository.commit(Object.fromEntries(names.map((name) => [name, `I am ${name}`])));
    const { files, listings } = await snapshot(repository, {
      documents: names,
      globs: [glob("**")],
    });
    for (const name of names) {
      expect(Object.getOwnPropertyDescriptor(files, name)?.value).toMatchObject({
        kind: "file",
        text: `I am ${name}`,
      });
    }
    const listed = listings["**"]?.status === "read" ? listings["**"].value : [];
    expect([...listed].sort()).toEqual([...names].sort());
  });

  it("are looked up at other commits too", async () => {
    const repository = TestRepository.create();
    const first = repository.commit({ "a.txt": "a" });
    repository.commit({ "a.txt": null, "b.txt": "b" });
    const source = await open(repository.folder);
    expect(await source.files(first, ["a.txt", "b.txt"])).toEqual({
      "a.txt": { kind: "file", oid: repository.git(["rev-parse", `${first}:a.txt`]) },
      "b.txt": { kind: "missing" },
    });
  });
});

describe("listings", () => {
  it("have every file that a glob matches, links too, and their entries", async () => {
    const repository = TestRepository.create();
    repository.commit({
      "docs/a.md": "a",
      "docs/.hidden.md": "h",
      "docs/deep/b.md": "b",
      "docs/link.md": { link: "a.md" },
      "other.md": "o",
    });
    const { listings, files } = await snapshot(repository, {
      globs: [glob("docs/*.md"), glob("none/**")],
    });
    expect(listings).toEqual({
      "docs/*.md": { status: "read", value: ["docs/.hidden.md", "docs/a.md", "docs/link.md"] },
      "none/**": { status: "read", value: [] },
    });
    expect(Object.keys(files)).toEqual(["docs/.hidden.md", "docs/a.md", "docs/link.md"]);
    expect(files["docs/link.md"]).toEqual({ kind: "not-a-file", what: "symlink" });
  });

  it("cannot be read where a name is not UTF-8", async () => {
    const repository = TestRepository.create();
    repository.commit({ "docs/a.md": "a" });
    const blob = repository.git(["rev-parse", "HEAD:docs/a.md"]);
    const input = Buffer.concat([
      Buffer.from(`100644 ${blob}\tdocs/pl`),
      Buffer.from([0xe5]),
      Buffer.from("n.md\0"),
    ]);
    const options = { cwd: repository.folder, env: isolated(), input };
    execFileSync("git", ["update-index", "-z", "--index-info"], options);
    repository.git(["commit", "--quiet", "--message=Latin 1"]);
    const { listings } = await snapshot(repository, { globs: [glob("docs/*"), glob("src/**")] });
    expect(listings["docs/*"]).toMatchObject({ status: "unreadable" });
    expect(listings["src/**"]).toEqual({ status: "read", value: [] });
  });
});

describe("what only GitHub knows", () => {
  it("is marked so, never taken for none", async () => {
    const repository = TestRepository.create();
    repository.commit({ "plan.md": "plan" });
    const only = { status: "only-github" };
    expect(await snapshot(repository)).toMatchObject({
      commits: only,
      reviews: only,
      timeline: only,
      planChange: only,
      assets: only,
    });
    const source = await open(repository.folder);
    expect(await source.people({ users: ["mona"], teams: ["acme/qa"] })).toEqual({
      users: { mona: only },
      teams: { "acme/qa": only },
    });
  });
});

describe("a policy that extends another", () => {
  it("says that only GitHub can tell what that one asks for", async () => {
    const repository = TestRepository.create("shop");
    repository.commit({ [POLICY_PATH]: `${POLICY}extends: acme/base\n` });
    const { sources } = await (await open(repository.folder)).policies();
    expect(sources).toMatchObject([
      { repository: "acme/base", path: POLICY_PATH, entry: { kind: "only-github" } },
      { entry: { kind: "file" } },
    ]);
  });
});
