import type { Document, SecurityReview } from "../../documents.ts";
import { at, inField } from "../../reading.ts";
import { satisfied, unsatisfied, type Result } from "../../requirement.ts";

/** Whether the outcome says what the deviations allow; an escalated review never passes. */
export function outcome(review: Document<SecurityReview>): Result | readonly Result[] {
  const field = {
    key: "outcome",
    name: "outcome",
    missing: "The review states no outcome.",
  } as const;
  return inField(review, field, (stated) => {
    const locations = [at(review, "outcome")];
    const deviations = review.fields.deviations ?? [];
    const named = (status: string) =>
      deviations.filter((each) => each.status === status).map(({ id }) => id);
    const open = named("open");
    const accepted = named("accepted");
    if (stated === "escalated") {
      return unsatisfied("The review was escalated: somebody has to decide first.", { locations });
    }
    if (open.length > 0) {
      return unsatisfied(`The outcome is ${stated}, but ${open.join(", ")} is open.`, {
        locations,
      });
    }
    if (stated === "passed" && accepted.length > 0) {
      return unsatisfied(
        `The outcome is passed, but ${accepted.join(", ")} is accepted as an exception.`,
        { locations, remedy: "Set outcome to passed-with-exceptions, or resolve the deviation." },
      );
    }
    return satisfied(`The outcome is ${stated}.`, { locations });
  });
}
