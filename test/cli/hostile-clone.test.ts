import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { POLICY_PATH } from "../../src/cli/index.ts";
import { glob, snapshot } from "./clone.ts";
import { POLICY, TestRepository, temporaryFolder } from "./repository.ts";

/** A command that leaves a trace wherever git runs it. */
function trap(): { readonly command: string; readonly wasRun: () => boolean } {
  const folder = temporaryFolder();
  const trace = `${folder}/trace`;
  const command = `${folder}/trap`;
  writeFileSync(command, `#!/bin/sh\necho "$0 $*" >> '${trace}'\n`, { mode: 0o755 });
  return { command, wasRun: () => existsSync(trace) };
}

const LONG = "a line of some length\n".repeat(20);

function repositoryWithRange(): TestRepository {
  const repository = TestRepository.create();
  const attributes = "* diff=trap filter=trap merge=trap\n";
  repository.commit({ ".gitattributes": attributes, "a.md": LONG, [POLICY_PATH]: POLICY });
  repository.tag("v1.0.0");
  repository.commit({ "a.md": null, "b.md": `${LONG}more\n` });
  return repository;
}

const EVERYTHING = { documents: ["b.md"], before: ["a.md"], globs: [glob("**")] };

describe("a repository's configuration", () => {
  const settings: readonly (readonly [string, (command: string) => string])[] = [
    ["core.fsmonitor", (command) => command],
    ["core.pager", (command) => command],
    ["pager.ls-tree", (command) => command],
    ["core.editor", (command) => command],
    ["core.sshCommand", (command) => command],
    ["core.askPass", (command) => command],
    ["core.gitProxy", (command) => command],
    ["core.alternateRefsCommand", (command) => command],
    ["diff.external", (command) => command],
    ["diff.trap.command", (command) => command],
    ["diff.trap.textconv", (command) => command],
    ["filter.trap.clean", (command) => command],
    ["filter.trap.smudge", (command) => command],
    ["filter.trap.process", (command) => command],
    ["merge.trap.driver", (command) => command],
    ["gpg.program", (command) => command],
    ["credential.helper", (command) => `!${command}`],
    ["alias.cat-file", (command) => `!${command}`],
    ["alias.for-each-ref", (command) => `!${command}`],
    ["remote.origin.url", (command) => `ext::${command}`],
    ["remote.origin.uploadpack", (command) => command],
    ["remote.origin.vcs", () => "trap"],
  ];

  it.each(settings)("runs no command of %s", async (key, value) => {
    const repository = repositoryWithRange();
    const { command, wasRun } = trap();
    repository.git(["config", "log.showSignature", "true"]);
    repository.git(["config", "protocol.ext.allow", "always"]);
    repository.git(["config", key, value(command)]);
    const { range } = await snapshot(repository, EVERYTHING);
    expect(range).toMatchObject({ value: { changes: [{ kind: "renamed" }] } });
    expect(wasRun()).toBe(false);
  });

  it("would have run one, without our care", () => {
    const repository = repositoryWithRange();
    const { command, wasRun } = trap();
    repository.git(["config", "core.fsmonitor", command]);
    repository.git(["status"]);
    expect(wasRun()).toBe(true);
  });

  it("runs no hook", async () => {
    const repository = repositoryWithRange();
    const { command, wasRun } = trap();
    const hooks = temporaryFolder();
    for (const hook of ["post-checkout", "fsmonitor-watchman", "reference-transaction"]) {
      writeFileSync(`${hooks}/${hook}`, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    }
    repository.git(["config", "core.hooksPath", hooks]);
    await snapshot(repository, EVERYTHING);
    expect(wasRun()).toBe(false);
  });

  it("makes a partial clone fetch nothing", async () => {
    const repository = repositoryWithRange();
    const { command, wasRun } = trap();
    repository.git(["config", "core.repositoryFormatVersion", "1"]);
    repository.git(["config", "extensions.partialClone", "origin"]);
    repository.git(["config", "remote.origin.promisor", "true"]);
    repository.git(["config", "remote.origin.url", `ext::${command}`]);
    repository.git(["config", "protocol.ext.allow", "always"]);
    const oid = repository.git(["rev-parse", "HEAD:b.md"]);
    const object = `.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`;
    rmSync(`${repository.folder}/${object}`);
    const { files } = await snapshot(repository, EVERYTHING);
    expect(files["b.md"]).toMatchObject({ kind: "unreadable" });
    expect(wasRun()).toBe(false);
  });
});

describe("a repository that lies about its objects", () => {
  it("cannot replace a document by another", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.md": "real\n", "b.md": "forged\n" });
    const [real, forged] = ["HEAD:a.md", "HEAD:b.md"].map((name) =>
      repository.git(["rev-parse", name]),
    );
    repository.git(["replace", real ?? "", forged ?? ""]);
    expect(repository.git(["cat-file", "blob", real ?? ""])).toBe("forged");
    const { files } = await snapshot(repository, { documents: ["a.md"] });
    expect(files["a.md"]).toMatchObject({ oid: real, text: "real\n" });
  });

  it("cannot graft a nearer release into its history", async () => {
    const repository = TestRepository.create();
    repository.commit({ "a.md": "1" });
    repository.tag("v1.0.0");
    const head = repository.commit({ "a.md": "2" });
    repository.git(["checkout", "--quiet", "--orphan", "forged"]);
    const forged = repository.commit({ "a.md": "2" });
    repository.tag("v1.1.0");
    mkdirSync(`${repository.folder}/.git/info`, { recursive: true });
    writeFileSync(`${repository.folder}/.git/info/grafts`, `${head} ${forged}\n`);
    const { range } = await snapshot(repository, {}, { ref: "main" });
    expect(range).toMatchObject({ value: { fromName: "v1.0.0" } });
  });
});

describe("a repository of another kind", () => {
  it("may have ids of SHA-256", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.git(["init", "--quiet", "--object-format=sha256", "--initial-branch=main"]);
    const commit = repository.commit({ "a.md": "a" });
    const { candidate, files } = await snapshot(repository, { documents: ["a.md"] });
    expect(commit).toHaveLength(64);
    expect(candidate.commit).toBe(commit);
    expect(files["a.md"]).toMatchObject({ kind: "file", text: "a" });
  });
});
