import type { Pattern, Policy, PullRequest } from "../domain/index.ts";

/** Whether a pull request is up for release now. */
export function isCandidate(pullRequest: PullRequest, policy: Policy): boolean {
  return pullRequest.state === "open" && isRelease(pullRequest, policy);
}

/** Whether a pull request is, or was, a release for a policy: it matches every list that is given. */
export function isRelease(pullRequest: PullRequest, policy: Policy): boolean {
  const { base, head, labels } = policy.candidates.pullRequests;
  return (
    matchesAny([pullRequest.base.ref], base) &&
    matchesAny([pullRequest.headRef], head) &&
    matchesAny(pullRequest.labels, labels)
  );
}

/**
 * Whether releases are made from a branch: it is among the bases of release pull requests. Where any
 * base will do, only the default branch is.
 */
export function isReleaseBranch(branch: string, policy: Policy, defaultBranch: string): boolean {
  const { base } = policy.candidates.pullRequests;
  return base === null ? branch === defaultBranch : matchesAny([branch], base);
}

/** Whether a tag, or an environment, is one of a policy's candidates. */
export function isNamed(name: string, patterns: readonly Pattern[]): boolean {
  return matchesAny([name], patterns);
}

function matchesAny(names: readonly string[], patterns: readonly Pattern[] | null): boolean {
  if (patterns === null) return true;
  return names.some((name) => patterns.some((pattern) => pattern.matches(name)));
}
