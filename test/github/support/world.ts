/** Fixtures of GitHub's answers; `official-answer.ts` checks them against the official schema. */

export const HEAD = "a".repeat(40);
export const BASE = "b".repeat(40);

type Fields = Record<string, unknown>;

export const page = (
  nodes: readonly unknown[],
  next: string | null = null,
  totalCount?: number,
) => ({
  totalCount: totalCount ?? nodes.length,
  pageInfo: { hasNextPage: next !== null, endCursor: next },
  nodes,
});

export const user = (login: string, id: number) => ({
  __typename: "User",
  login,
  databaseId: id,
});

export const DORA = user("dora", 1);
export const MONA = user("mona", 2);

export const commitNode = (oid: string, parent: string, changes: Fields = {}) => ({
  commit: {
    __typename: "Commit",
    id: `C_${oid}`,
    oid,
    committedViaWeb: false,
    committer: { user: DORA },
    authors: page([{ user: DORA }]),
    parents: page([{ oid: parent }]),
    ...changes,
  },
});

export const review = (changes: Fields = {}) => ({
  id: "PRR_1",
  fullDatabaseId: "9000000001",
  state: "APPROVED",
  submittedAt: "2026-11-19T10:00:00Z",
  author: MONA,
  commit: { oid: HEAD, tree: { oid: "c".repeat(40) } },
  ...changes,
});

export const file = (text: string, changes: Fields = {}) => ({
  oid: "d".repeat(40),
  mode: 0o100644,
  type: "blob",
  object: {
    __typename: "Blob",
    byteSize: Buffer.byteLength(text),
    isBinary: false,
    isTruncated: false,
    text,
  },
  ...changes,
});

export const head = (changes: Fields = {}) => ({
  __typename: "Commit",
  oid: HEAD,
  tree: { oid: "c".repeat(40) },
  history: page([]),
  associatedPullRequests: page([
    { number: 7, state: "OPEN", headRefOid: HEAD, baseRepository: { nameWithOwner: "acme/shop" } },
  ]),
  checkSuites: { nodes: [] },
  ...changes,
});

export const pullRequest = (changes: Fields = {}) => ({
  id: "PR_7",
  number: 7,
  state: "OPEN",
  createdAt: "2026-11-10T09:00:00Z",
  isDraft: false,
  isCrossRepository: false,
  baseRefName: "main",
  baseRefOid: BASE,
  headRefName: "release",
  headRefOid: HEAD,
  changedFiles: 1,
  author: DORA,
  labels: page([]),
  reviews: page([review()]),
  timelineItems: page([]),
  files: page([{ path: "a", changeType: "ADDED" }]),
  commits: page([commitNode(HEAD, BASE)]),
  reviewRequests: page([]),
  comments: page([]),
  last: { nodes: [{ commit: head() }] },
  firstOne: { nodes: [{ commit: { parents: { nodes: [{ oid: BASE }] } } }] },
  ...changes,
});

/** The answer to the one read of acme/shop#7, in which everything is in order. */
export const world = (changes: { pullRequest?: unknown; repository?: Fields } = {}) => ({
  rateLimit: { cost: 1, remaining: 4999 },
  repository: {
    id: "R_1",
    nameWithOwner: "acme/shop",
    url: "https://github.com/acme/shop",
    defaultBranchRef: {
      name: "main",
      target: {
        __typename: "Commit",
        oid: BASE,
        policy: file("version: 1\n"),
        changed: { nodes: [{ oid: BASE }] },
      },
    },
    releases: page([]),
    pullRequest: changes.pullRequest === undefined ? pullRequest() : changes.pullRequest,
    ...changes.repository,
  },
  organisation: {
    nameWithOwner: "acme/.github",
    defaultBranchRef: null,
  },
});
