import type { Account, App } from "../accounts.ts";
import type { Issue, IssueComment, PullRequest, Reaction } from "../issues.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";

/** Comments on an issue or pull request; `app` when an App wrote through its API. */
export function addComment(
  world: World,
  issue: Issue | PullRequest,
  by: Account,
  body: string,
  app: App | null = null,
): IssueComment {
  const now = world.now();
  const comment: IssueComment = {
    ...world.identify("IssueComment"),
    issue,
    author: by,
    app,
    body,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    editor: null,
    minimized: false,
    reactions: [],
  };
  issue.comments.push(world.register("IssueComment", comment));
  issue.updatedAt = now;
  world.emit({ event: "issue_comment", action: "created", comment, sender: by });
  return comment;
}

/** Changes the text of a comment. */
export function editComment(world: World, comment: IssueComment, by: Account, body: string): void {
  const changes = { body: { from: comment.body } };
  comment.body = body;
  comment.lastEditedAt = comment.updatedAt = world.now();
  comment.editor = by;
  world.emit({ event: "issue_comment", action: "edited", comment, changes, sender: by });
}

/** Deletes a comment. */
export function deleteComment(world: World, comment: IssueComment, by: Account): void {
  comment.issue.comments.splice(comment.issue.comments.indexOf(comment), 1);
  world.nodes.delete(comment.nodeId);
  world.emit({ event: "issue_comment", action: "deleted", comment, sender: by });
}

/** Reacts to a comment ("+1", "eyes"); a second equal reaction of the same account is the first. */
export function react(
  world: World,
  comment: IssueComment,
  user: Account,
  content: string,
): Reaction {
  const existing = comment.reactions.find(
    (reaction) => reaction.user === user && reaction.content === content,
  );
  if (existing !== undefined) return existing;
  const reaction = { ...world.identify("Reaction"), user, content, createdAt: world.now() };
  comment.reactions.push(world.register("Reaction", reaction));
  return reaction;
}

/** Opens an issue. */
export function openIssue(
  world: World,
  repository: Repository,
  by: Account,
  fields: { title: string; body?: string; app?: App },
): Issue {
  const now = world.now();
  const { id: issueId, nodeId } = world.identify("Issue");
  const issue: Issue = {
    kind: "issue",
    issueId,
    nodeId,
    number: repository.issues.size + 1,
    repository,
    author: by,
    app: fields.app ?? null,
    title: fields.title,
    body: fields.body ?? "",
    state: "OPEN",
    labels: [],
    comments: [],
    timeline: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    lastEditedAt: null,
    editor: null,
  };
  repository.issues.set(issue.number, world.register("Issue", issue));
  world.emit({ event: "issues", action: "opened", issue, sender: by });
  return issue;
}

/** Changes an issue's title, body or state. */
export function editIssue(
  world: World,
  issue: Issue,
  by: Account,
  edit: { title?: string; body?: string; state?: Issue["state"] },
): void {
  const changes: Record<string, unknown> = {};
  if (edit.title !== undefined && edit.title !== issue.title) {
    changes["title"] = { from: issue.title };
    issue.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== issue.body) {
    changes["body"] = { from: issue.body };
    issue.body = edit.body;
  }
  issue.updatedAt = world.now();
  if (Object.keys(changes).length > 0) {
    world.emit({ event: "issues", action: "edited", issue, changes, sender: by });
  }
  if (edit.state === undefined || edit.state === issue.state) return;
  issue.state = edit.state;
  issue.closedAt = edit.state === "CLOSED" ? world.now() : null;
  const action = edit.state === "CLOSED" ? "closed" : "reopened";
  world.emit({ event: "issues", action, issue, sender: by });
}
