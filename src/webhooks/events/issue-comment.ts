import type { Job } from "../../application/index.ts";
import { issueCommentPayload } from "../payload.ts";

const COMMAND = /^\/portcullis recheck\s*$/m;

/** `/portcullis recheck` on a line of its own, written by a person on a pull request. */
export function onIssueComment(payload: unknown): readonly Job[] {
  const { action, installation, repository, issue, comment } = issueCommentPayload.parse(payload);
  if (action !== "created" || !issue.pull_request) return [];
  if (comment.user?.type !== "User" || !COMMAND.test(comment.body.replaceAll("\r", ""))) return [];
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
