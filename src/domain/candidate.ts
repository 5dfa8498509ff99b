import type { Person } from "./person.ts";
import type { Instant } from "./time.ts";

/** `review` before it is tagged (pull request, commit), `release` where it goes out. */
export type Stage = "review" | "release";

/** Through what a commit was brought up: `commit` is the head of a branch from which releases are made. */
export type CandidateKind = "pull-request" | "merge-group" | "commit" | "release" | "deployment";

/** A commit about to be released, seen through what brought it up. */
export interface Candidate {
  readonly kind: CandidateKind;
  readonly stage: Stage;
  /** `owner/name` */
  readonly repository: string;
  /** Full object id of the commit that would ship. */
  readonly commit: string;
  /** Object id of that commit's tree: two commits with the same tree ship the same bytes. */
  readonly tree: string;
  /** The tag, where it is known: of a release, or as the command line's `--release` gives it. */
  readonly release: string | null;
  /** Only of a deployment. */
  readonly environment?: string;
  /**
   * The pull request in which approvals are given: the candidate itself, a member of the merge
   * group, or the merged one that brought the commit. Null where there is none.
   */
  readonly pullRequest: PullRequest | null;
  /** A merged pull request that brought the commit, but is no release by the policy. */
  readonly broughtBy?: number;
}

export interface PullRequest {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly draft: boolean;
  /** Null when the account was deleted. */
  readonly author: Person | null;
  readonly base: { readonly ref: string; readonly commit: string };
  readonly headRef: string;
  /** What is reviewed: the head commit, and its tree. */
  readonly head: { readonly commit: string; readonly tree: string };
  /** Whether the head lies in a fork. */
  readonly fromFork: boolean;
  readonly labels: readonly string[];
}

/** What happened to a pull request, as far as it decides which approvals count. */
export type PullRequestEvent =
  | { readonly kind: "base-changed" | "closed" | "reopened"; readonly at: Instant }
  | { readonly kind: "labeled"; readonly at: Instant; readonly label: string }
  | { readonly kind: "unlabeled"; readonly at: Instant; readonly label: string };
