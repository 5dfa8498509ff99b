import type { Case } from "../../case.ts";
import type { Deviation, Document, SecurityReview } from "../../documents.ts";
import { acceptedDeviation } from "../../exceptions.ts";
import { afterLast } from "../../freshness.ts";
import { asResult, at } from "../../reading.ts";
import { satisfied, unsatisfied, type Result } from "../../requirement.ts";
import { addDays } from "../../time.ts";

/** For how long after the review a deviation may be accepted. */
const ACCEPTED_FOR_DAYS = 90;

/** Whether no deviation is open, and each accepted one is complete and not expired. */
export function deviations(review: Document<SecurityReview>, c: Case): Result | readonly Result[] {
  const problems = review.problems.filter(
    ({ field }) => field === "deviations" || field.startsWith("deviations."),
  );
  if (problems.length > 0) return problems.map(asResult);
  const all = review.fields.deviations ?? [];
  const results = all.map((deviation, index) => {
    const place = at(review, `deviations.${index}`);
    const result = { ...judge(deviation, review.fields.date, c.today), locations: [place] };
    return isAccepted(deviation, review.fields.date, c.today)
      ? { ...result, exceptions: [acceptedDeviation(deviation, place, c)] }
      : result;
  });
  const failing = results.filter(({ outcome }) => outcome !== "satisfied");
  // What is accepted holds also where something else fails.
  if (failing.length > 0) return [...failing, ...results.filter(({ exceptions }) => exceptions)];
  if (results.length > 0) return results;
  return satisfied("The review found no deviation.", { locations: [at(review, "deviations")] });
}

/** Whether a deviation is accepted today, completely and for no longer than it may be. */
export function isAccepted(deviation: Deviation, date: string | undefined, today: string): boolean {
  return deviation.status === "accepted" && judge(deviation, date, today).outcome === "satisfied";
}

function judge(deviation: Deviation, date: string | undefined, today: string): Result {
  const name = `${deviation.id} (${deviation.summary})`;
  if (deviation.status === "open") return unsatisfied(`Deviation ${name} is open.`);
  if (deviation.status === "resolved") return satisfied(`Deviation ${name} is resolved.`);
  const { owner, reason, expires } = deviation;
  const lacking = Object.entries({ owner, reason, expires }).flatMap(([key, value]) =>
    value === undefined || value === "" ? [key] : [],
  );
  if (expires === undefined || lacking.length > 0) {
    return unsatisfied(`Deviation ${name} is accepted without ${lacking.join(", ")}.`);
  }
  if (expires < today) {
    return unsatisfied(`Deviation ${name} was accepted until ${expires}, which is over.`);
  }
  if (date !== undefined && expires > addDays(date, ACCEPTED_FOR_DAYS)) {
    return unsatisfied(
      `Deviation ${name} is accepted until ${expires}, more than ${ACCEPTED_FOR_DAYS} days after the review.`,
    );
  }
  return satisfied(`Deviation ${name} is accepted until ${expires}.`, {
    changesAt: afterLast(expires),
  });
}
