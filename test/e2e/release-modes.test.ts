import type { Permissions } from "../simulator/world/accounts.ts";
import { openRepository, POLICY_PATH } from "../support/releases.ts";
import {
  mergeRelease,
  policyWith,
  release,
  releaseCheck,
  releaseWords,
  reports,
  SBOM,
  verdict,
  writes,
} from "../support/shipping.ts";
import { setStage, type Stage } from "../support/stage.ts";

describe("releases", () => {
  let stage: Stage;
  let permissions: Permissions;
  const warnings: string[] = [];
  beforeAll(async () => {
    stage = await setStage({
      onLog: (line) => {
        if (line.includes('"level":40')) warnings.push(line);
      },
    });
    ({ permissions } = stage.installation);
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });
  afterEach(() => {
    stage.installation.permissions = permissions;
  });

  const setPolicy = (repository: Parameters<typeof release>[1], policy: string) =>
    repository.commit({ author: stage.people.manager, files: { [POLICY_PATH]: policy } });

  describe("that are not held", () => {
    it("were published before the policy first stood: they are never touched", async () => {
      const repository = openRepository(stage, null);
      const old = release(stage, repository, { tag: "v1.3.0", assets: {}, body: "Old\n" });
      await stage.settled();
      const commit = repository.oid();
      setPolicy(repository, policyWith(""));
      await stage.settled();
      stage.github.requests.clear();
      old.edit(stage.people.author, { name: "Shop 1.3" });
      repository.tag("v1.2.0", { commit, by: stage.people.manager });
      await stage.pass(1);
      expect([old.published, old.body]).toEqual([true, "Old\n"]);
      expect(reports(repository)).toEqual([]);
      const path = new RegExp(`^/repos/${repository.fullName}/releases`);
      expect(stage.github.requests.count({ method: "PATCH", path })).toBe(0);
    });

    it("are drafts from before it: they are decided when it stands", async () => {
      const repository = openRepository(stage, null);
      const draft = release(stage, repository, { draft: true, body: "Old\n" });
      await stage.settled();
      expect(draft.body).toBe("Old\n");
      setPolicy(repository, policyWith(""));
      await stage.settled();
      expect(draft.body).toContain("Do not publish this draft yet.");
      draft.publish(stage.people.manager);
      await stage.settled();
      expect(draft.draft).toBe(true);
    });

    it("are of a repository without a policy", async () => {
      const repository = openRepository(stage, null);
      stage.github.requests.clear();
      const made = release(stage, repository, { assets: {}, body: "Notes" });
      repository.tag("v2", { by: stage.people.manager });
      await stage.settled();
      expect([made.published, made.body]).toEqual([true, "Notes"]);
      expect(releaseCheck(repository)).toBeUndefined();
      expect(writes(stage)).toEqual([]);
    });

    it("are only observed where the policy says so, also once it no longer does", async () => {
      const { repository } = mergeRelease(stage, { policy: policyWith("mode: observe") });
      const old = release(stage, repository, { assets: {} });
      await stage.settled();
      const commit = repository.oid("v1.4.0");
      expect(old.published).toBe(true);
      expect(verdict(repository, commit)).toBe("neutral");
      expect(old.body).toContain("Portcullis only watches here, and holds nothing back.");
      expect(reports(repository)).toEqual([]);

      setPolicy(repository, policyWith("mode: enforce"));
      await stage.settled();
      old.edit(stage.people.author, { name: "Shop 1.4" });
      await stage.pass(1);
      expect(old.published).toBe(true);
      const fresh = release(stage, repository, { tag: "v1.5.0", assets: {} });
      await stage.settled();
      expect(fresh.draft).toBe(true);
    });
  });

  describe("under a policy that is broken", () => {
    it("are blocked, and taken back as the last valid one says; what is out stays", async () => {
      const policy = policyWith("releases: { when-unready: prerelease }");
      const { repository, commit } = mergeRelease(stage, { policy });
      const old = release(stage, repository);
      await stage.settled();
      setPolicy(repository, "version: 1\nroles: [");
      await stage.settled();
      const made = release(stage, repository, { tag: "v1.4.1", target: commit });
      const none = release(stage, repository, { tag: "nightly", assets: {} });
      await stage.settled();
      expect(verdict(repository, commit)).toBe("failure");
      expect(releaseWords(repository, commit)).toContain(POLICY_PATH);
      expect([made.published, made.prerelease]).toEqual([true, true]);
      expect([old.published, old.prerelease]).toEqual([true, false]);
      expect(none.body).toBe("");
    });
  });

  describe("of an App that lacks a permission", () => {
    const without = (changes: Permissions) => {
      stage.installation.permissions = { ...permissions, ...changes };
      stage.github.expireInstallationTokens();
    };

    it("contents: write — drafts are not seen, and what is out is reported", async () => {
      const { repository, commit } = mergeRelease(stage);
      await stage.settled();
      without({ contents: "read" });
      const draft = release(stage, repository, { draft: true });
      await stage.settled();
      expect(draft.body).toBe("");
      expect(releaseCheck(repository, commit)).toBeUndefined();
      const made = release(stage, repository, { assets: {} });
      await stage.settled();
      expect([made.published, made.body]).toEqual([true, ""]);
      expect(verdict(repository, commit)).toBe("action_required");
      expect(reports(repository)).toMatchObject([{ state: "OPEN" }]);
      expect(reports(repository)[0]?.body).toContain("GitHub refused");
      made.redraft(stage.people.manager);
      await stage.settled();
      expect(reports(repository)).toMatchObject([{ state: "CLOSED" }]);
    });

    it("issues: write — the check and the notes say it, and the log that no issue could be written", async () => {
      without({ issues: "read", pull_requests: "read" });
      const policy = policyWith("releases: { when-unready: report }");
      const { repository, commit } = mergeRelease(stage, { policy });
      const made = release(stage, repository, { assets: {} });
      await stage.settled();
      expect(made.published).toBe(true);
      expect(verdict(repository, commit)).toBe("action_required");
      expect(made.body).toContain("It was published without passing.");
      expect(reports(repository)).toEqual([]);
      expect(warnings.join("\n")).toContain("GitHub refused the issue");
    });
  });

  // The last: for those after it the documents would have expired.
  describe("that time passes by", () => {
    it("stay out when what they stood on expires, and drafts do not stay open", async () => {
      const { repository, commit } = mergeRelease(stage);
      const out = release(stage, repository);
      await stage.settled();
      const other = mergeRelease(stage);
      const draft = release(stage, other.repository, { draft: true });
      await stage.settled();
      expect(verdict(other.repository)).toBe("success");

      // Deviation D1 is accepted until 2027-01-31.
      await stage.pass(24 * 80);
      expect(verdict(other.repository)).toBe("failure");
      expect(releaseWords(other.repository)).toContain("D1");
      expect(draft.body).toContain("Do not publish this draft yet.");
      await stage.pass(1);
      out.edit(stage.people.author, { name: "Shop 1.4" });
      await stage.settled();
      expect(out.published).toBe(true);
      expect(verdict(repository, commit)).toBe("success");
      const check = releaseCheck(repository, commit);
      if (check) stage.github.rerun(check, stage.people.author);
      await stage.settled();
      expect(out.published).toBe(true);
      expect(verdict(repository, commit)).toBe("success");

      // What changes is looked at as of today.
      out.deleteAsset(stage.people.author, SBOM);
      await stage.pass(1);
      expect(out.draft).toBe(true);
      expect(verdict(repository, commit)).toBe("failure");
      expect(releaseWords(repository, commit)).toContain("is not attached to the release");
    });
  });
});
