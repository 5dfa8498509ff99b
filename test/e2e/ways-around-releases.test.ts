import { createHash } from "node:crypto";
import { openRepository } from "../support/releases.ts";
import {
  COMPLETE,
  mergeRelease,
  policyWith,
  release,
  releaseCheck,
  releaseWords,
  reports,
  SBOM,
  verdict,
} from "../support/shipping.ts";
import { shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { protect } from "../support/ways-around.ts";

const MANIFEST = "docs/archive.yml";
const REFUSED = /pre_receive .*"portcullis\/release"/s;

describe("a way through a release:", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  /** Approved by everyone but the DPO, and merged all the same. */
  const unready = (policy?: string) =>
    mergeRelease(stage, { without: ["dpo"], ...(policy ? { policy } : {}) });

  /** The same, where GitHub holds the gate. */
  const locked = async () => {
    const merged = unready();
    await stage.settled();
    await protect(stage, merged.repository);
    return merged.repository;
  };

  it("publishing on the web page, without a draft", async () => {
    const { repository } = unready();
    const made = release(stage, repository);
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(made.body).toContain("Waiting for");
    const held = await locked();
    expect(() => release(stage, held, { assets: {} })).toThrow(REFUSED);
    expect(held.record.refs.has("refs/tags/v1.4.0")).toBe(false);
  });

  it("saving a draft, and publishing it before it passed", async () => {
    const { manager } = stage.people;
    const { repository } = unready();
    const made = release(stage, repository, { draft: true });
    await stage.settled();
    expect(made.body).toContain("Do not publish this draft yet.");
    made.publish(manager);
    await stage.settled();
    expect(made.draft).toBe(true);

    const draft = release(stage, await locked(), { draft: true });
    await stage.settled();
    expect(() => {
      draft.publish(manager);
    }).toThrow(REFUSED);
  });

  it("publishing a draft of a tag that was there before the ruleset", async () => {
    const { manager } = stage.people;
    const { repository } = unready();
    repository.tag("v1.4.0", { by: manager });
    await protect(stage, repository);
    // GitHub asks for the check when a tag is made, not when a release is published.
    const made = release(stage, repository);
    await stage.settled();
    expect(made.draft).toBe(true);
  });

  it("a release of a commit whose pull request was never merged", async () => {
    const { author } = stage.people;
    const repository = openRepository(stage);
    const pullRequest = stage.releasePullRequest({ in: repository });
    for (const who of ["responder", "tester", "security", "dpo", "manager"] as const)
      pullRequest.approve(stage.people[who]);
    const target = pullRequest.headOid;
    await stage.settled();
    expect(pullRequest.checkRun("portcullis")?.conclusion).toBe("success");
    const made = release(stage, repository, { target });
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(releaseWords(repository, target)).toContain(
      "No merged pull request brought this commit",
    );

    await protect(stage, repository);
    expect(() => {
      repository.tag("v1.4.1", target, author);
    }).toThrow(/"portcullis\/release" is failing/);
  });

  it("publishing while Portcullis is down", async () => {
    const { repository } = unready();
    await stage.settled();
    await stage.restart(() => release(stage, repository));
    const [made] = repository.releases();
    expect(made?.draft).toBe(true);
    const held = await locked();
    await stage.restart(() => {
      expect(() => release(stage, held)).toThrow(REFUSED);
    });
  });

  it("publishing an immutable release", async () => {
    const { repository } = unready();
    const made = release(stage, repository, { immutable: true });
    await stage.settled();
    expect(made.published && made.immutable).toBe(true);
    expect(verdict(repository)).toBe("action_required");
    expect(made.body).toContain("says so in an issue");
    expect(reports(repository)).toMatchObject([{ state: "OPEN" }]);
    const held = await locked();
    expect(() => release(stage, held, { immutable: true })).toThrow(REFUSED);
  });

  it("a pre-release that is turned into a release later", async () => {
    const { manager } = stage.people;
    const marked = unready(policyWith("releases: { when-unready: prerelease }"));
    const first = release(stage, marked.repository, { prerelease: true });
    await stage.settled();
    first.edit(manager, { prerelease: false });
    await stage.settled();
    expect(first.published && first.prerelease).toBe(true);
    // Where the policy does not say so, a pre-release is no exception at all.
    const { repository } = unready();
    const second = release(stage, repository, { prerelease: true });
    await stage.settled();
    expect(second.draft).toBe(true);
    const held = await locked();
    expect(() => release(stage, held, { prerelease: true })).toThrow(REFUSED);
  });

  it("replacing a file of a release after it passed", async () => {
    const { author } = stage.people;
    const sha256 = createHash("sha256").update(COMPLETE[SBOM]).digest("hex");
    const documents = shopDocuments();
    const named = documents[MANIFEST]?.replace(SBOM, `${SBOM}, sha256: "${sha256}"`) ?? "";
    const replaced = async (more: Record<string, string>, immutable = false) => {
      const merged = mergeRelease(stage, { documents: { ...documents, ...more } });
      const made = release(stage, merged.repository, { immutable });
      await stage.settled();
      expect(made.published && verdict(merged.repository) === "success").toBe(true);
      made.deleteAsset(author, SBOM);
      made.uploadAsset(author, SBOM, "{}");
      // GitHub tells nobody: it is found by looking.
      await stage.pass(1);
      return made;
    };
    expect((await replaced({ [MANIFEST]: named })).draft).toBe(true);
    // Where the manifest does not give its SHA-256, any file of that name will do.
    expect((await replaced({})).draft).toBe(false);
    await expect(replaced({ [MANIFEST]: named }, true)).rejects.toThrow(/immutable release/);
  });

  it("writing into the notes that it passed", async () => {
    const { author, manager } = stage.people;
    const passed = mergeRelease(stage);
    const good = release(stage, passed.repository, { draft: true });
    const { repository } = unready();
    const bad = release(stage, repository, { draft: true });
    await stage.settled();
    bad.edit(author, { body: good.body });
    await stage.settled();
    expect(good.body).toContain("Passed: all 11 gates are open");
    expect(bad.body).not.toContain("Passed: all 11 gates are open");
    expect(bad.body).toContain("Do not publish this draft yet.");
    bad.edit(author, { body: good.body });
    bad.publish(manager);
    await stage.settled();
    expect(bad.draft).toBe(true);
    expect(verdict(repository)).toBe("action_required");
  });

  it("a forged check named portcullis/release", async () => {
    const { author } = stage.people;
    const actions = stage.github.otherApp("github-actions");
    const { repository, commit } = unready();
    const genuine = mergeRelease(stage);
    const settled = release(stage, genuine.repository);
    await stage.settled();
    const marks = releaseCheck(genuine.repository)?.externalId ?? "";
    expect(settled.published).toBe(true);
    expect(marks).toContain("settled:");
    const forge = (where: typeof repository, headSha: string) =>
      where.checkRunOf(actions, {
        name: "portcullis/release",
        headSha,
        conclusion: "success",
        externalId: marks,
        output: { title: "Passed: all 11 gates are open", summary: "" },
      });
    forge(repository, commit);
    const made = release(stage, repository);
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository, commit)).toBe("action_required");

    // The source of the check is what counts: without it GitHub takes anybody's.
    const other = openRepository(stage);
    await protect(stage, other);
    const tags = other.record.rulesets.find(({ name }) => name === "portcullis tags");
    if (tags === undefined) throw new Error("There is no ruleset for tags");
    forge(other, other.oid());
    expect(() => {
      other.tag("v1.0.0", { by: author });
    }).toThrow(/"portcullis\/release" is expected/);
    tags.rules = tags.rules.map((rule) => {
      const required_status_checks = [{ context: "portcullis/release" }];
      return rule.type === "required_status_checks"
        ? { ...rule, parameters: { ...rule.parameters, required_status_checks } }
        : rule;
    });
    other.tag("v1.0.0", { by: author });
    await protect(stage, other);
    expect(() => {
      other.tag("v1.0.1", { by: author });
    }).toThrow(/"portcullis\/release" is/);
  });
});
