import type { Case } from "../../case.ts";
import type { Requirement } from "../../requirement.ts";

/**
 * Beside what a team says of its access control, what GitHub says of the organisation's: only to be
 * seen, since GitHub tells few Apps, and an account elsewhere may do the same.
 */
export function withTwoFactor(requirement: Requirement): Requirement {
  if (requirement.id !== "access-control") return requirement;
  return {
    ...requirement,
    check: (c) => {
      const checked = requirement.check(c);
      const words = wordsOf(c);
      if (words === "") return checked;
      const add = <T extends { readonly message: string }>(result: T): T => ({
        ...result,
        message: `${result.message} ${words}`,
      });
      return "outcome" in checked ? add(checked) : checked.map(add);
    },
  };
}

function wordsOf({ evidence }: Case): string {
  if (evidence.twoFactor.status !== "read" || evidence.twoFactor.value === null) return "";
  return evidence.twoFactor.value
    ? "On GitHub the organisation asks everybody for a second factor."
    : "On GitHub the organisation does not ask everybody for a second factor.";
}
