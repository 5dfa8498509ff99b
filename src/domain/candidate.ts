import type { Person } from "./person.ts";
import type { Instant } from "./time.ts";

/** `review` before it is tagged (pull request, commit), `release` where it goes out. */
export type Stage = "review" | "release";

/** A commit about to be released, seen through what brought it up. */
export interface Candidate {
  readonly kind: "pull-request" | "commit";
  readonly stage: Stage;
  /** `owner/name` */
  readonly repository: string;
  /** Full object id of the commit that would ship. */
  readonly commit: string;
  /** Object id of that commit's tree: two commits with the same tree ship the same bytes. */
  readonly tree: string;
  /** The tag, where whoever asked already knows it (the command line's `--release`). */
  readonly release: string | null;
  readonly pullRequest: PullRequest | null;
}

export interface PullRequest {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly draft: boolean;
  /** Null when the account was deleted. */
  readonly author: Person | null;
  readonly base: { readonly ref: string; readonly commit: string };
  readonly headRef: string;
  /** Whether the head lies in a fork. */
  readonly fromFork: boolean;
  readonly labels: readonly string[];
}

/** What happened to a pull request, as far as it decides which approvals count. */
export type PullRequestEvent =
  | { readonly kind: "base-changed" | "closed" | "reopened"; readonly at: Instant }
  | { readonly kind: "labeled"; readonly at: Instant; readonly label: string }
  | { readonly kind: "unlabeled"; readonly at: Instant; readonly label: string };
