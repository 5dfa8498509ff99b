import type { Account } from "../../world/accounts.ts";
import {
  addComment,
  deleteComment,
  editComment,
  editIssue,
  openIssue,
  react,
} from "../../world/actions/comments.ts";
import type { MergeMethod } from "../../world/actions/merge-pull-request.ts";
import { mergePullRequest, mergeability } from "../../world/actions/merge-pull-request.ts";
import { requestReview, withdrawReviewRequest } from "../../world/actions/pull-requests.ts";
import { isTeam } from "../../world/accounts.ts";
import type { Issue, IssueStateReason, PullRequest } from "../../world/issues.ts";
import type { Repository } from "../../world/repositories.ts";
import { actorOf, appOf } from "../../access/viewer.ts";
import { reviewRequestProblem } from "../../rest/review-requests.ts";
import { findNode, unresolved } from "../find-node.ts";
import { reactionContents } from "../nodes/conversation-nodes.ts";
import { QueryError, forbidden } from "../query-error.ts";
import type { Args, Resolver, View } from "../view.ts";
import { isAbsent, require } from "../view.ts";
import { echo } from "./check-mutations.ts";

/** `addComment`, on an issue or pull request. */
export const addCommentMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const issue = findIssue(view, String(input["subjectId"]));
  mayConverse(view, issue.repository);
  const app = appOf(view.viewer) ?? null;
  const comment = addComment(view.site.world, issue, writer(view), textOf(input), app);
  const subject = (): unknown =>
    issue.kind === "issue" ? view.nodes.issue(view, issue) : view.nodes.pullRequest(view, issue);
  const edge = { cursor: "", node: () => view.nodes.comment(view, comment) };
  return { commentEdge: edge, timelineEdge: edge, subject, ...echo(input) };
};

/** `updateIssueComment`. */
export const updateIssueCommentMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const comment = findNode(view, String(input["id"]), "IssueComment");
  mayConverse(view, comment.issue.repository);
  editComment(view.site.world, comment, writer(view), textOf(input));
  return { issueComment: () => view.nodes.comment(view, comment), ...echo(input) };
};

/** `deleteIssueComment`. */
export const deleteIssueCommentMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const comment = findNode(view, String(input["id"]), "IssueComment");
  mayConverse(view, comment.issue.repository);
  deleteComment(view.site.world, comment, writer(view));
  return echo(input);
};

/** `addReaction`, to a comment. */
export const addReactionMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const comment = findNode(view, String(input["subjectId"]), "IssueComment");
  mayConverse(view, comment.issue.repository);
  const content = Object.entries(reactionContents).find(([, name]) => name === input["content"]);
  const reaction = react(view.site.world, comment, writer(view), content?.[0] ?? "eyes");
  return {
    reaction: () => view.nodes.reaction(view, comment, reaction),
    subject: () => view.nodes.comment(view, comment),
    ...echo(input),
  };
};

/** `requestReviews`; without `union` the requests replace those there are. */
export const requestReviewsMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const pull = findNode(view, String(input["pullRequestId"]), "PullRequest");
  require(view, pull.repository, ["pull_requests", "write"]);
  const ids = (key: string): readonly string[] => (input[key] ?? []) as readonly string[];
  const wanted = [
    ...ids("userIds").map((id) => findNode(view, id, "User")),
    ...ids("teamIds").map((id) => findNode(view, id, "Team")),
  ];
  const problem = reviewRequestProblem(pull, wanted);
  if (problem !== undefined) throw new QueryError("UNPROCESSABLE", problem);
  const { world } = view.site;
  const kinds = { users: !isAbsent(input["userIds"]), teams: !isAbsent(input["teamIds"]) };
  if (input["union"] !== true) {
    for (const reviewer of [...pull.requestedReviewers]) {
      const replaced = isTeam(reviewer) ? kinds.teams : kinds.users;
      if (replaced && !wanted.includes(reviewer)) {
        withdrawReviewRequest(world, pull, reviewer, writer(view));
      }
    }
  }
  for (const reviewer of wanted) requestReview(world, pull, reviewer, writer(view));
  return {
    pullRequest: () => view.nodes.pullRequest(view, pull),
    actor: () => view.nodes.account(view, writer(view)),
    ...echo(input),
  };
};

/** `mergePullRequest`. */
export const mergePullRequestMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const pull = findNode(view, String(input["pullRequestId"]), "PullRequest");
  require(view, pull.repository, ["contents", "write"]);
  const expected = input["expectedHeadOid"];
  if (!isAbsent(expected) && expected !== pull.headOid) {
    throw new QueryError(
      "UNPROCESSABLE",
      "Head branch was modified. Review and try the merge again.",
    );
  }
  if (mergeability(pull) !== "MERGEABLE" || pull.draft) {
    throw new QueryError("UNPROCESSABLE", "Pull Request is not mergeable");
  }
  const { commitHeadline: title, commitBody: message } = input;
  mergePullRequest(view.site.world, pull, writer(view), {
    method: String(input["mergeMethod"]).toLowerCase() as MergeMethod,
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof message === "string" ? { message } : {}),
  });
  return {
    pullRequest: () => view.nodes.pullRequest(view, pull),
    actor: () => view.nodes.account(view, writer(view)),
    ...echo(input),
  };
};

/** `createIssue`. */
export const createIssueMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const repository = findNode(view, String(input["repositoryId"]), "Repository");
  require(view, repository, ["issues", "write"]);
  const app = appOf(view.viewer);
  const issue = openIssue(view.site.world, repository, writer(view), {
    title: String(input["title"]),
    body: textOf(input),
    ...(app === undefined ? {} : { app }),
  });
  return { issue: () => view.nodes.issue(view, issue), ...echo(input) };
};

/** `closeIssue`. */
export const closeIssueMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const issue = findNode(view, String(input["issueId"]), "Issue");
  require(view, issue.repository, ["issues", "write"]);
  const reason = input["stateReason"];
  editIssue(view.site.world, issue, writer(view), {
    state: "CLOSED",
    ...(typeof reason === "string" ? { reason: reason.toLowerCase() as IssueStateReason } : {}),
  });
  return { issue: () => view.nodes.issue(view, issue), ...echo(input) };
};

function findIssue(view: View, id: string): Issue | PullRequest {
  const kind = view.site.world.nodes.get(id)?.kind;
  if (kind !== "Issue" && kind !== "PullRequest") throw unresolved(id);
  return findNode(view, id, kind);
}

function mayConverse(view: View, repository: Repository): void {
  require(view, repository, ["issues", "write"], ["pull_requests", "write"]);
}

function writer(view: View): Account {
  const actor = actorOf(view.viewer);
  if (actor === undefined) throw forbidden();
  return actor;
}

function textOf(input: Args): string {
  const { body } = input;
  const text = typeof body === "string" ? body : "";
  if (text.length > 65_536) {
    throw new QueryError("UNPROCESSABLE", "Body is too long (maximum is 65536 characters)");
  }
  return text;
}
