import type { RepositoryHandle } from "../simulator/index.ts";
import { openRepository, POLICY_PATH } from "../support/releases.ts";
import {
  documentsFor,
  mergeRelease,
  policyWith,
  release,
  releaseWords,
  verdict,
} from "../support/shipping.ts";
import { setStage, type Stage } from "../support/stage.ts";

const NO_RANGE = "Not applicable: There is no earlier release to compare with.";
/** These tests push to the branch past all pull requests, which that gate would name. */
const UNREVIEWED = policyWith(
  "gates:\n  secure-development: { enabled: false, reason: Commits come past pull requests here }",
);
const since = (tag: string) => `Nothing that a trigger names changed since ${tag}.`;

describe("the release before", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  /** One more version, with a review of its own, merged into the branch and released from there. */
  const ship = async (
    repository: RepositoryHandle,
    tag: string,
    options: { base?: string; files?: Record<string, string>; draft?: boolean } = {},
  ) => {
    const { base = "main", files = {}, draft = false } = options;
    const { commit } = mergeRelease(stage, {
      in: repository,
      branch: `prepare/${tag}`,
      base,
      documents: { ...documentsFor(tag), ...files },
    });
    const made = release(stage, repository, { tag, target: commit, draft });
    await stage.settled();
    return { made, commit, words: releaseWords(repository, commit) };
  };

  /** Other files, past all pull requests. */
  const pushTo = (repository: RepositoryHandle, path: string) =>
    repository.commit({ author: stage.people.author, files: { [path]: `// ${path}\n` } });

  it("is none for the first one, and that is said", async () => {
    const repository = openRepository(stage);
    const first = await ship(repository, "v1.3.0");
    expect(first.words).toContain(NO_RANGE);
    expect(first.made.published).toBe(true);
  });

  it("is where the range begins that the plan's triggers are held against", async () => {
    const repository = openRepository(stage);
    await ship(repository, "v1.3.0");
    const same = await ship(repository, "v1.4.0");
    expect(same.words).toContain(since("v1.3.0"));
    expect(same.made.published).toBe(true);
    pushTo(repository, "src/payment/card.ts");
    const touched = await ship(repository, "v1.5.0");
    expect(touched.words).toContain("`src/payment/card.ts` changed since v1.4.0");
    expect(touched.made.draft).toBe(true);
    expect(verdict(repository, touched.commit)).toBe("failure");
  });

  it("must be of another version, and before the day of the review", async () => {
    const repository = openRepository(stage);
    await ship(repository, "v1.3.0");
    const { commit } = mergeRelease(stage, {
      in: repository,
      branch: "prepare/again",
      documents: documentsFor("v1.4.0", "2026-11-19"),
    });
    release(stage, repository, { target: commit });
    await stage.settled();
    expect(releaseWords(repository, commit)).toContain(
      "The review is dated 2026-11-19, before v1.3.0 was released on 2026-11-20.",
    );
  });

  it("is no draft, no pre-release, and none of another line of versions", async () => {
    const repository = openRepository(stage);
    await ship(repository, "v1.3.0");
    pushTo(repository, "src/payment/card.ts");
    const at = repository.oid();
    const { manager: by } = stage.people;
    repository.release({ by, tag: "v1.3.1", target: at, draft: true });
    repository.release({ by, tag: "v1.3.2", target: at, prerelease: true, immutable: true });
    repository.release({ by, tag: "nightly-1", target: at });
    const { words } = await ship(repository, "v1.4.0");
    expect(words).toContain("`src/payment/card.ts` changed since v1.3.0");
  });

  it("is none that lacks our green check: a range cannot be made short by force", async () => {
    const repository = openRepository(stage);
    await ship(repository, "v1.3.0");
    pushTo(repository, "src/payment/card.ts");
    // Out without passing, and nobody can take it back.
    const forged = release(stage, repository, { tag: "v1.3.9", immutable: true });
    await stage.settled();
    expect(forged.published).toBe(true);
    repository.checkRunOf(stage.github.otherApp(`impostor-${repository.record.id}`), {
      name: "portcullis/release",
      headSha: repository.oid(),
      conclusion: "success",
    });
    const { words, made } = await ship(repository, "v1.4.0");
    expect(words).toContain("`src/payment/card.ts` changed since v1.3.0");
    expect(made.draft).toBe(true);
  });

  it("is one from before Portcullis came where none has passed", async () => {
    const repository = openRepository(stage, null);
    release(stage, repository, { tag: "v1.3.0", assets: {} });
    await stage.settled();
    const files = { [POLICY_PATH]: UNREVIEWED };
    repository.commit({ author: stage.people.manager, files });
    const { words, made } = await ship(repository, "v1.4.0");
    expect(words).toContain(since("v1.3.0"));
    expect(made.published).toBe(true);
  });

  it("of a backport is the one of its own line, by version and ancestry", async () => {
    const policy = UNREVIEWED.replace("labels: [release]", 'base: [main, "1.*"]');
    const repository = openRepository(stage, policy);
    const old = await ship(repository, "v1.3.0");
    repository.branch("1.3.x", old.commit, stage.people.manager);
    pushTo(repository, "src/payment/card.ts");
    const plan = "docs/incident-response-plan.md";
    const reviewed = documentsFor("v1.4.0")[plan]?.replace(
      /^reviewed: .*/m,
      "reviewed: 2026-11-20",
    );
    const next = await ship(repository, "v1.4.0", { files: { [plan]: reviewed ?? "" } });
    expect(next.made.published).toBe(true);
    const backport = await ship(repository, "v1.3.1", { base: "1.3.x" });
    expect(backport.words).toContain(since("v1.3.0"));
    expect(backport.made.published).toBe(true);
    // The next one of the main line goes on from v1.4.0, although v1.3.1 is newer.
    const after = await ship(repository, "v1.5.0");
    expect(after.words).toContain(since("v1.4.0"));
  });
});
