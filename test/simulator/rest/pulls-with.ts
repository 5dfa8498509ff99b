import { commitsBetween, isAncestor } from "../git/history.ts";
import type { PullRequest } from "../world/issues.ts";
import type { Repository } from "../world/repositories.ts";
import { pullRequestsOf } from "../world/repositories.ts";

/**
 * The merged pull requests that brought a commit; while the default branch lacks it, the open ones
 * that would bring it too. Commit messages associate nothing.
 * https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
export function pullsWith(repository: Repository, sha: string): PullRequest[] {
  const { objects, refs, defaultBranch } = repository;
  const trunk = refs.get(`refs/heads/${defaultBranch}`);
  const hasArrived = trunk !== undefined && isAncestor(objects, sha, trunk);
  return pullRequestsOf(repository).filter((pull) => {
    if (pull.state === "MERGED") return pull.introducedOids.has(sha);
    if (pull.state !== "OPEN" || hasArrived) return false;
    const { baseOid, headOid } = pull;
    return commitsBetween(objects, baseOid, headOid).some((commit) => commit.oid === sha);
  });
}
