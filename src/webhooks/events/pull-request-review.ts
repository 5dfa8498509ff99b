import type { Job } from "../../application/index.ts";
import { reviewPayload } from "../payload.ts";

/** Submitted, edited or dismissed: each can give an approval or take it away. */
export function onPullRequestReview(payload: unknown): readonly Job[] {
  const { installation, repository, pull_request } = reviewPayload.parse(payload);
  return [
    {
      kind: "pull-request",
      ref: {
        installationId: installation.id,
        repository: repository.full_name,
        number: pull_request.number,
      },
      head: pull_request.head.sha,
      again: false,
    },
  ];
}
