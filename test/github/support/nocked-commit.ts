import type { CommitAsked, CommitSnapshot, Wanted } from "../../../src/application/index.ts";
import { answerWith } from "./nocked-github.ts";
import { platform } from "./nocked-platform.ts";
import { wanted } from "./wanted.ts";
import { HEAD, head, page, pullRequest, world } from "./world.ts";

/** What a pull request became: a commit of its own, with the files of its head. */
export const MERGE = "e".repeat(40);
/** The tree of `world.ts`'s head. */
export const TREE = "c".repeat(40);

type Fields = Record<string, unknown>;

/** A pull request as GitHub lists it at the commit that it became. */
export const associated = (changes: Fields = {}) => ({
  number: 7,
  state: "MERGED",
  headRefOid: HEAD,
  mergeCommit: { oid: MERGE },
  baseRepository: { nameWithOwner: "acme/shop" },
  ...changes,
});

/** Answers the one read of the commit, brought by these pull requests. */
export function answerCommit(
  nodes: readonly unknown[],
  changes: Fields = {},
  repository: Fields = {},
): void {
  const commit = head({ oid: MERGE, associatedPullRequests: page(nodes), ...changes });
  answerWith(world({ pullRequest: null, repository: { head: commit, ...repository } }));
}

/** Answers the read of a merged pull request; `tree` is that of its head. */
export function answerMerged(number = 7, tree = TREE): void {
  const last = { nodes: [{ commit: head({ tree: { oid: tree } }) }] };
  answerWith(world({ pullRequest: pullRequest({ number, state: "MERGED", last }) }));
}

/** Reads the commit as a release, with nothing remembered. */
export function readCommit(
  asked: Partial<CommitAsked> = {},
  changes: Partial<Wanted> = {},
): Promise<CommitSnapshot | null> {
  return platform()
    .commit({
      repository: "acme/shop",
      commit: MERGE,
      kind: "release",
      stage: "release",
      release: "v1.4.0",
      assets: { status: "read", value: [] },
      member: null,
      ...asked,
    })
    .snapshot(wanted(changes));
}
