import type { Platform } from "../../src/application/index.ts";

/** A GitHub on which there is nothing: tests put in what theirs is about. */
export const EMPTY_PLATFORM: Platform = {
  pullRequest: () => missing("a pull request"),
  commit: () => missing("a commit"),
  openPullRequests: () => Promise.resolve([]),
  policies: () => Promise.resolve({ defaultBranch: "main", sources: [] }),
  earlierPolicies: () => Promise.resolve({ status: "read", value: [] }),
  policiesWith: (_, own) => Promise.resolve(own === null ? [] : [own]),
  extending: () => [],
  repositories: () => Promise.resolve([]),
  canWrite: () => Promise.resolve(false),
  published: () =>
    Promise.resolve({ checks: [], comment: null, requested: { users: [], teams: [] } }),
  publish: () => Promise.resolve({ comment: null, notAsked: [], failure: null }),
  releases: () => Promise.resolve({ status: "read", value: [] }),
  editRelease: () => Promise.resolve({ status: "gone" }),
  ownIssues: () => Promise.resolve([]),
  openIssue: () => Promise.resolve({ status: "done" }),
  editIssue: () => Promise.resolve({ status: "gone" }),
  waitingDeployment: () => Promise.resolve(null),
  waitingDeployments: () => Promise.resolve([]),
  answerDeployment: () => Promise.resolve({ status: "gone" }),
  branchHead: () => Promise.resolve(null),
  branches: () => Promise.resolve([]),
  tagCommit: () => Promise.resolve(null),
  commitOf: () => Promise.resolve(null),
  tagsAt: () => Promise.resolve({ status: "read", value: [] }),
  mergeGroups: () => Promise.resolve([]),
  policySince: () => Promise.resolve(null),
};

function missing(what: string): never {
  throw new Error(`This test did not say what ${what} is.`);
}
