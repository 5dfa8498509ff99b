import type { Pattern, Policy, PullRequest } from "../domain/index.ts";

/** Whether a pull request is a release in the eyes of a policy: it matches every list that is given. */
export function isCandidate(pullRequest: PullRequest, policy: Policy): boolean {
  if (pullRequest.state !== "open") return false;
  const { base, head, labels } = policy.candidates.pullRequests;
  return (
    matchesAny([pullRequest.base.ref], base) &&
    matchesAny([pullRequest.headRef], head) &&
    matchesAny(pullRequest.labels, labels)
  );
}

function matchesAny(names: readonly string[], patterns: readonly Pattern[] | null): boolean {
  if (patterns === null) return true;
  return names.some((name) => patterns.some((pattern) => pattern.matches(name)));
}
