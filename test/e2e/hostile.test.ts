import { HOSTILE } from "../application/report/hostile.ts";
import { foreignHtml, nodes, parse, seenByGitHub } from "../application/report/markdown.ts";
import type { PullRequestHandle, RepositoryHandle } from "../simulator/index.ts";
import { approveAll, conclusion, openRepository, POLICY_PATH } from "../support/releases.ts";
import { SHOP_POLICY, shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

type Files = NonNullable<Parameters<RepositoryHandle["commit"]>[0]["files"]>;

const PLAN = "docs/incident-response-plan.md";
const REVIEW = "docs/security-review.md";
const ARCHIVE = "docs/archive.yml";
/** The gates, each with the document that it reads. */
const DOCUMENTS = [
  ["incident-plan", PLAN],
  ["security-review", REVIEW],
  ["archive", ARCHIVE],
] as const;

/** In place of a document or the policy. What is there, and is no text that says anything. */
const INSTEAD: readonly (readonly [string, (path: string) => Files])[] = [
  ["512 KB of text", (path) => ({ [path]: "word ".repeat(102_400) })],
  ["512 KB of opening brackets", (path) => ({ [path]: `---\n${"[".repeat(511_000)}\n---\n` })],
  ["512 KB of nested lists", (path) => ({ [path]: deepList() })],
  ["more than 512 KB", (path) => ({ [path]: "# Heading\n".repeat(60_000) })],
  ["aliases that multiply", (path) => ({ [path]: bomb(path) })],
  ["bytes that are no text", (path) => ({ [path]: Buffer.from([0, 1, 2, 3, 255, 0, 254]) })],
  ["text that is not UTF-8", (path) => ({ [path]: Buffer.from("blåbærsyltetøy\n", "latin1") })],
  ["nothing at all", (path) => ({ [path]: "" })],
  ["only a byte order mark", (path) => ({ [path]: "\uFEFF" })],
  ["a symbolic link", (path) => ({ [path]: { symlink: "../README.md" } })],
  ["a link to itself", (path) => ({ [path]: { symlink: path } })],
  ["a submodule", (path) => ({ [path]: { submodule: "1".repeat(40) } })],
  ["a directory", (path) => ({ [path]: null, [`${path}/README.md`]: "# Not here\n" })],
  ["a document of another kind", (path) => ({ [path]: shopDocuments()["docs/dpia.md"] ?? "" })],
];

describe("hostile content", () => {
  let stage: Stage;
  const errors: string[] = [];

  beforeAll(async () => {
    const onLog = (line: string) => {
      if (/"level":[56]0/.test(line)) errors.push(line);
    };
    stage = await setStage({ onLog });
  });
  afterEach(() => {
    expect(stage.github.violations).toEqual([]);
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(() => stage.close());

  const release = (repository: RepositoryHandle, files: Files = {}) => {
    const documents: Files = { ...shopDocuments(), ...files };
    const pullRequest = stage.releasePullRequest({ in: repository, documents });
    approveAll(stage, pullRequest);
    return pullRequest;
  };
  const expectShut = (pullRequest: PullRequestHandle) => {
    expect(conclusion(pullRequest)).toBe("failure");
    expectHarmless(pullRequest);
  };

  it.each(INSTEAD)("%s in place of the documents shuts each of their gates", async (_, files) => {
    const all = Object.assign({}, ...DOCUMENTS.map(([, path]) => files(path))) as Files;
    const pullRequest = release(openRepository(stage), all);
    await stage.settled();
    expectShut(pullRequest);
    for (const [gate] of DOCUMENTS) expect(conclusion(pullRequest, gate)).toBe("failure");
  });

  it.each(INSTEAD)(
    "%s as the policy is decided by the old one, then shuts the gate",
    async (_, files) => {
      const repository = openRepository(stage);
      const proposal = release(repository, files(POLICY_PATH));
      const branch = "release/other";
      const other = stage.releasePullRequest({ in: repository, branch });
      approveAll(stage, other);
      await stage.settled();
      expect(conclusion(proposal)).toBe("success");
      expect(conclusion(other)).toBe("success");
      const author = stage.people.manager;
      repository.commit({ author, message: "Break it", files: files(POLICY_PATH) });
      await stage.settled();
      expect(conclusion(other)).not.toBe("success");
      for (const each of [proposal, other]) expectHarmless(each);
    },
  );

  it("in titles, branches, labels, file names and commits does nothing on our pages", async () => {
    const { author } = stage.people;
    const nasty = HOSTILE.filter((text) => isPossible(text));
    const files = nasty.map((text, index) => [`src/${index} ${fileName(text)}`, `${text}\n`]);
    const branch = "release/@octocat-<b>-`x`-$y$-#12-[a](b)";
    const pullRequest = stage.releasePullRequest({
      in: openRepository(stage),
      branch,
      documents: { ...shopDocuments(), ...(Object.fromEntries(files) as Record<string, string>) },
      labels: ["release", "@acme/team <img src=x>", "[x](https://evil.example)"],
    });
    pullRequest.edit(author, { title: nasty.join(" ").slice(0, 250), body: nasty.join("\n") });
    pullRequest.requestChanges(stage.people.dpo, { body: nasty.join("\n") });
    await stage.settled();
    expectShut(pullRequest);
  });

  it("in what documents say does nothing on our pages", async () => {
    const repository = openRepository(stage);
    const texts = HOSTILE.filter(isPossible);
    // Every text comes up in more than one place, and every place gets many texts.
    const pullRequests = Array.from({ length: 12 }, (_, index) =>
      stage.releasePullRequest({
        in: repository,
        branch: `release/${index}`,
        documents: hostileDocuments((slot) => texts[(index * 11 + slot) % texts.length] ?? "@a"),
      }),
    );
    await stage.settled();
    for (const pullRequest of pullRequests) expectShut(pullRequest);
  });

  it("in what the policy says does nothing on our pages, also where it is valid", async () => {
    const lines = (text: string) => JSON.stringify(text.slice(0, 300));
    const texts = [
      "@octocat [x](https://evil.example) <img src=x> #12",
      "</details> | a | `b` $x$",
    ];
    const policies = texts.flatMap((text) => [
      `${SHOP_POLICY}gates:\n  archive: { enabled: false, reason: ${lines(text)} }\n`,
      `${SHOP_POLICY}waivers:\n  - { requirement: incident-plan.exercised, reason: ${lines(text)}, granted-by: mona-berg, granted: 2026-11-19, expires: 2026-12-19 }\n`,
      `${SHOP_POLICY}${lines(text)}: 1\n`,
      SHOP_POLICY.replace("[ola-hansen]", `[${lines(text)}]`),
      `${SHOP_POLICY}criticality: ${lines(text)}\n`,
      `${SHOP_POLICY}documents:\n  incident-plan: ${lines(text)}\n`,
    ]);
    const pullRequests: PullRequestHandle[] = [];
    for (const policy of policies) {
      const pullRequest = release(openRepository(stage, policy));
      await stage.settled();
      expect(conclusion(pullRequest)).not.toBeNull();
      expectHarmless(pullRequest);
      pullRequests.push(pullRequest);
    }
    // Switched off with a reason, and waived: in force, and shown, whatever the reason says.
    expect(pullRequests.filter((each) => conclusion(each) === "success")).toHaveLength(4);
  });

  /** Nothing on the comment and the check runs mentions, links elsewhere, or is HTML of others. */
  function expectHarmless(pullRequest: PullRequestHandle): void {
    const comments = pullRequest.record.comments.filter(({ app }) => app !== null);
    const runs = pullRequest.checkRuns();
    const ours = `${stage.github.url}/acme/`;
    for (const text of [
      ...comments.map(({ body }) => body.replace(/\n<!-- portcullis asked [^>]*-->\n?$/, "")),
      ...runs.flatMap(({ summary, text }) => [summary ?? "", text ?? ""]),
    ]) {
      const tree = parse(text);
      expect(foreignHtml(tree)).toEqual([]);
      expect(seenByGitHub(tree)).toEqual([]);
      const all = nodes(tree).map(({ node }) => node);
      const links = all.flatMap((node) => (node.type === "link" ? [node.url] : []));
      expect(links.filter((url) => !url.startsWith(ours))).toEqual([]);
      const embeds = ["image", "definition", "footnoteReference"];
      expect(all.filter(({ type }) => embeds.includes(type))).toEqual([]);
    }
    for (const { title } of runs) expect(title).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(comments.length).toBeLessThanOrEqual(1);
  }
});

/** What can stand in a file or a title at all. */
function isPossible(text: string): boolean {
  return text.trim() !== "" && !text.includes("\0") && text.isWellFormed() && text.length < 500;
}

function fileName(text: string): string {
  return text.replaceAll(/[/\0]/g, "∕").slice(0, 100);
}

/** The example's documents, with a text in every place where they can say something of their own. */
function hostileDocuments(textOf: (slot: number) => string): Record<string, string> {
  const documents = shopDocuments();
  let slot = 0;
  const next = () => textOf(slot++);
  const quoted = () => JSON.stringify(next());
  const onOneLine = () => next().replaceAll(/\s+/g, " ");
  const change = (path: string, from: string, to: string) => {
    const before = documents[path] ?? "";
    if (!before.includes(from)) throw new Error(`${path} does not say: ${from}`);
    documents[path] = before.replace(from, () => to);
  };
  change(REVIEW, "outcome: passed-with-exceptions ", `outcome: ${quoted()} `);
  change(REVIEW, "status: accepted ", "status: open ");
  change(REVIEW, "id: D1", `id: ${quoted()}`);
  change(REVIEW, "Order export lacks a rate limit", quoted());
  change(REVIEW, "release: v1.4.0", `release: ${quoted()}`);
  change(REVIEW, "Evidence: [threat model](threat-model.md)", `N/A: ${onOneLine()}`);
  change(REVIEW, "[impact assessment](dpia.md)", `[impact](${onOneLine()})`);
  change(PLAN, "severity: critical", `severity: ${quoted()}`);
  change(PLAN, "hours: 24/7\nsupport", `hours: ${quoted()}\nsupport`);
  change(PLAN, "## Resources\n", `## ${onOneLine()}\n`);
  change(ARCHIVE, "retain-for: 6y", `retain-for: ${quoted()}`);
  change(ARCHIVE, "category: licences", `category: ${quoted()}`);
  change(ARCHIVE, "path: docs/dpia.md", `path: ${quoted()}`);
  return documents;
}

function deepList(): string {
  const lines: string[] = [];
  let size = 0;
  for (let depth = 0; size < 500_000; depth = (depth + 1) % 1_000) {
    const line = `${" ".repeat(depth)}- x`;
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join("\n").slice(0, 511_000);
}

function bomb(path: string): string {
  const levels = Array.from({ length: 25 }, (_, index) =>
    index === 0
      ? "l0: &l0 [x, x, x, x]"
      : `l${index}: &l${index} [*l${index - 1}, *l${index - 1}, *l${index - 1}, *l${index - 1}]`,
  );
  const yaml = levels.join("\n");
  return path.endsWith(".md") ? `---\n${yaml}\n---\n# Plan\n` : `${yaml}\n`;
}
