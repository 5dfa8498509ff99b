import { rmSync, writeFileSync } from "node:fs";
import type { Decision } from "../../src/domain/index.ts";
import { commands, POLICY_PATH, runCommandLine } from "../../src/cli/index.ts";
import { type Content, POLICY, shop, TestRepository, temporaryFolder } from "./repository.ts";
import { surroundings } from "./surroundings.ts";

type Files = Record<string, Content>;

const EXAMPLE: Files = shop();

const IN_ORDER = TestRepository.create();
IN_ORDER.git(["remote", "add", "origin", "https://github.com/acme/shop.git"]);
IN_ORDER.commit(EXAMPLE);

/** The example in a repository of its own, with some of its files changed. */
function example(changed: Files = {}): TestRepository {
  const repository = IN_ORDER.copy();
  if (Object.keys(changed).length > 0) repository.commit(changed);
  return repository;
}

async function check(repository: TestRepository, ...words: readonly string[]) {
  const around = surroundings({ directory: repository.folder });
  const code = await runCommandLine(["check", ...words], commands, "1.0.0", around);
  return { code, ...around.printed() };
}

const AS_OF = ["--at", "2026-11-20", "--release", "v1.4.0"];

async function decided(
  repository: TestRepository,
  ...words: readonly string[]
): Promise<Decision & { readonly code: number }> {
  const { code, stdout } = await check(repository, ...AS_OF, "--format", "json", ...words);
  return { ...(JSON.parse(stdout) as Decision), code };
}

/** The requirements with an outcome that does not let a gate open, and counts. */
function open(decision: Decision): readonly string[] {
  const good = ["satisfied", "waived", "not-applicable", "not-due"];
  const findings = decision.gates.flatMap((gate) => gate.findings);
  const bad = findings.filter(
    (finding) => !good.includes(finding.outcome) && finding["left-out"] !== true,
  );
  return [...new Set(bad.map(({ requirement }) => requirement))];
}

/** One of the example's documents with a piece replaced; the piece must be there. */
function without(path: string, piece: string | RegExp, replacement = ""): Files {
  const text = EXAMPLE[path];
  if (typeof text !== "string") throw new Error(`${path} is no document of the example`);
  const changed = text.replace(piece, replacement);
  if (changed === text) throw new Error(`${path} has no ${String(piece)}`);
  return { [path]: changed };
}

describe("portcullis check, on the example in which everything is in order", () => {
  it("passes with what the documents alone can show", async () => {
    const { code, stdout, stderr } = await check(example(), ...AS_OF, "--offline");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("acme/shop");
    expect(stdout).toContain("Left out: only GitHub can tell");
    expect(stdout).not.toMatch(/[✗?…] /);
    expect(stdout.endsWith("\n")).toBe(true);
  });

  it("waits for what only GitHub can tell", async () => {
    const { code, stdout } = await check(example(), ...AS_OF);
    expect(code).toBe(1);
    expect(stdout).toContain("Only GitHub can tell");
    expect(stdout).toContain("--offline leaves it out");
    const decision = await decided(example());
    expect(decision).toMatchObject({ code: 1, outcome: "waiting" });
    expect(open(decision)).toContain("dpo-approval.given");
  });

  it("gives the same bytes for the same commit and time", async () => {
    const repository = example();
    const [one, other] = await Promise.all([
      check(repository, ...AS_OF, "--format", "json"),
      check(repository, ...AS_OF, "--format=json", "--repo", `${repository.folder}/docs`),
    ]);
    expect(one).toEqual(other);
    expect(JSON.parse(one.stdout)).toMatchObject({
      schema: "portcullis/decision/v1",
      stage: "review",
      candidate: {
        kind: "commit",
        repository: "acme/shop",
        commit: repository.git(["rev-parse", "HEAD"]),
        release: "v1.4.0",
      },
      "decided-at": "2026-11-20T12:00:00Z",
    });
  });

  it("shows Markdown too", async () => {
    const { code, stdout } = await check(example(), ...AS_OF, "--offline", "--format", "markdown");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^## /);
    expect(stdout).toContain("Incident response plan");
  });

  it("reads the commit, not what lies in the folder", async () => {
    const repository = example();
    repository.git(["rm", "--quiet", "-r", "docs", POLICY_PATH]);
    expect((await check(repository, ...AS_OF, "--offline")).code).toBe(0);
    expect((await check(repository, ...AS_OF, "--offline", "--ref", "main")).code).toBe(0);
  });

  it("is no longer in order once its documents are too old", async () => {
    const decision = await decided(example(), "--offline");
    expect(decision.code).toBe(0);
    const later = ["--at", "2027-12-01", "--offline", "--format=json", "--release=v1.4.0"];
    const { code, stdout } = await check(example(), ...later);
    expect(code).toBe(1);
    expect(open(JSON.parse(stdout) as Decision)).toContain("incident-plan.current");
  });
});

