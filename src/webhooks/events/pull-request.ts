import type { Job } from "../../application/index.ts";
import { pullRequestPayload } from "../payload.ts";

/** What can change a decision, or which pull requests share a commit. */
const ACTIONS = new Set([
  "opened",
  "reopened",
  "synchronize",
  "edited",
  "labeled",
  "unlabeled",
  "ready_for_review",
  "converted_to_draft",
  "closed",
]);

export function onPullRequest(payload: unknown): readonly Job[] {
  const { action, installation, repository, pull_request, before } =
    pullRequestPayload.parse(payload);
  if (!ACTIONS.has(action)) return [];
  const where = { installationId: installation.id, repository: repository.full_name };
  const itself: Job = {
    kind: "pull-request",
    ref: { ...where, number: pull_request.number },
    head: pull_request.head.sha,
    again: false,
  };
  // Whoever shared a commit with this pull request may be judged more mildly without it.
  const left = action === "closed" ? pull_request.head.sha : before;
  return left === undefined
    ? [itself]
    : [itself, { kind: "commit", ...where, head: left, again: false }];
}
