import { commitsBetween } from "../git/history.ts";
import type { PullRequest } from "../world/issues.ts";
import type { Repository } from "../world/repositories.ts";
import { pullRequestsOf } from "../world/repositories.ts";

/** The pull requests that brought a commit, or would bring it. */
export function pullsWith(repository: Repository, sha: string): PullRequest[] {
  return pullRequestsOf(repository).filter(
    (pull) =>
      pull.mergeCommitOid === sha ||
      commitsBetween(repository.objects, pull.baseOid, pull.headOid).some(
        (commit) => commit.oid === sha,
      ),
  );
}
