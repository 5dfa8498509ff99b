import {
  EvidenceUnavailable,
  handleJob,
  InstallationGone,
  mergeJobs,
  type Job,
  type Platform,
  type Publication,
  type PullRequestSnapshot,
  type PullRequestSource,
} from "../../src/application/index.ts";
import type { Evidence, Reading } from "../../src/domain/index.ts";
import {
  ANY_TURN,
  NO_DELIVERIES,
  NO_LEDGER,
  NOTHING_TO_FORGET,
  recordingQueue,
} from "../support/surroundings.ts";
import { MemoryHeld } from "../support/memory-held.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { EMPTY_PLATFORM } from "../support/platform.ts";
import { SHOP_AT, shopEvidence } from "../support/shop.ts";

const ref = { installationId: 1, repository: "acme/shop", number: 7 };
const HEAD = "1".repeat(40);
const job: Job = { kind: "pull-request", ref, head: HEAD, again: false };

interface World {
  readonly evidence?: Evidence;
  readonly siblings?: Reading<readonly number[]>;
  /** Thrown in place of a snapshot. */
  readonly failure?: Error;
  readonly policies?: Evidence["policies"];
  readonly writers?: readonly string[];
  readonly open?: readonly number[];
}

/** A platform that answers from evidence, and what was published through it. */
function platformOf(world: World) {
  const evidence = world.evidence ?? shopEvidence();
  const policies = { defaultBranch: "main", sources: world.policies ?? evidence.policies };
  const published: Publication[] = [];
  const freshness: string[] = [];
  const snapshot: PullRequestSnapshot = {
    ...evidence,
    policies,
    proposedPolicy: null,
    published: { checks: [], comment: null, requested: { users: [], teams: [] } },
    siblings: world.siblings ?? { status: "read", value: [] },
  };
  const source: PullRequestSource = {
    policies: () => Promise.resolve(policies),
    snapshot: () => (world.failure ? Promise.reject(world.failure) : Promise.resolve(snapshot)),
    files: (_commit, paths) =>
      Promise.resolve(Object.fromEntries(paths.map((path) => [path, { kind: "missing" }]))),
    people: (_names, how) => {
      freshness.push(how);
      return Promise.resolve(evidence.people);
    },
    policyHistory: () => Promise.resolve(evidence.policyHistory),
    scrutiny: () => Promise.resolve(evidence),
    earlierPolicies: () => Promise.resolve({ status: "read", value: [] }),
    policiesWith: (own) => Promise.resolve(own === null ? [] : [own]),
  };
  const platform: Platform = {
    ...EMPTY_PLATFORM,
    pullRequest: () => source,
    openPullRequests: () =>
      Promise.resolve((world.open ?? []).map((number) => ({ number, head: HEAD }))),
    policies: () => Promise.resolve(policies),
    repositories: () => Promise.resolve(["acme/shop", "acme/blog"]),
    canWrite: (_repository, login) => Promise.resolve(world.writers?.includes(login) ?? false),
    published: () =>
      Promise.resolve({
        checks: [
          {
            id: "1",
            name: "portcullis/archive",
            completed: true,
            conclusion: "success",
            externalId: null,
            remembers: null,
          },
        ],
        comment: null,
        requested: { users: [], teams: [] },
      }),
    publish: (publication) => {
      published.push(publication);
      return Promise.resolve({ comment: null, notAsked: [], failure: null });
    },
  };
  return { platform, published, freshness };
}

async function run(each: Job, world: World, attempt = 1) {
  const { platform, published, freshness } = platformOf(world);
  const queued: (Job & { notBefore?: string })[] = [];
  const failure = await handleJob(each, attempt, {
    knowledge: KNOWLEDGE,
    now: () => SHOP_AT,
    webUrl: "https://github.com",
    platform: () => Promise.resolve(platform),
    installations: () => Promise.resolve([1, 2]),
    deliveries: NO_DELIVERIES,
    queue: recordingQueue(queued),
    turns: ANY_TURN,
    ...NO_LEDGER,
    forgetting: NOTHING_TO_FORGET,
    held: new MemoryHeld(),
    log: { info: () => undefined, warn: () => undefined },
  }).then(
    () => null,
    (error: unknown) => error,
  );
  return { published, freshness, queued, failure };
}

const conclusions = (publication: Publication | undefined) =>
  Object.fromEntries((publication?.checks ?? []).map(({ name, conclusion }) => [name, conclusion]));

describe("a pull request", () => {
  it("is decided and published", async () => {
    const { published, failure } = await run(job, {});
    expect(failure).toBeNull();
    expect(published).toHaveLength(1);
    expect(published[0]?.commit).toBe(HEAD);
    expect(conclusions(published[0])["portcullis"]).toBe("success");
  });

  it("that would turn to passed looks the people up anew", async () => {
    expect((await run(job, {})).freshness).toEqual(["remembered", "anew"]);
  });

  it("is looked at again when time alone may change it", async () => {
    const { queued } = await run(job, {});
    expect(queued).toEqual([{ ...job, notBefore: "2027-01-17T00:00:00Z" }]);
  });

  it("without a policy is left alone", async () => {
    const { published, failure } = await run(job, { policies: [] });
    expect(published).toEqual([]);
    expect(failure).toBeNull();
  });

  it("is not decided while nobody knows who else has its head", async () => {
    const siblings = { status: "unreadable", reason: "too many" } as const;
    const { published, failure } = await run(job, { siblings });
    expect(published).toEqual([]);
    expect(failure).toBeInstanceOf(EvidenceUnavailable);
  });
});

