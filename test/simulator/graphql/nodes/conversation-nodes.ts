import type { IssueComment, PullRequest, Reaction, Review } from "../../world/issues.ts";
import { fullName } from "../../world/repositories.ts";
import type { TimelineEvent } from "../../world/timeline.ts";
import { actorOf } from "../../access/viewer.ts";
import { association } from "../../rest/resources/association.ts";
import { isoDate, isoDateOrNull } from "../../rest/resources/site.ts";
import { connection } from "../connections.ts";
import type { Fields, View } from "../view.ts";
import { field } from "../view.ts";

/** A review of a pull request. */
export function reviewNode(view: View, review: Review): Fields {
  const { nodes } = view;
  const { pullRequest: pull } = review;
  const path = `/${fullName(pull.repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  return {
    __typename: "PullRequestReview",
    id: review.nodeId,
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    state: review.state,
    body: review.body,
    author: () => nodes.account(view, review.author),
    authorAssociation: () => association(pull.repository, review.author),
    commit: () =>
      nodes.commit(view, pull.repository, pull.repository.objects.read("commit", review.commitOid)),
    pullRequest: () => nodes.pullRequest(view, pull),
    repository: () => nodes.repository(view, pull.repository),
    createdAt: isoDate(review.submittedAt),
    submittedAt: isoDate(review.submittedAt),
    publishedAt: isoDate(review.submittedAt),
    updatedAt: isoDate(review.updatedAt),
    lastEditedAt: isoDateOrNull(review.lastEditedAt),
    editor: () => (review.editor === null ? null : nodes.account(view, review.editor)),
    isMinimized: false,
    viewerDidAuthor: actorOf(view.viewer) === review.author,
    url: view.site.html + path,
    resourcePath: path,
    onBehalfOf: field((args, _view, info) =>
      connection(review.onBehalfOf, args, info, (team) => nodes.team(view, team)),
    ),
  };
}

/** A comment on an issue or in the conversation of a pull request. */
export function commentNode(view: View, comment: IssueComment): Fields {
  const { nodes } = view;
  const { issue } = comment;
  const kind = issue.kind === "issue" ? "issues" : "pull";
  const path = `/${fullName(issue.repository)}/${kind}/${issue.number}#issuecomment-${comment.id}`;
  return {
    __typename: "IssueComment",
    id: comment.nodeId,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    author: () => nodes.account(view, comment.author),
    authorAssociation: () => association(issue.repository, comment.author),
    viewerDidAuthor: actorOf(view.viewer) === comment.author,
    isMinimized: comment.minimized,
    minimizedReason: comment.minimized ? "outdated" : null,
    createdAt: isoDate(comment.createdAt),
    publishedAt: isoDate(comment.createdAt),
    updatedAt: isoDate(comment.updatedAt),
    lastEditedAt: isoDateOrNull(comment.lastEditedAt),
    editor: () => (comment.editor === null ? null : nodes.account(view, comment.editor)),
    pullRequest: () => (issue.kind === "issue" ? null : nodes.pullRequest(view, issue)),
    repository: () => nodes.repository(view, issue.repository),
    url: view.site.html + path,
    resourcePath: path,
    reactions: field((args, _view, info) =>
      connection(comment.reactions, args, info, (reaction) =>
        nodes.reaction(view, comment, reaction),
      ),
    ),
  };
}

/** REST's words for reactions, and GraphQL's. */
export const reactionContents: Readonly<Record<string, string>> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  hooray: "HOORAY",
  confused: "CONFUSED",
  heart: "HEART",
  rocket: "ROCKET",
  eyes: "EYES",
};

/** A reaction to a comment. */
export function reactionNode(view: View, comment: IssueComment, reaction: Reaction): Fields {
  return {
    __typename: "Reaction",
    id: reaction.nodeId,
    databaseId: reaction.id,
    content: reactionContents[reaction.content],
    createdAt: isoDate(reaction.createdAt),
    reactable: () => view.nodes.comment(view, comment),
    user: () => (reaction.user.type === "User" ? view.nodes.account(view, reaction.user) : null),
  };
}

/** An event of a pull request's timeline. */
export function timelineNode(view: View, pull: PullRequest, event: TimelineEvent): Fields {
  return {
    __typename: event.type,
    id: event.nodeId,
    databaseId: event.id,
    createdAt: isoDate(event.createdAt),
    actor: () => view.nodes.account(view, event.actor),
    pullRequest: () => view.nodes.pullRequest(view, pull),
    ...particulars(view, pull, event),
  };
}

function particulars(view: View, pull: PullRequest, event: TimelineEvent): Record<string, unknown> {
  const { nodes } = view;
  const { repository } = pull;
  const commit = (oid: string): Fields =>
    nodes.commit(view, repository, repository.objects.read("commit", oid));
  const page = `/${fullName(repository)}/pull/${pull.number}`;
  const url = { url: view.site.html + page, resourcePath: page };
  switch (event.type) {
    case "BaseRefChangedEvent":
      return { previousRefName: event.previousRefName, currentRefName: event.currentRefName };
    case "ReviewDismissedEvent":
      return {
        ...url,
        review: () => nodes.review(view, event.review),
        previousReviewState: event.previousReviewState,
        dismissalMessage: event.dismissalMessage,
        dismissalMessageHTML: null,
        pullRequestCommit: null,
      };
    case "LabeledEvent":
    case "UnlabeledEvent":
      return {
        label: () => nodes.label(view, repository, event.label),
        labelable: () => nodes.pullRequest(view, pull),
      };
    case "HeadRefForcePushedEvent":
    case "BaseRefForcePushedEvent":
      return {
        beforeCommit: () => commit(event.beforeOid),
        afterCommit: () => commit(event.afterOid),
        ref: null,
      };
    case "MergedEvent":
      return {
        ...url,
        commit: () => commit(event.commitOid),
        mergeRefName: event.refName,
        mergeRef: null,
      };
    case "RenamedTitleEvent":
      return { previousTitle: event.previousTitle, currentTitle: event.currentTitle };
    case "ClosedEvent":
    case "ReopenedEvent":
    case "ConvertToDraftEvent":
    case "ReadyForReviewEvent":
      return url;
  }
}
