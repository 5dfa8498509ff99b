import type { Account, App, Team } from "./accounts.ts";
import type { Repository } from "./repositories.ts";
import type { TimelineEvent } from "./timeline.ts";

/** A label of a repository. */
export interface Label {
  readonly id: number;
  readonly nodeId: string;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
  readonly createdAt: Date;
}

/** A reaction to a comment. */
export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: Date;
}

/** A comment on an issue or in the conversation of a pull request. */
export interface IssueComment {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue | PullRequest;
  readonly author: Account;
  readonly app: App | null;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
  lastEditedAt: Date | null;
  editor: Account | null;
  minimized: boolean;
  readonly reactions: Reaction[];
}

/** What issues and pull requests have in common: for GitHub, each pull request is an issue too. */
interface IssueFields {
  readonly issueId: number;
  readonly nodeId: string;
  readonly number: number;
  readonly repository: Repository;
  readonly author: Account;
  title: string;
  body: string;
  readonly labels: Label[];
  readonly comments: IssueComment[];
  readonly timeline: TimelineEvent[];
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  lastEditedAt: Date | null;
  editor: Account | null;
}

/** An issue that is not a pull request. */
export interface Issue extends IssueFields {
  readonly kind: "issue";
  readonly app: App | null;
  state: "OPEN" | "CLOSED";
  /** Why it was closed, or "reopened"; null while it was never closed. */
  stateReason: IssueStateReason | null;
}

/** Why an issue is in its state, in REST's words. */
export type IssueStateReason = "completed" | "not_planned" | "duplicate" | "reopened";

/** The four things a review can say, and DISMISSED, which is said about it. */
export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";

/** A review of a pull request. */
export interface Review {
  readonly id: number;
  readonly nodeId: string;
  readonly pullRequest: PullRequest;
  readonly author: Account;
  state: ReviewState;
  body: string;
  readonly commitOid: string;
  readonly submittedAt: Date;
  updatedAt: Date;
  lastEditedAt: Date | null;
  editor: Account | null;
  /** Teams whose request this review answered. */
  readonly onBehalfOf: readonly Team[];
}

/** A pull request. */
export interface PullRequest extends IssueFields {
  readonly kind: "pull-request";
  readonly id: number;
  state: "OPEN" | "CLOSED" | "MERGED";
  draft: boolean;
  baseRef: string;
  baseOid: string;
  /** Null once a fork was deleted. */
  headRepository: Repository | null;
  readonly headRef: string;
  headOid: string;
  readonly reviews: Review[];
  requestedReviewers: (Account | Team)[];
  mergedAt: Date | null;
  mergedBy: Account | null;
  mergeCommitOid: string | null;
  /** The commits with which it came into its base branch, once it is merged. */
  introducedOids: ReadonlySet<string>;
}
