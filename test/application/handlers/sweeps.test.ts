import { EvidenceUnavailable, type Platform } from "../../../src/application/index.ts";
import { markOf } from "../../../src/application/handlers/release-marks.ts";
import { SHOP_AT } from "../../support/shop.ts";
import { done, HERE, release, SHIPPED, type World } from "./desk.ts";

const HEAD = "1".repeat(40);
const OTHER = "2".repeat(40);
const deployment = { kind: "deployment", ...HERE, runId: 5, environment: "production" } as const;
const group = { kind: "merge-group", ...HERE, branch: "main", head: HEAD } as const;
const branch = (name: string, again = false) => ({ kind: "branch", ...HERE, branch: name, again });
const pullRequest = (number: number, again = false) => ({
  kind: "pull-request",
  ref: { ...HERE, number },
  head: HEAD,
  again,
});
const releaseJob = (id: number, again = false) => ({
  kind: "release",
  ...HERE,
  id,
  again,
  movedFrom: null,
});

/** A repository with all that can be up for release. */
const BUSY: Partial<Platform> = {
  openPullRequests: (_repository, head) =>
    Promise.resolve([
      { number: 7, head: HEAD },
      ...(head === undefined ? [{ number: 8, head: HEAD }] : []),
    ]),
  branches: (_repository, patterns) =>
    Promise.resolve(
      [
        { name: "main", head: HEAD },
        { name: "release/1.x", head: OTHER },
      ].filter(({ name }) => patterns.some((pattern) => pattern.matches(name))),
    ),
  mergeGroups: (_repository, name) =>
    Promise.resolve(
      name === "main" ? [{ head: HEAD, members: { status: "read" as const, value: [7] } }] : [],
    ),
  waitingDeployments: () =>
    Promise.resolve([
      { runId: 5, environment: "production", commit: HEAD, since: SHOP_AT, attempt: 1 },
    ]),
};

const BASES = {
  policy: "    labels: [release]\n",
  with: '    labels: [release]\n    base: [main, "release/*"]\n',
};

const NOBODY_ASKED: World = { edits: [{ at: "/policies", set: [] }] };

describe("going through a repository", () => {
  const job = { kind: "repository", ...HERE } as const;

  it("looks at everything that is up for release, and at what is held", async () => {
    const held = { ...deployment, runId: 6 };
    const { queued } = await done(job, { platform: BUSY, edits: [BASES], held: [held] });
    expect(queued).toEqual([
      deployment,
      pullRequest(7),
      pullRequest(8),
      branch("main"),
      group,
      branch("release/1.x"),
      { kind: "releases", ...HERE, commit: null, again: false },
      held,
    ]);
  });

  it("looks at the default branch, also where the policy names no other", async () => {
    const { queued } = await done(job, {});
    expect(queued).toEqual([
      branch("main"),
      { kind: "releases", ...HERE, commit: null, again: false },
    ]);
  });

  it("goes on where it may not read the merge queue, and only then", async () => {
    const refusing = (code: EvidenceUnavailable["code"]) => ({
      ...BUSY,
      mergeGroups: () => Promise.reject(new EvidenceUnavailable(code, "No.")),
    });
    const { queued, failure, warnings } = await done(job, { platform: refusing("forbidden") });
    expect(failure).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(queued.map(({ kind }) => kind)).toContain("releases");
    expect((await done(job, { platform: refusing("unreachable") })).failure).not.toBeNull();
  });

  it("answers deployments though nobody asked for a gate, and does no more", async () => {
    const { queued } = await done(job, { ...NOBODY_ASKED, platform: BUSY });
    expect(queued).toEqual([deployment]);
  });

  it("under a policy that never was valid, looks at the default branch and at releases", async () => {
    const { queued } = await done(job, {
      platform: BUSY,
      edits: [{ policyText: "version: 2\n" }],
    });
    expect(queued).toEqual([
      deployment,
      pullRequest(7),
      pullRequest(8),
      branch("main"),
      group,
      { kind: "releases", ...HERE, commit: null, again: false },
    ]);
  });
});

describe("looking at a commit again", () => {
  const job = { kind: "commit", ...HERE, head: HEAD, again: true } as const;

  it("reaches everything with that commit, and says that somebody asked", async () => {
    const elsewhere = { ...group, head: OTHER };
    const { queued } = await done(job, {
      platform: BUSY,
      edits: [BASES],
      held: [group, elsewhere, deployment],
    });
    expect(queued).toEqual([
      pullRequest(7, true),
      branch("main", true),
      { kind: "releases", ...HERE, commit: HEAD, again: true },
      group,
    ]);
  });

  it("that only left a pull request reaches the others with that head, and no release", async () => {
    const { queued } = await done({ ...job, again: false }, { platform: BUSY, held: [group] });
    expect(queued).toEqual([pullRequest(7)]);
  });

  it("reads anew what GitHub watches over where that may have changed, and only there", async () => {
    const forgottenBy = async (changes: { again: boolean; analysed?: boolean }) =>
      (await done({ ...job, ...changes }, { platform: BUSY })).forgotten;
    const all = [{ installationId: 1, what: { scrutinyOf: "acme/shop" } }];
    expect(await forgottenBy({ again: true })).toEqual(all);
    expect(await forgottenBy({ again: false, analysed: true })).toEqual(all);
    expect(await forgottenBy({ again: false })).toEqual([]);
  });

  it("does nothing where nobody asked for a gate", async () => {
    expect((await done(job, { ...NOBODY_ASKED, platform: BUSY })).queued).toEqual([]);
  });
});

describe("going through releases", () => {
  const job = { kind: "releases", ...HERE, commit: null, again: false } as const;
  const settled = release({ id: 2, commit: OTHER });
  const releases = [
    release({ id: 1, draft: true, publishedAt: null }),
    { ...settled, remembers: `settled:${markOf(settled)}` },
    release({ id: 3 }),
    release({ id: 4, tag: "nightly-1" }),
    release({ id: 5, publishedAt: "2025-12-31T00:00:00Z" }),
    release({ id: 6, commit: null }),
  ];
  const again = { ...job, notBefore: "2026-11-20T13:00:00.000Z" };

  it("looks at each that is one by its tag and not settled or history, once an hour", async () => {
    const { queued } = await done(job, { releases });
    expect(queued).toEqual([releaseJob(1), releaseJob(3), releaseJob(6), again]);
  });

  it("of one commit looks at the settled ones as well, and does not come again", async () => {
    const of = (commit: string) => done({ ...job, commit, again: true }, { releases });
    expect((await of(SHIPPED)).queued).toEqual([releaseJob(1, true), releaseJob(3, true)]);
    expect((await of(OTHER)).queued).toEqual([releaseJob(2, true)]);
  });

  it("comes again though GitHub does not let it read releases now", async () => {
    const platform: Partial<Platform> = {
      releases: () => Promise.resolve({ status: "unreadable", reason: "Forbidden." }),
    };
    expect((await done(job, { platform })).queued).toEqual([again]);
  });

  it("does nothing where nobody asked for a gate", async () => {
    expect((await done(job, { ...NOBODY_ASKED, releases })).queued).toEqual([]);
  });
});
