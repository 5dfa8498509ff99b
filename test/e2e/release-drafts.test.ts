import { createHash } from "node:crypto";
import { POLICY_PATH } from "../support/releases.ts";
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
  writes,
} from "../support/shipping.ts";
import { shopDocuments } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

const MANIFEST = "docs/archive.yml";
const NOTES = "# Order export\r\n\r\n* CSV\t \r\n* JSON  \r\n\r\n";

describe("a draft", () => {
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
    stage.github.quirks.draftReleaseEvents = true;
  });

  it("waits for its SBOM, passes once that is attached, and is left alone when it is published", async () => {
    const { repository } = mergeRelease(stage);
    const draft = release(stage, repository, { draft: true, assets: {}, body: NOTES });
    await stage.settled();
    expect(verdict(repository)).toBe("action_required");
    expect(releaseWords(repository)).toContain(`\`${SBOM}\` is not attached to the release.`);
    expect(draft.body).toContain("**⏳ Waiting for the author**");
    expect(draft.body).toContain("Do not publish this draft yet.");

    draft.uploadAsset(stage.people.author, SBOM, "{}");
    await stage.settled();
    expect(verdict(repository)).toBe("action_required");
    await stage.pass(1);
    expect(verdict(repository)).toBe("success");
    const publishers = "can be published by mona-berg or team acme/release-managers.";
    expect(draft.body).toContain(`This draft ${publishers}`);
    expect(releaseWords(repository)).toContain("can be published by mona-berg or team");

    draft.publish(stage.people.manager);
    await stage.settled();
    expect(draft.published).toBe(true);
    expect(verdict(repository)).toBe("success");
    expect(draft.body).toContain("has been shown for exactly commit");
    expect(draft.body).not.toContain("draft");
    expect(releaseWords(repository)).toContain("Release `v1.4.0` (published) of commit");
    expect(releaseCheck(repository)?.externalId).toMatch(/ settled:\d+-[0-9a-f]{16}$/);
    expect(reports(repository)).toEqual([]);

    stage.github.requests.clear();
    await stage.pass(1);
    expect(writes(stage)).toEqual([]);
  });

  it("of which GitHub sends no event is found by looking", async () => {
    stage.github.quirks.draftReleaseEvents = false;
    const { repository } = mergeRelease(stage);
    await stage.settled();
    const draft = release(stage, repository, { draft: true });
    await stage.settled();
    expect(verdict(repository)).toBeNull();
    await stage.pass(1);
    expect(verdict(repository)).toBe("success");
    expect(draft.body).toContain("This draft can be published by");
  });

  it("keeps its author's text byte for byte, and our own edits are answered by nothing", async () => {
    const { repository } = mergeRelease(stage);
    await stage.settled();
    stage.github.requests.clear();
    const draft = release(stage, repository, { draft: true, body: NOTES });
    await stage.settled();
    const path = new RegExp(`^/repos/${repository.fullName}/releases/`);
    expect(stage.github.requests.count({ method: "PATCH", path })).toBe(1);
    expect(draft.body.startsWith(`${NOTES}\n\n<!-- portcullis:begin -->\n`)).toBe(true);
    expect(stage.github.deliveries.list("release.edited").at(-1)?.payload).toMatchObject({
      sender: { login: `${stage.github.app.slug}[bot]` },
    });

    // As the web page sends it: all line ends are CRLF then.
    const typed = `Typo mended\n${draft.body}\nThanks!\n`.replace(/\r?\n/g, "\r\n");
    stage.github.requests.clear();
    draft.edit(stage.people.author, { body: typed });
    await stage.settled();
    expect(draft.body).toBe(typed);
    expect(writes(stage)).toEqual([]);

    draft.publish(stage.people.manager);
    await stage.settled();
    const [before = "", after = ""] = draft.body.split(/<!-- portcullis:begin -->[^]*end -->/);
    expect(before).toBe(`Typo mended\r\n${NOTES}\r\n\r\n`);
    expect(after).toBe("\r\nThanks!\r\n");
  });

  it("is not written into where the policy does not want it", async () => {
    const policy = policyWith("releases: { annotate: false }\ncomment: false");
    const { repository } = mergeRelease(stage, { policy });
    const draft = release(stage, repository, { draft: true, body: NOTES });
    await stage.settled();
    expect(verdict(repository)).toBe("success");
    expect(draft.body).toBe(NOTES);
  });

  it("is decided anew when the policy changes", async () => {
    const { repository, commit } = mergeRelease(stage);
    release(stage, repository, { draft: true, target: commit });
    await stage.settled();
    expect(verdict(repository, commit)).toBe("success");
    const policy = policyWith("gates: { archive: { retain-for: 9y } }");
    repository.commit({ author: stage.people.manager, files: { [POLICY_PATH]: policy } });
    await stage.settled();
    expect(verdict(repository, commit)).toBe("failure");
    expect(releaseWords(repository, commit)).toContain("the policy asks for 9y");
  });

  it.each([
    ["is the one of the manifest", 0, (digest: string) => digest, "success", "All 1 are attached"],
    ["is another one", 1, (digest: string) => digest, "failure", "is not the file of the manifest"],
    // As GitHub answered before June 2025, and as older servers do.
    ["cannot be told", 0, () => null, "failure", "GitHub does not tell the SHA-256"],
  ])("whose SBOM's digest %s", async (_, wrong, told, becomes, says) => {
    const documents = shopDocuments();
    const sha256 = createHash("sha256").update(COMPLETE[SBOM]).digest("hex");
    const manifest = documents[MANIFEST]?.replace(SBOM, `${SBOM}, sha256: "${sha256}"`) ?? "";
    const { repository } = mergeRelease(stage, {
      documents: { ...documents, [MANIFEST]: manifest },
    });
    const content = COMPLETE[SBOM] + " ".repeat(wrong);
    const draft = release(stage, repository, { draft: true, assets: { [SBOM]: content } });
    for (const asset of draft.record.assets) Object.assign(asset, { digest: told(asset.digest) });
    await stage.settled();
    expect(verdict(repository)).toBe(becomes);
    expect(releaseWords(repository)).toContain(says);
  });

  it.each([
    ["named otherwise", { "shop.json": "{}" }, "action_required", "is not attached"],
    ["empty", { [SBOM]: "" }, "failure", "is attached, but empty."],
  ])("whose SBOM is %s does not pass", async (_, assets, becomes, says) => {
    const { repository } = mergeRelease(stage);
    release(stage, repository, { draft: true, assets });
    await stage.settled();
    expect(verdict(repository)).toBe(becomes);
    expect(releaseWords(repository)).toContain(says);
  });

  it("“Re-run” writes its check anew, and finds what changed without an event", async () => {
    const { repository } = mergeRelease(stage);
    const draft = release(stage, repository, { draft: true, assets: {} });
    await stage.settled();
    const before = releaseCheck(repository);
    draft.uploadAsset(stage.people.author, SBOM, COMPLETE[SBOM]);
    if (before) stage.github.rerun(before, stage.people.author);
    await until(() => verdict(repository) === "success");
    await stage.settled();
    expect(releaseCheck(repository)?.id).not.toBe(before?.id);
    expect(draft.body).toContain("This draft can be published by");
  });
});
