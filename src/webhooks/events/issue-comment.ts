import { RECHECK_COMMAND, type Job } from "../../application/index.ts";
import { issueCommentPayload } from "../payload.ts";

/** `/portcullis recheck` on a line of its own, written by a person on a pull request. */
export function onIssueComment(payload: unknown): readonly Job[] {
  const { action, installation, repository, issue, comment } = issueCommentPayload.parse(payload);
  if (action !== "created" || !issue.pull_request) return [];
  if (comment.user?.type !== "User" || !asksForRecheck(comment.body)) return [];
  return [
    {
      kind: "recheck",
      ref: {
        installationId: installation.id,
        repository: repository.full_name,
        number: issue.number,
      },
      login: comment.user.login,
    },
  ];
}

function asksForRecheck(body: string): boolean {
  return body.split(/\r?\n/).some((line) => line.trimEnd() === RECHECK_COMMAND);
}