describe("each removal", () => {
  const plan = "docs/incident-response-plan.md";
  const review = "docs/security-review.md";
  const archive = "docs/archive.yml";
  const removals: readonly (readonly [string, Files, readonly string[]])[] = [
    [
      "the contact point",
      without(plan, /contact-point:\n( .*\n)+/),
      ["incident-plan.contact-point"],
    ],
    ["the logs' section", without(plan, /## Logs\n.*\n/), ["incident-plan.logs"]],
    ["the exercise", without(plan, /exercised: .*\n/), ["incident-plan.exercised"]],
    ["the DPO's contact", without(plan, /dpo: .*\n/), ["incident-plan.dpo-contact"]],
    [
      "an item's evidence",
      without(review, /Evidence: \[requirements\].*/),
      ["security-review.requirements"],
    ],
    [
      "an item's tick",
      without(review, "- [x] `security-review.tests`", "- [ ] `security-review.tests`"),
      ["security-review.tests"],
    ],
    [
      "a reviewed blob",
      without(review, / {2}docs\/dpia\.md: .*\n/),
      ["security-review.reviewed-again"],
    ],
    [
      "a word of a reviewed file",
      without("docs/dpia.md", "low", "high"),
      ["security-review.reviewed-again"],
    ],
    [
      "the release's name",
      without(review, "release: v1.4.0", "release: v1.3.0"),
      ["security-review.this-release"],
    ],
    ["the deviation's reason", without(review, / {4}reason: .*\n/), ["security-review.deviations"]],
    ["a category", without(archive, /.*category: sbom.*\n/), ["archive.complete"]],
    ["the retention", without(archive, "retain-for: 6y", "retain-for: 4y"), ["archive.retention"]],
    [
      "what the archive keeps",
      without(archive, "path: docs/dpia.md", "path: docs/gone.md"),
      ["archive.documents"],
    ],
  ];

  it.each(removals)("of %s turns what reads it, and nothing else", async (_, changed, expected) => {
    const decision = await decided(example(changed), "--offline", "--stage=release");
    const due = open(decision).filter((requirement) => requirement !== "archive.assets");
    expect(due).toEqual(expected);
    expect(decision).toMatchObject({ code: 1, outcome: "blocked" });
  });

  it("of a whole document is told, a link or a huge file in its place too", async () => {
    expect(open(await decided(example({ [plan]: null }), "--offline"))).toContain(
      "incident-plan.exists",
    );
    const linked = { [plan]: { link: "archive.yml" } };
    expect(open(await decided(example(linked), "--offline"))).toContain("incident-plan.exists");
    const huge = { [plan]: "x".repeat(512_001) };
    expect(await decided(example(huge), "--offline")).toMatchObject({
      code: 1,
      outcome: "unknown",
    });
  });
});

describe("the range", () => {
  function released(): TestRepository {
    const repository = TestRepository.create();
    repository.commit(EXAMPLE, "2026-11-02T08:00:00Z");
    repository.tag("v1.3.0", "2026-11-03T08:00:00Z");
    return repository;
  }

  it("shows that a trigger was touched without the plan being gone through", async () => {
    const repository = released();
    repository.commit({ "src/payment/pay.ts": "pay\n" });
    const decision = await decided(repository, "--offline");
    expect(open(decision)).toEqual(["incident-plan.updated-on-trigger"]);
  });

  it("is unknown in a shallow clone, which never passes", async () => {
    const repository = released();
    repository.commit({ "src/payment/pay.ts": "pay\n" });
    const folder = `${temporaryFolder()}/shop`;
    repository.git(["clone", "--quiet", "--depth=1", `file://${repository.folder}`, folder]);
    const decision = await decided(new TestRepository(folder), "--offline");
    expect(decision).toMatchObject({ code: 1, outcome: "unknown" });
    expect(JSON.stringify(decision)).toContain("git fetch --unshallow");
  });
});

describe("what cannot be checked", () => {
  it.each([
    ["not a repository", ["--repo", "/"], /^portcullis: \/ is not a git repository\./],
    ["no such folder", ["--repo", "/nowhere"], /^portcullis: There is no folder \/nowhere\./],
    ["no such ref", ["--ref", "nope"], /^portcullis: There is no commit "nope"/],
    ["no such base", ["--base", "nope"], /^portcullis: There is no commit "nope"/],
    [
      "a broken option",
      ["--stage", "x"],
      /^portcullis: The stage "x" .* See portcullis check --help\.$/m,
    ],
    [
      "an unknown option",
      ["--refs", "x"],
      /^portcullis: The option "--refs" .* --ref\? See portcullis check --help\.$/m,
    ],
  ])("%s: one line on stderr, nothing on stdout", async (_, words, message) => {
    const { code, stdout, stderr } = await check(example(), ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  it("says how to begin where there is no policy", async () => {
    const { code, stdout, stderr } = await check(example({ [POLICY_PATH]: null }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^portcullis: There is no policy at .*docs\/reference\/policy\.md.*commit it/,
    );
  });

  const broken = { [POLICY_PATH]: `${POLICY}colour: red\ncriticality: huge\n` };

  it("lists every problem of a broken policy", async () => {
    const { code, stdout, stderr } = await check(example(broken));
    expect(code).toBe(2);
    const problems = stdout.split("\n").filter((line) => line.startsWith(`${POLICY_PATH}:`));
    expect(problems.map((line) => line.split(":")[1])).toEqual(["8", "9"]);
    expect(stderr).toMatch(
      /^portcullis: The policy at \.github\/portcullis\.yml in HEAD has 2 problems\..*\n$/,
    );
  });

  it("gives a broken policy as a decision to programs", async () => {
    const decision = await decided(example(broken));
    expect(decision).toMatchObject({ code: 2, outcome: "blocked", gates: [{ id: "policy" }] });
    const { code, stdout } = await check(example(broken), "--format", "markdown");
    expect(code).toBe(2);
    expect(stdout).toContain("`.github/portcullis.yml`, line 8");
  });

  it("names the object that the clone has lost", async () => {
    const repository = example();
    const oid = repository.git(["rev-parse", "HEAD:docs/archive.yml"]);
    const object = `${repository.folder}/.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`;
    rmSync(object);
    writeFileSync(object, "not an object");
    const decision = await decided(repository, "--offline");
    expect(decision).toMatchObject({ code: 1, outcome: "unknown" });
    expect(JSON.stringify(decision)).toContain("git does not have it here");
  });

  it.each<readonly [string, Content, RegExp]>([
    ["empty", "", /has a problem\./],
    ["only comments", "# nothing\n", /has a problem\./],
    ["a symbolic link", { link: "../policy.yml" }, /has a problem\./],
    ["too large", `${POLICY}# ${"x".repeat(512_000)}\n`, /cannot be read in full\./],
    [
      "not UTF-8",
      Buffer.concat([Buffer.from(`${POLICY}# `), Buffer.from([0xe5, 0x0a])]),
      /cannot be read/,
    ],
  ])("a policy that is %s", async (_, policy, message) => {
    const files = { [POLICY_PATH]: policy, "policy.yml": POLICY };
    const { code, stdout, stderr } = await check(example(files), "--offline");
    expect(code).toBe(2);
    expect(stdout).toMatch(/^\.github\/portcullis\.yml:1: /);
    expect(stderr).toMatch(message);
  });
});

describe("the policy of BASE", () => {
  it("holds, whatever the commit says", async () => {
    const repository = example();
    repository.git(["branch", "before"]);
    repository.commit({ [POLICY_PATH]: `${POLICY}colour: red\n` });
    expect((await check(repository, ...AS_OF, "--offline")).code).toBe(2);
    expect((await check(repository, ...AS_OF, "--offline", "--base", "before")).code).toBe(0);
  });
});

describe("a terminal", () => {
  const escape = "\u{1b}[";

  it.each([
    ["has colours", { isTTY: true, columns: 120 }, {}, true],
    ["has none when its owner wants none", { isTTY: true }, { NO_COLOR: "1" }, false],
    ["has none when it is dumb", { isTTY: true }, { TERM: "dumb" }, false],
    ["is none when it is a pipe", { isTTY: false }, {}, false],
  ])("%s", async (_, terminal, own, coloured) => {
    const { environment } = surroundings();
    const around = surroundings({
      directory: example().folder,
      environment: { ...environment, NO_COLOR: "", TERM: "xterm", ...own },
      terminal,
    });
    await runCommandLine(["check", ...AS_OF], commands, "1.0.0", around);
    const { stdout } = around.printed();
    expect(stdout.includes(escape)).toBe(coloured);
    // eslint-disable-next-line no-control-regex -- the colours are what is taken out
    const plain = stdout.replace(/\u{1b}\[[0-9;]*m/gu, "");
    expect(Math.max(...plain.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
