import { Refused } from "../refused.ts";

/** What breaking rules is answered with; `git push` shows the same lines under GH013. */
export function violation(problems: readonly string[], status = 422): Refused {
  return new Refused(status, `Repository rule violations found\n\n${problems.join("\n")}\n\n`);
}
