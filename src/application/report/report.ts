import type { Catalogue, Decision, Problem } from "../../domain/index.ts";

/** Everything that is said to people about one commit. */
export interface Report {
  readonly catalogue: Catalogue;
  /** The decision that counts: the worst, where several candidates share the commit. */
  readonly decision: Decision;
  readonly mode: "enforce" | "observe";
  /**
   * For whom it is written: the pull request's number, or another's that shares the commit; null on the
   * command line.
   */
  readonly pullRequest: number | null;
  /** Address of the repository's page, to link files at the commit: `https://github.com/acme/shop`. */
  readonly repositoryUrl: string;
  /** What the pull request's own change of the policy would mean; null where it changes none. */
  readonly proposal: Proposal | null;
  /**
   * Other open pull requests with the same head, and what was decided for them; of a merge group, its
   * other members that are releases.
   */
  readonly others: readonly { readonly number: number; readonly outcome: Decision["outcome"] }[];
  /** Members of a merge group of which the policy asks nothing; only there. */
  readonly notReleases?: readonly number[];
}

/** A changed policy, read but not in force: its problems, or the decision as it would be under it. */
export type Proposal =
  | { readonly status: "invalid"; readonly problems: readonly Problem[] }
  | { readonly status: "valid"; readonly decision: Decision | "not-a-candidate" };
