import { changedFiles, commitsBetween, mergeBase } from "../../git/history.ts";
import type { ChangedFile } from "../../git/history.ts";
import type { Typed } from "../../git/objects.ts";
import type { Account } from "../../world/accounts.ts";
import { isTeam } from "../../world/accounts.ts";
import { mergeability } from "../../world/actions/merge-pull-request.ts";
import type { Label, PullRequest, Review } from "../../world/issues.ts";
import type { Repository } from "../../world/repositories.ts";
import { simpleUser, teamJson } from "./account-json.ts";
import { association } from "./association.ts";
import { repositoryJson, repositoryPage, repositoryUrl } from "./repository-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate, isoDateOrNull } from "./site.ts";

/** A label. */
export function labelJson(site: Site, repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryUrl(site, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    // Required to be a string in one schema and nullable in the others; a string fits both.
    description: label.description ?? "",
  };
}

/** A pull request as lists show it. */
export function simplePullRequest(site: Site, pull: PullRequest): Json {
  const { repository, number } = pull;
  const root = repositoryUrl(site, repository);
  const url = `${root}/pulls/${number}`;
  const page = `${repositoryPage(site, repository)}/pull/${number}`;
  const issue = `${root}/issues/${number}`;
  const statuses = `${root}/statuses/${pull.headOid}`;
  const side = (repo: Repository | null, ref: string, sha: string): Json => ({
    label: `${repo?.owner.login ?? "unknown"}:${ref}`,
    ref,
    sha,
    user: repo === null ? null : simpleUser(site, repo.owner),
    repo: repo === null ? null : repositoryJson(site, repo),
  });
  const href = (target: string): Json => ({ href: target });
  return {
    id: pull.id,
    node_id: pull.nodeId,
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${root}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number,
    state: pull.state === "OPEN" ? "open" : "closed",
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    body: pull.body === "" ? null : pull.body,
    user: simpleUser(site, pull.author),
    labels: pull.labels.map((label) => labelJson(site, repository, label)),
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requestedReviewers
      .filter((reviewer): reviewer is Account => !isTeam(reviewer))
      .map((reviewer) => simpleUser(site, reviewer)),
    requested_teams: pull.requestedReviewers
      .filter(isTeam)
      .map((reviewer) => teamJson(site, reviewer)),
    created_at: isoDate(pull.createdAt),
    updated_at: isoDate(pull.updatedAt),
    closed_at: isoDateOrNull(pull.closedAt),
    merged_at: isoDateOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitOid,
    draft: pull.draft,
    head: side(pull.headRepository, pull.headRef, pull.headOid),
    base: side(repository, pull.baseRef, pull.baseOid),
    _links: {
      self: href(url),
      html: href(page),
      issue: href(issue),
      comments: href(`${issue}/comments`),
      review_comments: href(`${url}/comments`),
      review_comment: href(`${root}/pulls/comments{/number}`),
      commits: href(`${url}/commits`),
      statuses: href(statuses),
    },
    author_association: association(repository, pull.author),
    auto_merge: null,
  };
}

/** A pull request in full: `GET /repos/{owner}/{repo}/pulls/{n}` and the `pull_request` webhooks. */
export function pullRequestJson(site: Site, pull: PullRequest): Json {
  const files = filesOf(pull);
  const mergeable = { MERGEABLE: true, CONFLICTING: false, UNKNOWN: null }[mergeability(pull)];
  const sum = (key: "additions" | "deletions"): number =>
    files.reduce((total, file) => total + file[key], 0);
  return {
    ...simplePullRequest(site, pull),
    merged: pull.state === "MERGED",
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? "unknown" : mergeable ? "clean" : "dirty",
    merged_by: pull.mergedBy === null ? null : simpleUser(site, pull.mergedBy),
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsOf(pull).length,
    additions: sum("additions"),
    deletions: sum("deletions"),
    changed_files: files.length,
  };
}

/** The commits of a pull request, oldest first. */
export function commitsOf(pull: PullRequest): Typed<"commit">[] {
  return commitsBetween(pull.repository.objects, pull.baseOid, pull.headOid);
}

/** The files a pull request changes, compared with where its branch left the base. */
export function filesOf(pull: PullRequest): ChangedFile[] {
  const { objects } = pull.repository;
  const base = mergeBase(objects, pull.baseOid, pull.headOid);
  const from = base === undefined ? undefined : objects.read("commit", base).tree;
  return changedFiles(objects, from, objects.read("commit", pull.headOid).tree);
}

/** A review; webhooks write its state in lower case, REST in capitals. */
export function reviewJson(site: Site, review: Review, letters: "lower" | "upper"): Json {
  const { pullRequest: pull } = review;
  const page = `${repositoryPage(site, pull.repository)}/pull/${pull.number}`;
  const html = `${page}#pullrequestreview-${review.id}`;
  const url = `${repositoryUrl(site, pull.repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: simpleUser(site, review.author),
    // Webhooks carry null where REST has the empty string.
    body: letters === "lower" && review.body === "" ? null : review.body,
    state: letters === "lower" ? review.state.toLowerCase() : review.state,
    html_url: html,
    pull_request_url: url,
    _links: { html: { href: html }, pull_request: { href: url } },
    submitted_at: isoDate(review.submittedAt),
    updated_at: isoDate(review.updatedAt),
    commit_id: review.commitOid,
    author_association: association(pull.repository, review.author),
  };
}
