import type { Case } from "../case.ts";
import type { Location } from "../decision.ts";
import type { PolicyProblem } from "../policy.ts";
import { asResult } from "../reading.ts";
import { onlyGitHub, satisfied, type Gate, type Result } from "../requirement.ts";
import { approved } from "./policy/approved.ts";

/**
 * Whether the repository's policy was approved, and keeps to those below it; the latter only where
 * there are any.
 */
export const policy: Gate = {
  id: "policy",
  requirements: (c) => [
    { id: "approved", check: approved },
    ...(c.evidence.policies.length > 1 ? [{ id: "floor", check: floor }] : []),
  ],
};

function floor(c: Case): Result | readonly Result[] {
  if (c.weakenings.length > 0)
    return c.weakenings.map((problem) => ({
      ...asResult(problem),
      locations: placeOf(problem, c.evidence.candidate.repository),
    }));
  const elsewhere = c.evidence.policies.filter(({ entry }) => entry.kind === "only-github");
  if (elsewhere.length > 0) {
    const names = elsewhere.map(({ repository }) => repository).join(", ");
    return onlyGitHub(`whether the policy keeps to that of ${names}, which it extends`);
  }
  return satisfied("Nothing in the policy weakens the organisation's.");
}

/** A place in a policy, as far as that lies in the candidate's own repository. */
export function placeOf(
  place: Pick<PolicyProblem, "repository" | "path" | "line">,
  repository: string,
): readonly Location[] {
  if (place.repository.toLowerCase() !== repository.toLowerCase()) return [];
  return [{ path: place.path, line: place.line }];
}
