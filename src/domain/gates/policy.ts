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

/** Where a policy's problem lies, as far as it lies in the candidate's own repository. */
export function placeOf(problem: PolicyProblem, repository: string): readonly Location[] {
  if (problem.repository.toLowerCase() !== repository.toLowerCase()) return [];
  return [{ path: problem.path, line: problem.line }];
}
