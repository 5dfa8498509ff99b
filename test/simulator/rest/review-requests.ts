import type { Account, Team } from "../world/accounts.ts";
import { isTeam } from "../world/accounts.ts";
import type { PullRequest } from "../world/issues.ts";
import { roleOf } from "../world/repositories.ts";

/**
 * Why GitHub refuses a request for reviews, all of it, or undefined when it does not.
 * https://docs.github.com/en/rest/pulls/review-requests
 */
export function reviewRequestProblem(
  pullRequest: PullRequest,
  reviewers: readonly (Account | Team)[],
): string | undefined {
  const { repository, author } = pullRequest;
  if (reviewers.some((reviewer) => reviewer === author)) {
    return "Review cannot be requested from pull request author.";
  }
  const outsider = reviewers.some((reviewer) =>
    isTeam(reviewer)
      ? !repository.teams.has(reviewer)
      : roleOf(repository, reviewer) === undefined && !isMember(pullRequest, reviewer),
  );
  if (!outsider) return undefined;
  return (
    "Reviews may only be requested from collaborators. One or more of the users or teams you " +
    `specified is not a collaborator of the ${repository.owner.login}/${repository.name} repository.`
  );
}

/** Members of the owning organisation can read its public repositories, which is enough. */
function isMember(pullRequest: PullRequest, account: Account): boolean {
  const { owner, private: hidden } = pullRequest.repository;
  if (hidden || !("members" in owner)) return false;
  return (owner.members as Map<Account, string>).has(account);
}
