import { documentsFor, mergeRelease, release, releaseWords, verdict } from "../support/shipping.ts";
import { openRepository } from "../support/releases.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { protect } from "../support/ways-around.ts";

const FAILING = /"portcullis\/release" is failing/;
const EXPECTED = /"portcullis\/release" is expected/;

describe("a way through a tag:", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  /** v1.4.0 is out, and in order. */
  const out = async () => {
    const merged = mergeRelease(stage);
    const made = release(stage, merged.repository);
    await stage.settled();
    expect(made.published).toBe(true);
    expect(verdict(merged.repository, merged.commit)).toBe("success");
    return { ...merged, made };
  };

  it("a tag pushed by hand", async () => {
    const { author } = stage.people;
    const repository = openRepository(stage);
    repository.tag("v1.4.0", { by: author });
    await stage.settled();
    expect(verdict(repository)).toBe("failure");
    expect(releaseWords(repository)).toContain("Tag `v1.4.0` (no release yet)");
    expect(repository.record.refs.has("refs/tags/v1.4.0")).toBe(true);

    await protect(stage, repository);
    for (const annotated of [undefined, "Order export"]) {
      expect(() => {
        repository.tag("v1.4.1", { by: author, annotated });
      }).toThrow(FAILING);
    }
  });

  it("more than three tags pushed at once", async () => {
    const { author } = stage.people;
    const repository = openRepository(stage);
    const names = (minor: number) => [0, 1, 2, 3].map((patch) => `v1.${minor}.${patch}`);
    repository.pushTags(names(4), { by: author });
    await stage.settled();
    await stage.pass(2);
    // Nobody is told. A release or a deployment of one of them is looked at all the same.
    expect(verdict(repository)).toBeNull();
    const made = release(stage, repository, { tag: "v1.4.2" });
    await stage.settled();
    expect(made.draft).toBe(true);

    const fresh = openRepository(stage);
    await protect(stage, fresh);
    expect(() => {
      fresh.pushTags(names(5), { by: author });
    }).toThrow(EXPECTED);
  });

  it("the tag of a release moved to another commit", async () => {
    const { author } = stage.people;
    const { repository, commit, made } = await out();
    const other = repository.commit({ author, files: { "src/order.ts": "0" } });
    repository.moveTag("v1.4.0", other, author);
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository, other)).not.toBe("success");
    expect(releaseWords(repository, other)).toContain(commit.slice(0, 7));

    const locked = await out();
    await protect(stage, locked.repository);
    const next = locked.repository.commit({
      branch: "next",
      author,
      files: { "src/order.ts": "0" },
    });
    expect(() => {
      locked.repository.moveTag("v1.4.0", next, author);
    }).toThrow(/Cannot update this protected ref/);
  });

  it("the tag of a release deleted, and made anew elsewhere", async () => {
    const { author, manager } = stage.people;
    const { repository, made } = await out();
    repository.deleteTag("v1.4.0", author);
    const other = repository.commit({ author, files: { "src/order.ts": "0" } });
    repository.tag("v1.4.0", { by: author, commit: other });
    // GitHub makes the release of a deleted tag a draft itself.
    made.publish(manager);
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(verdict(repository, other)).not.toBe("success");

    const locked = await out();
    await protect(stage, locked.repository);
    expect(() => {
      locked.repository.deleteTag("v1.4.0", author);
    }).toThrow(/Cannot delete this protected ref/);
  });

  it("another tag on a commit that passed as another release", async () => {
    const { author } = stage.people;
    const { repository, commit, made } = await out();
    await protect(stage, repository);
    // GitHub asks for the check of the commit, and that is green: it lets the tag through.
    repository.tag("v1.5.0", { by: author, commit });
    await stage.settled();
    expect(verdict(repository, commit)).toBe("failure");
    expect(releaseWords(repository, commit)).toContain("v1.5.0");
    const second = release(stage, repository, { tag: "v1.5.0" });
    await stage.settled();
    expect(second.draft).toBe(true);
    expect(made.published).toBe(true);
    // The next one finds the check red.
    expect(() => {
      repository.tag("v1.6.0", { by: author, commit });
    }).toThrow(FAILING);
  });

  it("a tag that the policy does not call a release", async () => {
    const { author } = stage.people;
    const repository = openRepository(stage);
    await protect(stage, repository);
    repository.tag("release-1.4.0", { by: author });
    const made = release(stage, repository, { tag: "build-7" });
    await stage.settled();
    expect(verdict(repository)).toBeNull();
    expect(made.published).toBe(true);
    expect(made.body).toBe("");
  });

  it("a small release in between, published unready, so that the next one has little to show", async () => {
    const { author } = stage.people;
    const { repository } = await out();
    // Whoever changes how payments are made has to bring the plan up to date; v1.4.1 is to hide that.
    repository.commit({ author, files: { "src/payment/card.ts": "export const card = 1;\n" } });
    const between = release(stage, repository, { tag: "v1.4.1" });
    await stage.settled();
    expect(between.draft).toBe(true);
    // Out again, while nobody looks.
    const stop = stage.github.deliveries.intercept(() => "hold");
    between.publish(author);
    const documents = { ...documentsFor("v1.5.0"), "src/order.ts": "2" };
    mergeRelease(stage, { in: repository, branch: "release/v1.5.0", documents });
    release(stage, repository, { tag: "v1.5.0", draft: true });
    stop();
    stage.github.deliveries.releaseHeld((held) => held.slice(-1));
    await stage.settled();
    expect(verdict(repository)).toBe("failure");
    expect(releaseWords(repository)).toMatch(/payment.* since v1\.4\.0/);
  });
});
