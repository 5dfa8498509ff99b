import type { Account, App } from "../accounts.ts";
import type { Issue, IssueComment, IssueStateReason, PullRequest, Reaction } from "../issues.ts";
import type { Repository } from "../repositories.ts";
import { labelNamed } from "./create-repositories.ts";
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
  fields: { title: string; body?: string; app?: App; labels?: readonly string[] },
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
    stateReason: null,
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
  issue.labels.push(...(fields.labels ?? []).map((name) => labelNamed(world, repository, name)));
  world.emit({ event: "issues", action: "opened", issue, sender: by });
  for (const label of issue.labels) {
    world.emit({ event: "issues", action: "labeled", issue, label, sender: by });
  }
  return issue;
}

/** Puts labels on an issue, and takes off those that are not among them. */
export function setIssueLabels(
  world: World,
  issue: Issue,
  by: Account,
  names: readonly string[],
): void {
  const wanted = names.map((name) => labelNamed(world, issue.repository, name));
  const event = "issues";
  for (const label of issue.labels.filter((one) => !wanted.includes(one))) {
    issue.labels.splice(issue.labels.indexOf(label), 1);
    world.emit({ event, action: "unlabeled", issue, label, sender: by });
  }
  for (const label of wanted.filter((one) => !issue.labels.includes(one))) {
    issue.labels.push(label);
    world.emit({ event, action: "labeled", issue, label, sender: by });
  }
  issue.updatedAt = world.now();
}

/** Changes an issue's title, body or state. */
export function editIssue(
  world: World,
  issue: Issue,
  by: Account,
  edit: { title?: string; body?: string; state?: Issue["state"]; reason?: IssueStateReason },
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
  const reason = edit.state === "CLOSED" ? "completed" : "reopened";
  issue.stateReason = edit.reason ?? reason;
  issue.closedAt = edit.state === "CLOSED" ? world.now() : null;
  const action = edit.state === "CLOSED" ? "closed" : "reopened";
  world.emit({ event: "issues", action, issue, sender: by });
}
