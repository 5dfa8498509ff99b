import {
  addComment,
  deleteComment,
  editComment,
  editIssue,
  openIssue,
  react,
  setIssueLabels,
} from "../../world/actions/comments.ts";
import { addLabel } from "../../world/actions/pull-requests.ts";
import { appOf } from "../../access/viewer.ts";
import type { Issue, IssueComment, IssueStateReason, PullRequest } from "../../world/issues.ts";
import { roleOf } from "../../world/repositories.ts";
import { paginated } from "../pagination.ts";
import { created, noContent, notFound, ok, unprocessable } from "../reply.ts";
import { issueCommentJson, issueJson, reactionJson } from "../resources/issue-json.ts";
import { labelJson } from "../resources/pull-request-json.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const root = "/repos/{owner}/{repo}/issues";
const one = `${root}/{issue_number}`;
const comments = `${root}/comments/{comment_id}`;
/** Either permission does, since pull requests are issues too. */
const read = [
  ["issues", "read"],
  ["pull_requests", "read"],
] as const;
const write = [
  ["issues", "write"],
  ["pull_requests", "write"],
] as const;

/** Issues, comments and reactions. */
export const issueRoutes: readonly Route[] = [
  repositoryRoute("GET", root, read, (call) => {
    const state = call.query.get("state") ?? "open";
    const creator = call.query.get("creator");
    const labels = (call.query.get("labels") ?? "").split(",").filter((name) => name !== "");
    const since = call.query.get("since");
    const matching = [...call.repository.issues.values()]
      .filter((issue) => state === "all" || (issue.state === "OPEN") === (state === "open"))
      .filter((issue) => creator === null || issue.author.login === creator)
      .filter((issue) => since === null || issue.updatedAt >= new Date(since))
      .filter((issue) => labels.every((name) => hasLabel(issue, name)))
      .reverse();
    return paginated(call, matching, (issue) => issueJson(call.site, issue));
  }),
  repositoryRoute("POST", root, [["issues", "write"]], (call) => {
    const app = appOf(call.viewer);
    const issue = openIssue(call.site.world, call.repository, call.actor, {
      title: String(call.body["title"]),
      body: text(call.body["body"]),
      ...(app === undefined ? {} : { app }),
      // Who may not push sees the labels dropped without a word.
      labels: mayLabel(call) ? names(call.body["labels"]) : [],
    });
    return created(issueJson(call.site, issue));
  }),
  repositoryRoute("GET", one, read, (call) => ok(issueJson(call.site, issueOf(call)))),
  repositoryRoute("PATCH", one, write, (call) => {
    const issue = issueOf(call);
    if (issue.kind !== "issue") throw unprocessable("The simulator edits pull requests elsewhere");
    const { title, body, state, state_reason: reason, labels } = call.body;
    if (labels !== undefined && mayLabel(call)) {
      setIssueLabels(call.site.world, issue, call.actor, names(labels));
    }
    editIssue(call.site.world, issue, call.actor, {
      ...(typeof title === "string" ? { title } : {}),
      ...(typeof body === "string" ? { body } : {}),
      ...(state === "open" || state === "closed"
        ? { state: state === "open" ? "OPEN" : "CLOSED" }
        : {}),
      ...(typeof reason === "string" ? { reason: reason as IssueStateReason } : {}),
    });
    return ok(issueJson(call.site, issue));
  }),
  repositoryRoute("GET", `${one}/comments`, read, (call) =>
    paginated(call, issueOf(call).comments, (comment) => issueCommentJson(call.site, comment)),
  ),
  repositoryRoute("POST", `${one}/comments`, write, (call) => {
    const body = text(call.body["body"]);
    const { world } = call.site;
    const app = appOf(call.viewer) ?? null;
    return created(
      issueCommentJson(call.site, addComment(world, issueOf(call), call.actor, limited(body), app)),
    );
  }),
  repositoryRoute("GET", comments, read, (call) =>
    ok(issueCommentJson(call.site, commentOf(call))),
  ),
  repositoryRoute("PATCH", comments, write, (call) => {
    const comment = commentOf(call);
    editComment(call.site.world, comment, call.actor, limited(text(call.body["body"])));
    return ok(issueCommentJson(call.site, comment));
  }),
  repositoryRoute("DELETE", comments, write, (call) => {
    deleteComment(call.site.world, commentOf(call), call.actor);
    return noContent();
  }),
  repositoryRoute("GET", `${comments}/reactions`, read, (call) =>
    paginated(call, commentOf(call).reactions, (reaction) => reactionJson(call.site, reaction)),
  ),
  repositoryRoute("POST", `${comments}/reactions`, write, (call) => {
    const comment = commentOf(call);
    const before = comment.reactions.length;
    const content = text(call.body["content"]);
    const reaction = react(call.site.world, comment, call.actor, content);
    // 200 tells that the reaction was there already.
    const json = reactionJson(call.site, reaction);
    return comment.reactions.length > before ? created(json) : ok(json);
  }),
  repositoryRoute("POST", `${one}/labels`, write, (call) => {
    const issue = issueOf(call);
    const { body } = call;
    const added = names(Array.isArray(body) ? body : body["labels"]);
    if (issue.kind === "pull-request") {
      for (const name of added) addLabel(call.site.world, issue, name, call.actor);
    } else {
      const kept = issue.labels.map((label) => label.name);
      setIssueLabels(call.site.world, issue, call.actor, [...kept, ...added]);
    }
    return ok(issue.labels.map((label) => labelJson(call.site, call.repository, label)));
  }),
];

function issueOf(call: RepositoryCall): Issue | PullRequest {
  const issue = call.repository.issues.get(Number(call.params["issue_number"]));
  if (issue === undefined) throw notFound();
  return issue;
}

function commentOf(call: RepositoryCall): IssueComment {
  const id = Number(call.params["comment_id"]);
  const all = [...call.repository.issues.values()].flatMap((issue) => issue.comments);
  const comment = all.find((candidate) => candidate.id === id);
  if (comment === undefined) throw notFound();
  return comment;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function limited(body: string): string {
  if (body.length > 65_536) throw unprocessable("body is too long (maximum is 65536 characters)");
  return body;
}

/** Names of labels, or objects that have one. */
function names(labels: unknown): string[] {
  if (!Array.isArray(labels)) return [];
  return (labels as unknown[]).map((label) =>
    typeof label === "object" && label !== null
      ? text((label as { name?: unknown }).name)
      : text(label),
  );
}

/** https://docs.github.com/en/rest/issues/issues#create-an-issue */
function mayLabel(call: RepositoryCall): boolean {
  if (call.viewer.kind === "installation") return true;
  const role = roleOf(call.repository, call.actor);
  return role !== undefined && role !== "read";
}

function hasLabel(issue: Issue | PullRequest, name: string): boolean {
  return issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase());
}
