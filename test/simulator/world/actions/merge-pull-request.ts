import { commitsBetween } from "../../git/history.ts";
import { mergedTree } from "../../git/merge.ts";
import type { Account } from "../accounts.ts";
import type { PullRequest } from "../issues.ts";
import type { World } from "../world.ts";
import { markMerged } from "./close-pull-requests.ts";
import { enforceMergeRules } from "./enforce-rules.ts";
import { moveRef } from "./move-refs.ts";
import { writeCommit } from "./write-commits.ts";

/** How a pull request is merged. */
export type MergeMethod = "merge" | "squash" | "rebase";

/** Whether a pull request could be merged now, as GraphQL's `mergeable` says it. */
export function mergeability(pullRequest: PullRequest): "MERGEABLE" | "CONFLICTING" | "UNKNOWN" {
  const { repository } = pullRequest;
  const tip = repository.refs.get(`refs/heads/${pullRequest.baseRef}`);
  if (tip === undefined || pullRequest.state !== "OPEN") return "UNKNOWN";
  const tree = mergedTree(repository.objects, tip, pullRequest.headOid);
  return tree === undefined ? "CONFLICTING" : "MERGEABLE";
}

/** Merges a pull request through the button; returns the commit on the base branch. */
export function mergePullRequest(
  world: World,
  pullRequest: PullRequest,
  by: Account,
  options: { method?: MergeMethod; title?: string; message?: string; bypass?: boolean } = {},
): string {
  const { repository } = pullRequest;
  const { objects } = repository;
  const ref = `refs/heads/${pullRequest.baseRef}`;
  const tip = repository.refs.get(ref);
  const tree = tip === undefined ? undefined : mergedTree(objects, tip, pullRequest.headOid);
  if (pullRequest.state !== "OPEN" || tip === undefined || tree === undefined) {
    throw new Error("Pull Request is not mergeable");
  }
  enforceMergeRules(world, pullRequest, { by, bypass: options.bypass ?? false });
  const merged = mergeCommit(world, pullRequest, { by, tip, tree, ...options });
  const rewritten =
    options.method === "rebase" ? commitsBetween(objects, tip, merged).map(({ oid }) => oid) : [];
  // The state changes first: moving the branch would find the pull request contained in it.
  pullRequest.state = "MERGED";
  moveRef(world, repository, ref, merged, { by, checked: true });
  markMerged(world, pullRequest, merged, by, rewritten);
  return merged;
}

interface Merge {
  readonly by: Account;
  readonly tip: string;
  readonly tree: string;
  readonly method?: MergeMethod;
  readonly title?: string;
  readonly message?: string;
}

/** Writes what merging would add on top of a commit; returns the last of it. */
export function mergeCommit(world: World, pullRequest: PullRequest, merge: Merge): string {
  const { repository, headOid, number, title } = pullRequest;
  const { by, tip, tree } = merge;
  const text = (headline: string, body: string): string =>
    [merge.title ?? headline, merge.message ?? body].filter((part) => part !== "").join("\n\n");
  switch (merge.method ?? "merge") {
    case "merge": {
      const owner = pullRequest.headRepository?.owner.login ?? "unknown";
      const headline = `Merge pull request #${number} from ${owner}/${pullRequest.headRef}`;
      const message = text(headline, title);
      const parents = [tip, headOid];
      return writeCommit(world, repository, {
        author: by,
        viaWeb: true,
        parents,
        tree,
        message,
      });
    }
    case "squash": {
      const message = text(`${title} (#${number})`, "");
      const author = pullRequest.author;
      return writeCommit(world, repository, {
        author,
        viaWeb: true,
        parents: [tip],
        tree,
        message,
      });
    }
    case "rebase":
      return rebase(world, pullRequest, merge);
  }
}

function rebase(world: World, pullRequest: PullRequest, merge: Merge): string {
  const { repository, headOid } = pullRequest;
  const { objects } = repository;
  let parent = merge.tip;
  for (const commit of commitsBetween(objects, merge.tip, headOid)) {
    if (commit.parents.length > 1) continue;
    // Each commit keeps its author and its date; whoever merges becomes the committer.
    const tree = mergedTree(objects, merge.tip, commit.oid) ?? commit.tree;
    parent = objects.putCommit({
      tree,
      parents: [parent],
      author: commit.author,
      committer: {
        name: merge.by.name ?? merge.by.login,
        email: merge.by.email,
        date: world.now(),
      },
      message: commit.message,
    });
  }
  return parent;
}
