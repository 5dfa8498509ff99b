import type { Problem } from "../domain/index.ts";

/** A problem of a policy, with the repository in which it lies: policies share their path. */
export interface PolicyProblem extends Problem {
  /** `owner/name` */
  readonly repository: string;
}
