import type { Case } from "../../case.ts";
import type { Document, SecurityReview } from "../../documents.ts";
import { at, inField, whenRead } from "../../reading.ts";
import { satisfied, unsatisfied, type Result } from "../../requirement.ts";
import { dayOf, startOf } from "../../time.ts";

/** Whether the review is of this release, not of an earlier one: "upon each release". */
export function thisRelease(review: Document<SecurityReview>, c: Case): Result | readonly Result[] {
  const release = inField(
    review,
    { key: "release", name: "release", missing: "The review does not say which release it is of." },
    (tag) => ofRelease(tag, review, c),
  );
  const date = inField(
    review,
    { key: "date", name: "date", missing: "The review does not say on which day it was made." },
    (day) => onDay(day, review, c),
  );
  const results = [release, date].flat();
  const failing = results.filter(({ outcome }) => outcome !== "satisfied");
  return failing.length > 0 ? failing : results.slice(0, 1);
}

function ofRelease(tag: string, review: Document<SecurityReview>, c: Case): Result {
  const locations = [at(review, "release")];
  const { release } = c.evidence.candidate;
  if (release !== null && tag !== release) {
    return unsatisfied(`The review is of ${tag}, not of ${release}.`, { locations });
  }
  return whenRead(c.evidence.previousRelease, "the previous release", (previous) =>
    previous?.tag === tag
      ? unsatisfied(`The review is of ${tag}, which is already released.`, { locations })
      : satisfied(`The review is of ${tag}.`, { locations }),
  );
}

function onDay(day: string, review: Document<SecurityReview>, c: Case): Result {
  const locations = [at(review, "date")];
  if (day > c.today) {
    return unsatisfied(`The review is dated ${day}, which is in the future.`, {
      locations,
      changesAt: startOf(day),
    });
  }
  return whenRead(c.evidence.previousRelease, "the previous release", (previous) =>
    // "After" allows the same day: a date knows no hours.
    previous !== null && day < dayOf(previous.publishedAt)
      ? unsatisfied(
          `The review is dated ${day}, before ${previous.tag} was released on ${dayOf(previous.publishedAt)}.`,
          { locations },
        )
      : satisfied(`The review is dated ${day}.`, { locations }),
  );
}
