import type { Account } from "../accounts.ts";
import { allMembers, isTeam } from "../accounts.ts";
import type { PullRequest, Review, ReviewState } from "../issues.ts";
import type { World } from "../world.ts";
import { recordEvent } from "./record-event.ts";

/** Submits a review of a pull request's head, or of an earlier commit of it. */
export function submitReview(
  world: World,
  pullRequest: PullRequest,
  by: Account,
  state: Exclude<ReviewState, "DISMISSED">,
  options: { body?: string; commit?: string } = {},
): Review {
  if (by === pullRequest.author && state !== "COMMENTED") {
    throw new Error("Can not approve or request changes on your own pull request");
  }
  const answered = pullRequest.requestedReviewers.filter((reviewer) =>
    isTeam(reviewer) ? allMembers(reviewer).has(by) : reviewer === by,
  );
  pullRequest.requestedReviewers = pullRequest.requestedReviewers.filter(
    (reviewer) => !answered.includes(reviewer),
  );
  const now = world.now();
  const review: Review = {
    ...world.identify("PullRequestReview"),
    pullRequest,
    author: by,
    state,
    body: options.body ?? "",
    commitOid: options.commit ?? pullRequest.headOid,
    submittedAt: now,
    updatedAt: now,
    lastEditedAt: null,
    editor: null,
    onBehalfOf: answered.filter(isTeam),
  };
  pullRequest.reviews.push(world.register("PullRequestReview", review));
  pullRequest.updatedAt = now;
  world.emit({ event: "pull_request_review", action: "submitted", review, sender: by });
  return review;
}

/** Dismisses an approval or a request for changes; anyone with write access can. */
export function dismissReview(world: World, review: Review, by: Account, message: string): void {
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
    throw new Error(`Can not dismiss a ${review.state.toLowerCase()} pull request review`);
  }
  const previousReviewState = review.state;
  review.state = "DISMISSED";
  review.updatedAt = world.now();
  const dismissed = { review, previousReviewState, dismissalMessage: message };
  recordEvent(world, review.pullRequest, by, { type: "ReviewDismissedEvent", ...dismissed });
  world.emit({ event: "pull_request_review", action: "dismissed", review, sender: by });
}

/** Changes the text of a review; what it said before is only in the event. */
export function editReview(world: World, review: Review, by: Account, body: string): void {
  const changes = { body: { from: review.body } };
  review.body = body;
  review.lastEditedAt = review.updatedAt = world.now();
  review.editor = by;
  world.emit({ event: "pull_request_review", action: "edited", review, changes, sender: by });
}
