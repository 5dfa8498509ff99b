import type { PullRequestHandle, RepositoryHandle } from "../simulator/index.ts";
import { POLICY_PATH, type Approver } from "./releases.ts";
import type { Stage } from "./stage.ts";

let count = 0;

/** A pull request with nothing but this policy, of nobody who may approve it; null takes it away. */
export function policyPullRequest(
  stage: Stage,
  policy: string | null,
  repository: RepositoryHandle = stage.repository,
): PullRequestHandle {
  count += 1;
  const branch = `policy-${count}`;
  const { author } = stage.people;
  repository.commit({
    branch,
    parents: [repository.oid()],
    author,
    message: "Change the policy",
    files: { [POLICY_PATH]: policy },
  });
  return repository.pullRequest({ by: author, head: branch, base: "main", title: "Policy" });
}

/** Changes the policy as it should be: by a pull request that release authority and DPO approve. */
export function changePolicy(
  stage: Stage,
  policy: string | null,
  options: { readonly in?: RepositoryHandle; readonly approvedBy?: readonly Approver[] } = {},
): PullRequestHandle {
  const pullRequest = policyPullRequest(stage, policy, options.in);
  for (const who of options.approvedBy ?? ["manager", "dpo"])
    pullRequest.approve(stage.people[who]);
  pullRequest.merge({ by: stage.people.manager, bypass: true });
  return pullRequest;
}
