import {
  mergeRelease,
  policyWith,
  release,
  releaseCheck,
  releaseWords,
  reports,
  verdict,
} from "../support/shipping.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

describe("releases", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });
  afterEach(() => {
    stage.github.faults.clear();
  });

  describe("of one commit", () => {
    /** v1.4.0 is out and in order; the review of its commit is of no other version. */
    const two = async () => {
      const { repository } = mergeRelease(stage);
      const first = release(stage, repository);
      await stage.settled();
      const second = release(stage, repository, {
        tag: "v1.4.1",
        target: first.record.targetCommitish,
      });
      await stage.settled();
      return { repository, first, second };
    };

    it("are each decided by itself; the check shows the worst of them", async () => {
      const { repository } = mergeRelease(stage);
      const first = release(stage, repository, { draft: true });
      const second = release(stage, repository, { draft: true, tag: "v1.4.1" });
      await stage.settled();
      expect(first.body).toContain("This draft can be published by");
      expect(second.body).toContain("Do not publish this draft yet.");
      expect(verdict(repository)).toBe("failure");
      expect(releaseWords(repository)).toContain("The review is of v1.4.0, not of v1.4.1.");
      expect(releaseWords(repository)).toContain("`v1.4.0`: ✅ Passed");
      first.publish(stage.people.manager);
      second.publish(stage.people.manager);
      await stage.settled();
      expect([first.published, second.draft]).toEqual([true, true]);
      expect(verdict(repository)).toBe("failure");
    });

    it("what is out and in order stays out when another one is made of its commit", async () => {
      const { repository, first, second } = await two();
      expect([first.published, second.draft]).toEqual([true, true]);
      expect(first.body).toContain("has been shown for exactly commit");
      expect(verdict(repository)).toBe("failure");
    });

    it.each([
      ["is deleted", "delete"],
      ["gets a tag that is none of a release", "rename"],
    ])("the check is green again when the one in the way %s", async (_, how) => {
      const { repository, first, second } = await two();
      if (how === "delete") second.delete(stage.people.manager);
      else second.edit(stage.people.manager, { tagName: "preview" });
      await stage.settled();
      expect(verdict(repository)).toBe("success");
      expect(releaseWords(repository)).not.toContain("`v1.4.1`");
      expect(first.published).toBe(true);
      expect(releaseCheck(repository)?.externalId).toContain(`settled:${first.id}-`);
    });

    it("two drafts with the same tag are two releases", async () => {
      const { repository } = mergeRelease(stage);
      const complete = release(stage, repository, { draft: true });
      const empty = release(stage, repository, { draft: true, assets: {} });
      await stage.settled();
      expect(verdict(repository)).toBe("action_required");
      expect(complete.body).toContain("This draft can be published by");
      expect(empty.body).toContain("Do not publish this draft yet.");
      complete.publish(stage.people.manager);
      empty.delete(stage.people.manager);
      await stage.settled();
      expect(complete.published).toBe(true);
      expect(verdict(repository)).toBe("success");
    });
  });

  it("lose our block when their tag becomes none of a release, and keep the author's text", async () => {
    const { repository } = mergeRelease(stage);
    const draft = release(stage, repository, { draft: true, body: "Order export\r\n" });
    await stage.settled();
    expect(draft.body).toContain("portcullis:begin");
    draft.edit(stage.people.manager, { tagName: "preview" });
    await stage.settled();
    expect(draft.body).toBe("Order export\r\n");
    draft.edit(stage.people.manager, { tagName: "v1.4.1" });
    await stage.settled();
    expect(draft.body).toContain("⛔ Blocked");
    expect(verdict(repository)).toBe("failure");
  });

  /** Resolves as soon as the App reads the commit; the answer comes late. */
  const onceRead = (commit: string): Promise<void> => {
    let isRead = false;
    stage.github.faults.inject(
      { delay: 100 },
      ({ operation, body }) => {
        const isIt = operation?.name === "Commit" && body.includes(commit);
        isRead ||= isIt;
        return isIt;
      },
      1,
    );
    return until(() => isRead);
  };

  it("deleted while they are evaluated are mourned by nobody", async () => {
    const policy = policyWith("releases: { when-unready: report }");
    const { repository, commit } = mergeRelease(stage, { policy });
    await stage.settled();
    const read = onceRead(commit);
    const made = release(stage, repository, { assets: {} });
    await read;
    made.delete(stage.people.manager);
    await stage.settled();
    expect(repository.releases()).toEqual([]);
    expect(reports(repository).filter(({ state }) => state === "OPEN")).toEqual([]);
  });

  it("whose notes are edited while they are evaluated keep what was written", async () => {
    const { repository, commit } = mergeRelease(stage);
    await stage.settled();
    const read = onceRead(commit);
    const draft = release(stage, repository, { draft: true, body: "Before\n" });
    await read;
    draft.edit(stage.people.author, { body: "After\n" });
    await stage.settled();
    expect(draft.body).toMatch(/^After\n/);
    expect(draft.body).toContain("This draft can be published by");
  });

  it("renamed while they are evaluated to what is no release have nothing of ours in the end", async () => {
    const { repository, commit } = mergeRelease(stage);
    await stage.settled();
    const read = onceRead(commit);
    const draft = release(stage, repository, { draft: true });
    await read;
    draft.edit(stage.people.author, { tagName: "preview" });
    await stage.settled();
    expect(draft.body).toBe("");
  });
});
