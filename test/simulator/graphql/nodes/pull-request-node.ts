import { isTeam } from "../../world/accounts.ts";
import { mergeability } from "../../world/actions/merge-pull-request.ts";
import type { Issue, Label, PullRequest } from "../../world/issues.ts";
import type { Repository } from "../../world/repositories.ts";
import { fullName } from "../../world/repositories.ts";
import { actorOf } from "../../access/viewer.ts";
import { association } from "../../rest/resources/association.ts";
import { commitsOf, filesOf } from "../../rest/resources/pull-request-json.ts";
import { isoDate, isoDateOrNull } from "../../rest/resources/site.ts";
import { connection } from "../connections.ts";
import type { Fields, View } from "../view.ts";
import { field, isAbsent, require } from "../view.ts";

const changeTypes: Readonly<Record<string, string>> = {
  added: "ADDED",
  removed: "DELETED",
  modified: "MODIFIED",
  renamed: "RENAMED",
  changed: "CHANGED",
};

/** A pull request. */
export function pullRequestNode(view: View, pull: PullRequest): Fields {
  const { nodes } = view;
  const { repository, number } = pull;
  const { objects } = repository;
  const path = `/${fullName(repository)}/pull/${number}`;
  const ref = (of: Repository | null, name: string): Fields | null => {
    const oid = of?.refs.get(`refs/heads/${name}`);
    return of === null || oid === undefined ? null : nodes.ref(view, of, `refs/heads/${name}`, oid);
  };
  return {
    __typename: "PullRequest",
    ...issueFields(view, pull),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    url: view.site.html + path,
    permalink: view.site.html + path,
    resourcePath: path,
    state: pull.state,
    isDraft: pull.draft,
    merged: pull.state === "MERGED",
    mergedAt: isoDateOrNull(pull.mergedAt),
    mergedBy: () => (pull.mergedBy === null ? null : nodes.account(view, pull.mergedBy)),
    mergeable: () => mergeability(pull),
    mergeCommit: () =>
      pull.mergeCommitOid === null
        ? null
        : nodes.commit(view, repository, objects.read("commit", pull.mergeCommitOid)),
    closed: pull.state !== "OPEN",
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseOid,
    baseRef: () => ref(repository, pull.baseRef),
    baseRepository: () => nodes.repository(view, repository),
    headRefName: pull.headRef,
    headRefOid: pull.headOid,
    headRef: () => ref(pull.headRepository, pull.headRef),
    headRepository: () =>
      pull.headRepository === null ? null : nodes.repository(view, pull.headRepository),
    headRepositoryOwner: () =>
      pull.headRepository === null ? null : nodes.account(view, pull.headRepository.owner),
    isCrossRepository: pull.headRepository !== repository,
    changedFiles: () => filesOf(pull).length,
    commits: field((args, _view, info) =>
      connection(commitsOf(pull), args, info, (commit) => ({
        __typename: "PullRequestCommit",
        id: `PRC_${Buffer.from(`${pull.id}:${commit.oid}`).toString("base64url")}`,
        commit: () => nodes.commit(view, repository, commit),
        pullRequest: () => nodes.pullRequest(view, pull),
      })),
    ),
    files: field((args, _view, info) =>
      connection(filesOf(pull), args, info, (file) => ({
        __typename: "PullRequestChangedFile",
        path: file.path,
        additions: file.additions,
        deletions: file.deletions,
        changeType: changeTypes[file.status],
      })),
    ),
    reviews: field((args, _view, info) => {
      const states = args["states"] as readonly string[] | undefined;
      const { author } = args;
      const found = pull.reviews
        .filter((review) => isAbsent(states) || states.includes(review.state))
        .filter((review) => isAbsent(author) || review.author.login === author);
      return connection(found, args, info, (review) => nodes.review(view, review));
    }),
    reviewRequests: field((args, _view, info) =>
      connection(pull.requestedReviewers, args, info, (reviewer) => ({
        __typename: "ReviewRequest",
        id: `RR_${Buffer.from(`${pull.id}:${reviewer.nodeId}`).toString("base64url")}`,
        asCodeOwner: false,
        databaseId: reviewer.id,
        pullRequest: () => nodes.pullRequest(view, pull),
        requestedReviewer: () => {
          if (!isTeam(reviewer)) return nodes.account(view, reviewer);
          // Without `members: read` a team is not shown to an installation.
          require(view, repository, ["pull_requests", "read"]);
          return nodes.team(view, reviewer);
        },
      })),
    ),
    timelineItems: field((args, _view, info) => {
      const types = args["itemTypes"] as readonly string[] | undefined;
      const since = typeof args["since"] === "string" ? new Date(args["since"]) : undefined;
      const found = pull.timeline
        .filter((event) => isAbsent(types) || types.includes(itemType(event.type)))
        .filter((event) => since === undefined || event.createdAt >= since);
      const toNode = (event: PullRequest["timeline"][number]): Fields =>
        nodes.timelineEvent(view, pull, event);
      const page = connection(found, args, info, toNode);
      const updatedAt = isoDate(pull.updatedAt);
      return { ...page, filteredCount: found.length, pageCount: found.length, updatedAt };
    }),
  };
}

/** An issue. */
export function issueNode(view: View, issue: Issue): Fields {
  const path = `/${fullName(issue.repository)}/issues/${issue.number}`;
  return {
    __typename: "Issue",
    ...issueFields(view, issue),
    databaseId: issue.issueId,
    fullDatabaseId: String(issue.issueId),
    url: view.site.html + path,
    resourcePath: path,
    state: issue.state,
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    closed: issue.state === "CLOSED",
  };
}

/** A label. */
export function labelNode(view: View, repository: Repository, label: Label): Fields {
  const path = `/${fullName(repository)}/labels/${encodeURIComponent(label.name)}`;
  return {
    __typename: "Label",
    id: label.nodeId,
    name: label.name,
    color: label.color,
    description: label.description,
    isDefault: false,
    createdAt: isoDate(label.createdAt),
    updatedAt: isoDate(label.createdAt),
    url: view.site.html + path,
    resourcePath: path,
    repository: () => view.nodes.repository(view, repository),
  };
}

/** "BaseRefChangedEvent" is asked for as BASE_REF_CHANGED_EVENT. */
function itemType(type: string): string {
  return type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

function issueFields(view: View, issue: Issue | PullRequest): Record<string, unknown> {
  const { nodes } = view;
  return {
    id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    author: () => nodes.account(view, issue.author),
    authorAssociation: () => association(issue.repository, issue.author),
    viewerDidAuthor: actorOf(view.viewer) === issue.author,
    repository: () => nodes.repository(view, issue.repository),
    createdAt: isoDate(issue.createdAt),
    updatedAt: isoDate(issue.updatedAt),
    publishedAt: isoDate(issue.createdAt),
    closedAt: isoDateOrNull(issue.closedAt),
    lastEditedAt: isoDateOrNull(issue.lastEditedAt),
    editor: () => (issue.editor === null ? null : nodes.account(view, issue.editor)),
    locked: false,
    labels: field((args, _view, info) =>
      connection(issue.labels, args, info, (label) => nodes.label(view, issue.repository, label)),
    ),
    comments: field((args, _view, info) => {
      require(view, issue.repository, ["issues", "read"], ["pull_requests", "read"]);
      return connection(issue.comments, args, info, (comment) => nodes.comment(view, comment));
    }),
  };
}
