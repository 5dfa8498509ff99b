import type { Location } from "../decision.ts";
import type { PolicyProblem } from "../policy.ts";
import { asResult } from "../reading.ts";
import { satisfied, type Gate } from "../requirement.ts";

/** Whether the repository's policy keeps to the organisation's. Only where there is one. */
export const policy: Gate = {
  id: "policy",
  requirements: (c) => [
    {
      id: "floor",
      check: () =>
        c.weakenings.length > 0
          ? c.weakenings.map((problem) => ({
              ...asResult(problem),
              locations: placeOf(problem, c.evidence.candidate.repository),
            }))
          : satisfied("Nothing in the policy weakens the organisation's."),
    },
  ],
};

/** A place in a policy, as far as that lies in the candidate's own repository. */
export function placeOf(
  place: Pick<PolicyProblem, "repository" | "path" | "line">,
  repository: string,
): readonly Location[] {
  if (place.repository.toLowerCase() !== repository.toLowerCase()) return [];
  return [{ path: place.path, line: place.line }];
}
