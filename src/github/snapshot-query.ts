import type { Operation } from "./api.ts";
import { changesFrom } from "./changes.ts";
import { COMMIT, commitsFrom } from "./commits.ts";
import { ENTRY, TEXT } from "./file-entries.ts";
import { headSelection, startSelection } from "./head-selection.ts";
import type { Path } from "./partial-errors.ts";
import { WHO } from "./persons.ts";
import { otherPolicies } from "./policies.ts";
import { changedPolicyOnDefaultBranch } from "./policy-source.ts";
import { releasesFrom } from "./releases.ts";
import { repositoryOf } from "./repository.ts";
import { REVIEW, reviewsFrom } from "./reviews.ts";
import { EVENTS, timelineFrom } from "./timeline.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH, type WantedPaths } from "./wanted-paths.ts";

/**
 * How the head commit is found in the one read. Nobody knows its id beforehand, so the last commit
 * of the pull request is taken, and compared with `headRefOid`; GitHub lists commits by the author's
 * date, so where these differ the read is done again with the id.
 * https://docs.github.com/en/pull-requests/committing-changes-to-your-project/troubleshooting-commits/commit-missing-in-local-clone
 */
export type HeadBy = { readonly how: "last-commit" } | { readonly how: "id"; readonly id: string };

/** How the commit at which the range begins is found: the first commit's parent, or its id. */
export type StartBy =
  { readonly how: "first-parent" } | { readonly how: "id"; readonly id: string };

export interface SnapshotRequest {
  readonly repository: string;
  readonly number: number;
  readonly appId: number;
  readonly paths: WantedPaths;
  readonly head: HeadBy;
  readonly start: StartBy;
  /** The repositories whose policies were extended the last time. */
  readonly extended: readonly string[];
}

/** Where the head commit stands in the answer. */
export const HEAD_AT: Readonly<Record<HeadBy["how"], Path>> = {
  "last-commit": ["repository", "pullRequest", "last", "nodes", 0, "commit"],
  id: ["repository", "head"],
};

/** Where the commit stands at which the range may begin. */
export const START_AT: Readonly<Record<StartBy["how"], Path>> = {
  "first-parent": [
    "repository",
    "pullRequest",
    "firstOne",
    "nodes",
    0,
    "commit",
    "parents",
    "nodes",
    0,
  ],
  id: ["repository", "start"],
};

/** Everything about a pull request in one GraphQL request, documents included. */
export function snapshotQuery(request: SnapshotRequest): Operation {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(request.repository);
  const ownerVariable = variables.add("String!", owner);
  const name = variables.add("String!", repo);
  const number = variables.add("Int!", request.number);
  const policy = variables.add("String!", POLICY_PATH);
  const app = variables.add("Int!", request.appId);
  const head = headSelection(request.paths, { app, policy }, variables);
  const start = startSelection(request.paths, variables);
  const at = (how: HeadBy | StartBy, alias: string, selection: string) =>
    how.how === "id"
      ? `${alias}:object(oid:${variables.add("GitObjectID!", how.id)}){...on Commit{${selection}}}`
      : "";
  const repository = [
    "id nameWithOwner url",
    changedPolicyOnDefaultBranch(policy),
    releasesFrom(null, app),
    at(request.head, "head", head),
    at(request.start, "start", start),
    `pullRequest(number:${number}){${pullRequestSelection(request, head, start)}}`,
  ].join(" ");
  const others = otherPolicies(request, { owner: ownerVariable, path: policy }, variables);
  const body = `query Snapshot${variables.declarations}{rateLimit{cost remaining} repository(owner:${ownerVariable},name:${name},followRenames:false){${repository}}${others}}`;
  return { document: withFragments(body, FRAGMENTS), variables: variables.values };
}

export const FRAGMENTS = [REVIEW, COMMIT, EVENTS, TEXT, ENTRY, WHO];

function pullRequestSelection(request: SnapshotRequest, head: string, start: string): string {
  return [
    "id number state isDraft isCrossRepository baseRefName baseRefOid headRefName headRefOid changedFiles createdAt",
    "author{...Who}",
    "labels(first:100){totalCount pageInfo{hasNextPage endCursor} nodes{name}}",
    reviewsFrom(null),
    timelineFrom(null),
    changesFrom(null),
    commitsFrom(null),
    "reviewRequests(first:100){nodes{requestedReviewer{__typename ...on User{login} ...on Bot{login} ...on Team{slug organization{login}}}}}",
    "comments(first:100){pageInfo{hasNextPage endCursor} nodes{fullDatabaseId viewerDidAuthor author{...Who} body}}",
    request.head.how === "last-commit" ? `last:commits(last:1){nodes{commit{${head}}}}` : "",
    request.start.how === "first-parent"
      ? `firstOne:commits(first:1){nodes{commit{parents(first:1){nodes{${start}}}}}}`
      : "",
  ].join(" ");
}
