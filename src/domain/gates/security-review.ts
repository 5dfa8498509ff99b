import type { Case } from "../case.ts";
import { itemRequirements } from "../checklist.ts";
import { checklistInOrder } from "../checklist-order.ts";
import { REVIEW, SECURITY_REVIEW_ITEMS } from "../checklists.ts";
import type { Document, SecurityReview } from "../documents.ts";
import { at, documentExists, inDocument, inField } from "../reading.ts";
import {
  satisfied,
  unknown,
  unsatisfied,
  type Gate,
  type Requirement,
  type Result,
} from "../requirement.ts";
import { lies } from "../files.ts";
import { deviations } from "./security-review/deviations.ts";
import { experts, testers } from "./security-review/experts.ts";
import { outcome } from "./security-review/outcome.ts";
import { reviewedAgain } from "./security-review/reviewed-again.ts";
import { thisRelease } from "./security-review/this-release.ts";

type Review = Document<SecurityReview>;

const CLAIMED = [
  "release",
  "date",
  "outcome",
  "experts",
  "previous-reviews",
  "reviewed",
  "deviations",
];

/** Whether this release was reviewed as a whole. Datatilsynet, "Full security review of the software". */
export const securityReview: Gate = {
  id: "security-review",
  requirements: (c) => [
    { id: "exists", check: () => documentExists(c.documents.securityReview, REVIEW, CLAIMED) },
    { id: "this-release", check: inReview(thisRelease) },
    { id: "checklist", check: (it) => checklistInOrder(SECURITY_REVIEW_ITEMS, it) },
    ...itemRequirements(SECURITY_REVIEW_ITEMS, c),
    { id: "previous-reviews", check: inReview(previousReviews) },
    { id: "reviewed-again", check: inReview(reviewedAgain) },
    { id: "deviations", check: inReview(deviations) },
    { id: "outcome", check: inReview(outcome) },
    { id: "experts", check: inReview(experts) },
    { id: "testers", check: inReview(testers) },
  ],
};

function inReview(
  check: (review: Review, c: Case) => Result | readonly Result[],
): Requirement["check"] {
  return (c) => inDocument(c.documents.securityReview, REVIEW, (review) => check(review, c));
}

function previousReviews(review: Review, c: Case) {
  const missing = "The review names no earlier review that it is based on.";
  const field = { key: "previousReviews", name: "previous-reviews", missing } as const;
  return inField(review, field, (earlier) => {
    const locations = [at(review, "previous-reviews")];
    if (earlier.length === 0) return unsatisfied(missing, { locations });
    const wrong = earlier.flatMap(({ title, path }, index) => {
      if (path === undefined) return [];
      const where = { locations: [at(review, `previous-reviews.${index}`)] };
      const found = lies(c.evidence.files, path);
      if (found.is === "there") return [];
      return found.is === "unknown"
        ? [unknown(`Could not tell whether \`${path}\` (${title}) exists: ${found.why}`, where)]
        : [unsatisfied(`\`${path}\` (${title}) ${found.why}.`, where)];
    });
    if (wrong.length > 0) return wrong;
    return satisfied(`Based on ${earlier.map(({ title }) => title).join(", ")}.`, { locations });
  });
}
