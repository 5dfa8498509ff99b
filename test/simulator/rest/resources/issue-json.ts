import type { Issue, IssueComment, PullRequest, Reaction } from "../../world/issues.ts";
import { appJson, simpleUser } from "./account-json.ts";
import { association } from "./association.ts";
import { labelJson } from "./pull-request-json.ts";
import { repositoryPage, repositoryUrl } from "./repository-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate, isoDateOrNull } from "./site.ts";

const reactionNames = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"];

/** An issue, or the issue side of a pull request. */
export function issueJson(site: Site, issue: Issue | PullRequest): Json {
  const { repository, number } = issue;
  const root = repositoryUrl(site, repository);
  const url = `${root}/issues/${number}`;
  const pulls = `${root}/pulls/${number}`;
  const page = `${repositoryPage(site, repository)}/${issue.kind === "issue" ? "issues" : "pull"}/${number}`;
  const pullRequest =
    issue.kind === "issue"
      ? {}
      : {
          draft: issue.draft,
          pull_request: {
            url: pulls,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: isoDateOrNull(issue.mergedAt),
          },
        };
  return {
    id: issue.issueId,
    node_id: issue.nodeId,
    url,
    repository_url: root,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    number,
    state: issue.state === "OPEN" ? "open" : "closed",
    state_reason: issue.kind === "issue" ? issue.stateReason : null,
    title: issue.title,
    body: issue.body === "" ? null : issue.body,
    user: simpleUser(site, issue.author),
    labels: issue.labels.map((label) => labelJson(site, repository, label)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: issue.comments.length,
    closed_at: isoDateOrNull(issue.closedAt),
    created_at: isoDate(issue.createdAt),
    updated_at: isoDate(issue.updatedAt),
    author_association: association(repository, issue.author),
    reactions: reactionCounts([], `${url}/reactions`),
    performed_via_github_app:
      issue.kind === "issue" && issue.app !== null ? appJson(site, issue.app) : null,
    ...pullRequest,
  };
}

/** A comment on an issue or pull request. */
export function issueCommentJson(site: Site, comment: IssueComment): Json {
  const { issue } = comment;
  const root = repositoryUrl(site, issue.repository);
  const kind = issue.kind === "issue" ? "issues" : "pull";
  const page = `${repositoryPage(site, issue.repository)}/${kind}/${issue.number}`;
  const url = `${root}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${root}/issues/${issue.number}`,
    body: comment.body,
    user: simpleUser(site, comment.author),
    created_at: isoDate(comment.createdAt),
    updated_at: isoDate(comment.updatedAt),
    author_association: association(issue.repository, comment.author),
    performed_via_github_app: comment.app === null ? null : appJson(site, comment.app),
    reactions: reactionCounts(comment.reactions, `${url}/reactions`),
  };
}

/** A reaction. */
export function reactionJson(site: Site, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: simpleUser(site, reaction.user),
    content: reaction.content,
    created_at: isoDate(reaction.createdAt),
  };
}

function reactionCounts(reactions: readonly Reaction[], url: string): Json {
  const count = (content: string): number =>
    reactions.filter((reaction) => reaction.content === content).length;
  return {
    url,
    total_count: reactions.length,
    ...Object.fromEntries(reactionNames.map((name) => [name, count(name)])),
  };
}
