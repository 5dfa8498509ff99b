import type { RepositoryHandle } from "../simulator/index.ts";
import {
  mergeRelease,
  policyWith,
  release,
  releaseCheck,
  releaseWords,
  reports,
  verdict,
  writes,
} from "../support/shipping.ts";
import { shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

const MANIFEST = "docs/archive.yml";

describe("a tag", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  const kinds = [
    ["lightweight", undefined],
    ["annotated", "Version 1.4.0"],
  ] as const;

  /** The example without a file to be attached: its tag alone can pass. */
  const mergeWithoutAssets = () => {
    const documents = shopDocuments();
    const manifest = documents[MANIFEST] ?? "";
    const none = manifest.replace(/asset: shop\.cdx\.json/, "not-applicable: It has no parts");
    return mergeRelease(stage, { documents: { ...documents, [MANIFEST]: none } });
  };

  /** Somebody pushed this to the default branch past all pull requests. */
  const pushOn = (repository: RepositoryHandle) =>
    repository.commit({ author: stage.people.author, files: { "src/order.ts": "// more\n" } });

  it.each(kinds)("without a release, %s, is decided by itself", async (_, annotated) => {
    const { repository, commit } = mergeWithoutAssets();
    repository.tag("v1.4.0", { commit, annotated, by: stage.people.manager });
    await stage.settled();
    expect(verdict(repository, commit)).toBe("success");
    expect(releaseWords(repository, commit)).toContain("Tag `v1.4.0` (no release yet) at commit");
    expect(releaseWords(repository, commit)).toContain(
      "A release of this tag can be published by mona-berg or team acme/release-managers.",
    );
  });

  it("without a release waits for the files that a release would have", async () => {
    const { repository, commit } = mergeRelease(stage);
    repository.tag("v1.4.0", { commit, by: stage.people.manager });
    await stage.settled();
    expect(verdict(repository, commit)).toBe("action_required");
    expect(releaseWords(repository, commit)).toContain("Do not release this tag yet.");
    release(stage, repository, { draft: true });
    await stage.settled();
    expect(verdict(repository, commit)).toBe("success");
  });

  it("that the policy does not name is nothing", async () => {
    const { repository, commit } = mergeRelease(stage);
    repository.tag("nightly-7", { commit, by: stage.people.manager });
    const made = release(stage, repository, { tag: "nightly-7", assets: {} });
    await stage.settled();
    expect(releaseCheck(repository, commit)).toBeUndefined();
    expect([made.published, made.body]).toEqual([true, ""]);
  });

  it.each(kinds)("of a release, %s, is what its commit is found by", async (_, annotated) => {
    const { repository, commit } = mergeRelease(stage);
    repository.tag("v1.4.0", { commit, annotated, by: stage.people.manager });
    pushOn(repository);
    const made = release(stage, repository, { target: "main" });
    await stage.settled();
    expect(made.published).toBe(true);
    expect(verdict(repository, commit)).toBe("success");
    expect(releaseCheck(repository)).toBeUndefined();
  });

  it.each(kinds)(
    "that moves, %s, after its release passed takes the release back, and says from where to where",
    async (_, annotated) => {
      const { repository, commit } = mergeRelease(stage);
      const { manager } = stage.people;
      repository.tag("v1.4.0", { commit, annotated, by: manager });
      const made = release(stage, repository);
      await stage.settled();
      expect(made.published).toBe(true);

      const other = pushOn(repository);
      repository.tag("v1.4.0", { commit: other, annotated, by: manager, force: true });
      await stage.settled();
      expect(made.draft).toBe(true);
      expect(made.tag).toBe("v1.4.0");
      expect(verdict(repository, other)).toBe("action_required");
      const [from, to] = [commit, other].map((oid) => `\`${oid.slice(0, 12)}\``);
      const moved = `was moved after the release passed:** it pointed at ${from ?? ""}, now at ${to ?? ""}.`;
      expect(releaseWords(repository, other)).toContain(moved);
      expect(made.body).toContain(moved);
      // The words stay for as long as it stands there.
      await stage.pass(1);
      expect(made.body).toContain(moved);

      repository.tag("v1.4.0", { commit, annotated, by: manager, force: true });
      await stage.settled();
      expect(made.body).toContain("This draft can be published by");
      expect(made.body).not.toContain("was moved");
    },
  );

  it("that moves twice still says where its release had passed", async () => {
    const { repository, commit } = mergeRelease(stage, { policy: policyWith(REPORT) });
    const { manager } = stage.people;
    const made = release(stage, repository);
    await stage.settled();
    for (let times = 0; times < 2; times++) {
      repository.moveTag("v1.4.0", pushOn(repository), manager);
      await stage.settled();
    }
    expect(made.body).toContain(`it pointed at \`${commit.slice(0, 12)}\``);
    expect(reports(repository)).toMatchObject([{ state: "OPEN" }]);
    expect(reports(repository)[0]?.body).toContain(`it pointed at \`${commit.slice(0, 12)}\``);
    repository.moveTag("v1.4.0", commit, manager);
    await stage.settled();
    expect(reports(repository)).toMatchObject([{ state: "CLOSED" }]);
  });

  it("that is deleted leaves a draft, decided by what its target would ship", async () => {
    const { repository, commit } = mergeRelease(stage);
    const made = release(stage, repository);
    await stage.settled();
    const other = pushOn(repository);
    repository.deleteTag("v1.4.0", stage.people.manager);
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository, other)).toBe("action_required");
    expect(made.body).toContain("Do not publish this draft yet.");
    expect(verdict(repository, commit)).toBe("success");
  });

  it("that is deleted, and had no release, asks for nothing", async () => {
    const { repository, commit } = mergeWithoutAssets();
    repository.tag("v1.4.0", { commit, by: stage.people.manager });
    await stage.settled();
    stage.github.requests.clear();
    repository.deleteTag("v1.4.0", stage.people.manager);
    await stage.settled();
    expect(writes(stage)).toEqual([]);
  });

  it.each(["tag", "release"] as const)(
    "on a commit that is on no branch is shut: nobody was asked (%s)",
    async (what) => {
      const { repository, commit } = mergeRelease(stage);
      const loose = repository.writeCommit({
        author: stage.people.author,
        parents: [commit],
        files: { "src/order.ts": "// smuggled\n" },
        message: "Release v1.4.0 (#1)",
      });
      const { manager } = stage.people;
      if (what === "tag") repository.tag("v1.4.0", { commit: loose, by: manager });
      const made = what === "release" ? release(stage, repository, { target: loose }) : null;
      await stage.settled();
      // Nor was it ever scanned.
      expect(verdict(repository, loose)).toBe("failure");
      expect(releaseWords(repository, loose)).toContain(
        "No merged pull request brought this commit, so nobody was asked to approve it.",
      );
      if (made) expect(made.draft).toBe(true);
    },
  );

  it("among more than three pushed at once is decided when it is released: GitHub tells of none", async () => {
    const { repository, commit } = mergeRelease(stage);
    const other = pushOn(repository);
    const names = ["v1.4.0", "v1.4.1", "v1.4.2", "v1.4.3"];
    repository.pushTags(names, { commit: other, by: stage.people.manager });
    await stage.settled();
    expect(releaseCheck(repository, other)).toBeUndefined();
    const made = release(stage, repository, { target: commit });
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository, other)).toBe("action_required");
  });
});

const REPORT = "releases: { when-unready: report }";
