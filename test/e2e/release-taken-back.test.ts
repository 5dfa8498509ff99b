import {
  COMPLETE,
  mergeRelease,
  policyWith,
  release,
  releaseWords,
  reports,
  SBOM,
  verdict,
  writes,
} from "../support/shipping.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

const REPORT = "releases: { when-unready: report }";

describe("a release that was published without passing", () => {
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
    stage.github.quirks.missingWorkflowsPermission = 404;
    stage.github.faults.clear();
  });

  /** Published without its SBOM. */
  const published = async (
    policy?: string,
    more: Parameters<typeof release>[2] = {},
    merged: Parameters<typeof mergeRelease>[1] = {},
  ) => {
    const { repository } = mergeRelease(stage, { ...merged, ...(policy ? { policy } : {}) });
    const made = release(stage, repository, { assets: {}, body: "Order export\n", ...more });
    await stage.settled();
    return { repository, made };
  };

  /** What it lacked is attached, and somebody presses "Re-run". */
  const complete = async ({ repository, made }: Awaited<ReturnType<typeof published>>) => {
    made.uploadAsset(stage.people.author, SBOM, COMPLETE[SBOM]);
    const check = repository
      .checkRunsOn(repository.oid())
      .find(({ name }) => name.endsWith("/release"));
    if (check) stage.github.rerun(check, stage.people.author);
    await stage.settled();
  };

  it("is turned back into a draft that keeps its tag, target and text; no issue is needed", async () => {
    const scene = await published();
    const { repository, made } = scene;
    expect(made.draft).toBe(true);
    expect(made.tag).toBe("v1.4.0");
    expect(made.record.targetCommitish).toBe("main");
    expect(made.body.startsWith("Order export\n\n\n<!-- portcullis:begin -->")).toBe(true);
    expect(made.body).toContain("Do not publish this draft yet.");
    expect(verdict(repository)).toBe("action_required");
    expect(releaseWords(repository)).toContain("is not attached to the release");
    expect(reports(repository)).toEqual([]);

    await complete(scene);
    expect(verdict(repository)).toBe("success");
    made.publish(stage.people.manager);
    await stage.settled();
    expect(made.published).toBe(true);
    expect(verdict(repository)).toBe("success");
  });

  it("is turned back as often as it is published", async () => {
    const { made } = await published();
    for (let times = 0; times < 2; times++) {
      made.publish(stage.people.manager);
      await stage.settled();
      expect(made.draft).toBe(true);
    }
  });

  it("is marked as a pre-release where the policy says so, until it has passed", async () => {
    const scene = await published(policyWith("releases: { when-unready: prerelease }"));
    const { repository, made } = scene;
    expect(made.published && made.prerelease).toBe(true);
    expect(made.body).toContain("keeps it marked as a pre-release");
    expect(verdict(repository)).toBe("action_required");
    made.edit(stage.people.manager, { prerelease: false });
    await stage.settled();
    expect(made.prerelease).toBe(true);
    await complete(scene);
    expect(verdict(repository)).toBe("success");
    // Whether it is one is the publisher's to say, from now on.
    made.edit(stage.people.manager, { prerelease: false });
    await stage.settled();
    expect(made.prerelease).toBe(false);
    expect(reports(repository)).toEqual([]);
  });

  it("is reported in one issue where the policy says so; the issue is closed once it has passed", async () => {
    const scene = await published(policyWith(REPORT));
    const { repository, made } = scene;
    expect(made.published && !made.prerelease).toBe(true);
    expect(reports(repository)).toMatchObject([
      { state: "OPEN", title: "Release v1.4.0 was published without passing" },
    ]);
    expect(reports(repository)[0]?.body).toContain("is still public");
    expect(made.body).toContain("says so in an issue");
    expect(verdict(repository)).toBe("action_required");

    made.edit(stage.people.author, { name: "Order export" });
    await stage.settled();
    expect(reports(repository)).toHaveLength(1);
    stage.github.requests.clear();
    await stage.pass(1);
    expect(writes(stage)).toEqual([]);

    await complete(scene);
    expect(verdict(repository)).toBe("success");
    expect(reports(repository)).toMatchObject([{ state: "CLOSED", stateReason: "completed" }]);
    expect(reports(repository)[0]?.body).toContain("has passed");
  });

  it.each([
    ["is deleted", "was deleted", "delete"],
    ["is turned back into a draft by hand", "is a draft again", "redraft"],
  ] as const)("has its issue closed when it %s", async (_, says, how) => {
    const { repository, made } = await published(policyWith(REPORT));
    made[how](stage.people.manager);
    await stage.settled();
    expect(reports(repository)).toMatchObject([{ state: "CLOSED" }]);
    expect(reports(repository)[0]?.body).toContain(says);
    if (how === "delete") return;
    // What we closed is opened again when it comes back.
    made.publish(stage.people.manager);
    await stage.settled();
    expect(reports(repository)).toMatchObject([{ state: "OPEN" }]);
  });

  it("has its issue left closed when a person closed it, and others' issues alone", async () => {
    const { repository, made } = await published(policyWith(REPORT));
    const [issue] = reports(repository);
    if (issue === undefined) throw new Error("There is no issue");
    repository.issue(stage.people.outsider, "Mine", issue.body);
    issue.state = "CLOSED";
    made.edit(stage.people.author, { name: "Order export" });
    await stage.settled();
    expect(repository.issues()).toMatchObject([{ state: "CLOSED" }, { state: "OPEN" }]);
    made.delete(stage.people.manager);
    await stage.settled();
    expect(repository.issues()).toMatchObject([{ state: "CLOSED" }, { state: "OPEN" }]);
    expect(repository.issues()[1]?.body).toContain("is still public");
  });

  it("is reported, and not touched but for its notes, when it is immutable", async () => {
    const { repository, made } = await published(undefined, { immutable: true });
    expect(made.published && made.immutable).toBe(true);
    expect(made.body).toContain("says so in an issue");
    expect(reports(repository)).toMatchObject([{ state: "OPEN" }]);
    expect(reports(repository)[0]?.body).toContain("it is an immutable release: nobody can");
    expect(releaseWords(repository)).toContain("(published, immutable)");
    const path = new RegExp(`^/repos/${repository.fullName}/releases/`);
    const edits = stage.github.requests.list({ method: "PATCH", path });
    expect(
      edits.map(({ body, status }) => [Object.keys(JSON.parse(body) as object), status]),
    ).toEqual([[["body"], 200]]);
    made.delete(stage.people.manager);
    await stage.settled();
    expect(reports(repository)).toMatchObject([{ state: "CLOSED" }]);
  });

  it("that became immutable while it was read is reported all the same", async () => {
    const { repository, made } = await published(undefined, { draft: true });
    // GitHub tells of it only when it refuses.
    Object.defineProperty(made.record, "draft", { value: false, writable: true });
    made.record.publishedAt = stage.github.clock.now();
    const stop = stage.github.faults.inject({ delay: 1 }, ({ method, path }) => {
      if (method === "PATCH" && path.endsWith(`/releases/${made.id}`)) made.record.immutable = true;
      return false;
    });
    made.edit(stage.people.manager, { name: "Order export" });
    await stage.settled();
    stop();
    expect(made.published).toBe(true);
    const path = new RegExp(`^/repos/${repository.fullName}/releases/${made.id}`);
    const edits = stage.github.requests.list({ method: "PATCH", path });
    expect(edits.map(({ status }) => status)).toContain(422);
    expect(reports(repository)[0]?.body).toContain("it is an immutable release: nobody can");
    expect(made.body).toContain("<!-- portcullis:begin -->");
  });

  it.each([404, 403] as const)(
    "is reported when GitHub refuses the draft with %i because its commit changes workflows",
    async (status) => {
      stage.github.quirks.missingWorkflowsPermission = status;
      const files = { ".github/workflows/ship.yml": "on: release\n" };
      const { repository, commit } = mergeRelease(stage, { files });
      // The default branch goes on: the released commit has other workflows now.
      repository.commit({
        author: stage.people.manager,
        files: { ".github/workflows/ship.yml": "on: push\n" },
      });
      const made = release(stage, repository, { assets: {}, target: commit });
      await stage.settled();
      expect(made.published).toBe(true);
      expect(reports(repository)).toMatchObject([{ state: "OPEN" }]);
      const [issue] = reports(repository);
      expect(issue?.body).toContain("GitHub refused");
      expect(releaseWords(repository, commit)).toContain("or says in an issue why that cannot be");
      expect(issue?.body).toMatch(/[Ww]orkflows: write/);
      expect(verdict(repository, commit)).toBe("action_required");
      made.redraft(stage.people.manager);
      await stage.settled();
      expect(issue?.state).toBe("CLOSED");
    },
  );

  it("is tried again when GitHub cannot answer, and is a draft in the end", async () => {
    stage.github.faults.inject(
      { status: 502 },
      ({ method, path }) => method === "PATCH" && path.includes("/releases/"),
      2,
    );
    const { made, repository } = await published();
    await stage.settled();
    expect(made.draft).toBe(true);
    expect(reports(repository)).toEqual([]);
  });

  it.each([
    ["leaves it as it is when it is read in time", 2, false, "success"],
    ["takes it back when it stays unread", 3, true, "failure"],
  ])("by what cannot be read — which %s", async (_, times, draft, becomes) => {
    const { repository, commit } = mergeRelease(stage);
    await stage.settled();
    stage.github.requests.clear();
    const stop = stage.github.faults.inject(
      { forbidden: "repository.head.associatedPullRequests" },
      ({ operation, body }) => operation?.name === "Commit" && body.includes(commit),
      times,
    );
    const made = release(stage, repository, { target: commit });
    await until(() => stage.github.requests.count({ operation: "Commit" }) >= times);
    await until(() => verdict(repository, commit) === becomes);
    await until(() => made.draft === draft);
    stop();
    await until(() => verdict(repository, commit) === "success");
    await stage.settled();
    expect(made.draft).toBe(draft);
  });
});
