import type { Operation } from "./api.ts";
import { headSelection, startSelection } from "./head-selection.ts";
import { otherPolicies } from "./policies.ts";
import { changedPolicyOnDefaultBranch } from "./policy-source.ts";
import { releasesFrom } from "./releases.ts";
import { repositoryOf } from "./repository.ts";
import { FRAGMENTS } from "./snapshot-query.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH, type WantedPaths } from "./wanted-paths.ts";

export interface CommitRequest {
  readonly repository: string;
  readonly commit: string;
  readonly appId: number;
  readonly paths: WantedPaths;
  /** The commit at which the range began the last time. */
  readonly start: string | null;
  /** The repositories whose policies were extended the last time. */
  readonly extended: readonly string[];
}

/** Everything about a commit in one GraphQL request, documents included. */
export function commitQuery(request: CommitRequest): Operation {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(request.repository);
  const ownerVariable = variables.add("String!", owner);
  const name = variables.add("String!", repo);
  const policy = variables.add("String!", POLICY_PATH);
  const app = variables.add("Int!", request.appId);
  const commit = (alias: string, oid: string, selection: string) =>
    `${alias}:object(oid:${variables.add("GitObjectID!", oid)}){...on Commit{${selection}}}`;
  const repository = [
    "id nameWithOwner url",
    changedPolicyOnDefaultBranch(policy),
    releasesFrom(null, app),
    commit("head", request.commit, headSelection(request.paths, { app, policy }, variables)),
    request.start === null
      ? ""
      : commit("start", request.start, startSelection(request.paths, variables)),
  ].join(" ");
  const others = otherPolicies(request, { owner: ownerVariable, path: policy }, variables);
  const body = `query Commit${variables.declarations}{rateLimit{cost remaining} repository(owner:${ownerVariable},name:${name},followRenames:false){${repository}}${others}}`;
  return { document: withFragments(body, FRAGMENTS), variables: variables.values };
}
