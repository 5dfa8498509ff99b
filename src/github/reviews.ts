import { z } from "zod";
import type { Reading, Review } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { connection, wholeList, type Connection, type ListPlace } from "./pages.ts";
import { actorSchema, personOf, WHO } from "./persons.ts";
import { read, unreadable } from "./readings.ts";
import type { DismissalsOfReviews } from "./timeline.ts";

/** Selects a review; needs the fragment `Who` beside it. */
export const REVIEW = `fragment Rev on PullRequestReview{id fullDatabaseId state submittedAt author{...Who} commit{oid tree{oid}}}`;

/** A later comment does not undo a decision, so only decisions are read. */
export const reviewsFrom = (after: string | null) =>
  `reviews(first:100,${after === null ? "" : `after:${after},`}states:[APPROVED,CHANGES_REQUESTED,DISMISSED]){totalCount pageInfo{hasNextPage endCursor} nodes{...Rev}}`;

const reviewSchema = z.object({
  id: z.string(),
  fullDatabaseId: z.union([z.string(), z.number()]).nullish(),
  state: z.enum(["APPROVED", "CHANGES_REQUESTED", "DISMISSED"]),
  submittedAt: z.string().nullable(),
  author: actorSchema,
  commit: z.object({ oid: z.string(), tree: z.object({ oid: z.string() }) }).nullable(),
});

export type ReviewAnswer = z.infer<typeof reviewSchema>;

export const reviewsSchema = connection(reviewSchema);

const STATES = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  DISMISSED: "dismissed",
} as const;

/** All decisive reviews of a pull request as GitHub answers them; null if not all could be read. */
export function allReviews(
  api: Api,
  first: Connection<ReviewAnswer>,
  pullRequest: { readonly id: string; readonly head?: string },
): Promise<readonly ReviewAnswer[] | null> {
  const place: ListPlace<ReviewAnswer> = {
    nodeId: pullRequest.id,
    type: "PullRequest",
    list: reviewsFrom,
    fragments: [WHO, REVIEW],
    schema: reviewSchema,
    ...(pullRequest.head === undefined ? {} : { head: pullRequest.head }),
  };
  return wholeList(api, first, place);
}

/** The decisive reviews of a pull request, oldest first. */
export function reviewsOf(
  answers: readonly ReviewAnswer[] | null,
  dismissals: DismissalsOfReviews,
): Reading<readonly Review[]> {
  if (answers === null) return unreadable("The reviews could not be read to their end.");
  const reviews: Review[] = [];
  for (const answer of answers) {
    if (answer.submittedAt === null) return unreadable("A review has no time of submission.");
    reviews.push({
      id: String(answer.fullDatabaseId ?? answer.id),
      author: personOf(answer.author),
      state: STATES[answer.state],
      commit: answer.commit?.oid ?? null,
      tree: answer.commit?.tree.oid ?? null,
      submittedAt: answer.submittedAt,
      dismissal: answer.state === "DISMISSED" ? (dismissals.get(answer.id) ?? null) : null,
    });
  }
  return read(reviews);
}
