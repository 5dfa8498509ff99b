import type { Person } from "../domain/index.ts";
import { personOf } from "./persons.ts";
import type { ReviewAnswer } from "./reviews.ts";

/** Whose latest decisive review approves the head of a pull request, whenever it was given. */
export function approversOf(reviews: readonly ReviewAnswer[], head: string): readonly Person[] {
  const latest = new Map<number, ReviewAnswer>();
  for (const review of reviews.toSorted((a, b) => timeOf(a) - timeOf(b))) {
    const author = personOf(review.author);
    if (author) latest.set(author.id, review);
  }
  return [...latest.values()]
    .filter((review) => review.state === "APPROVED" && review.commit?.oid === head)
    .flatMap((review) => personOf(review.author) ?? []);
}

function timeOf({ submittedAt }: ReviewAnswer): number {
  return Date.parse(submittedAt ?? "") || 0;
}