describe("what cannot be read", () => {
  const failure = new EvidenceUnavailable("unreachable", "502");

  it("is tried again before anybody is told", async () => {
    const first = await run(job, { failure });
    expect(first.failure).toBe(failure);
    expect(first.published).toEqual([]);
  });

  it("shuts the gate, and every gate that stood open, from the second failure on", async () => {
    const { published, failure: thrown } = await run(job, { failure }, 2);
    expect(thrown).toBe(failure);
    expect(conclusions(published[0])).toEqual({
      portcullis: "failure",
      "portcullis/archive": "failure",
    });
    expect(published[0]?.checks[0]?.title).toContain("Could not tell");
  });

  it("says nothing where nobody asked, or where no commit is known", async () => {
    expect((await run(job, { failure, policies: [] }, 2)).published).toEqual([]);
    expect((await run({ ...job, head: null }, { failure }, 2)).published).toEqual([]);
  });

  it("does the same for a mistake of ours", async () => {
    const bug = new TypeError("undefined is not a function");
    const { published, failure: thrown } = await run(job, { failure: bug }, 2);
    expect(thrown).toBe(bug);
    expect(conclusions(published[0])["portcullis"]).toBe("failure");
    expect(JSON.stringify(published)).not.toContain("undefined is not");
  });
});

describe("jobs about several", () => {
  const where = { installationId: 1, repository: "acme/shop" };

  it("become one job for each open pull request", async () => {
    const { queued } = await run({ kind: "repository", ...where }, { open: [3, 4] });
    expect(queued.flatMap((each) => ("ref" in each ? [each.ref.number] : []))).toEqual([3, 4]);
    expect(queued).toContainEqual({ kind: "branch", ...where, branch: "main", again: false });
    expect(queued).toContainEqual({ kind: "releases", ...where, commit: null, again: false });
  });

  it("are none where nobody asked for a gate", async () => {
    const world = { open: [3, 4], policies: [] };
    expect((await run({ kind: "repository", ...where }, world)).queued).toEqual([]);
  });

  it("go from the App to its installations, and from these to their repositories", async () => {
    expect((await run({ kind: "app" }, {})).queued).toEqual([
      { kind: "app", notBefore: "2026-11-20T13:00:00.000Z" },
      { kind: "installation", installationId: 1 },
      { kind: "installation", installationId: 2 },
    ]);
    const installation: Job = { kind: "installation", installationId: 1 };
    const notBefore = "2026-11-20T12:00:00.000Z";
    expect((await run(installation, {})).queued).toEqual([
      { kind: "repository", installationId: 1, repository: "acme/shop", notBefore },
      { kind: "repository", installationId: 1, repository: "acme/blog", notBefore },
    ]);
  });

  it("carry on that somebody asked for everything anew", async () => {
    const commit: Job = { kind: "commit", ...where, head: HEAD, again: true };
    const { queued } = await run(commit, { open: [3] });
    expect(queued).toEqual([
      { kind: "pull-request", ref: { ...where, number: 3 }, head: HEAD, again: true },
      { kind: "releases", ...where, commit: HEAD, again: true },
    ]);
  });
});

describe("/portcullis recheck", () => {
  it("is done for those with write access, and for nobody else", async () => {
    const recheck: Job = { kind: "recheck", ref, login: "kari" };
    expect((await run(recheck, { writers: ["kari"] })).queued).toHaveLength(1);
    expect((await run(recheck, { writers: ["mona"] })).queued).toEqual([]);
  });
});

describe("a job of an installation that is gone", () => {
  const gone = new InstallationGone(null);

  it("ends when GitHub has said so five times, and nothing is called passed", async () => {
    const { failure, published, queued } = await run(job, { failure: gone }, 4);
    expect({ failure, queued }).toEqual({ failure: gone, queued: [] });
    expect(published.flatMap(({ checks }) => checks)).not.toContainEqual(
      expect.objectContaining({ conclusion: "success" }),
    );
    const last = await run(job, { failure: gone }, 5);
    expect(last).toMatchObject({ failure: null, queued: [] });
    expect(last.published.flatMap(({ checks }) => checks)).not.toContainEqual(
      expect.objectContaining({ conclusion: "success" }),
    );
  });

  it("is done by the installation that took its place, where both ask for the same", () => {
    const later: Job = { ...job, ref: { ...ref, installationId: 2 } };
    expect([mergeJobs(job, later), mergeJobs(later, job)]).toEqual([later, later]);
    const [old, own] = [1, 2].map((installationId): Job => ({
      kind: "repository",
      installationId,
      repository: "acme/shop",
    }));
    expect([mergeJobs(old!, own!), mergeJobs(own!, old!)]).toEqual([own, own]);
    expect(mergeJobs({ kind: "app" }, { kind: "app" })).toEqual({ kind: "app" });
  });

  it("is tried again for ever where anything else fails", async () => {
    for (const code of ["unexpected-answer", "forbidden", "unreachable"] as const) {
      const other = new EvidenceUnavailable(code, "No.");
      expect((await run(job, { failure: other }, 50)).failure).toBe(other);
    }
  });
});

describe("a job of a later version", () => {
  it("is not done by one that does not know it: it waits", async () => {
    const { failure, queued } = await run({ kind: "tomorrow", ...ref } as unknown as Job, {});
    expect(String(failure)).toContain('does not know such a job: {"kind":"tomorrow"');
    expect(queued).toEqual([]);
  });
});
