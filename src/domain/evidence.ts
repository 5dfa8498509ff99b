import type { Scrutiny } from "./alerts.ts";
import type { Candidate, PullRequestEvent } from "./candidate.ts";
import type { Person } from "./person.ts";
import type { Instant } from "./time.ts";

/**
 * The immutable snapshot of everything a decision depends on. It is plain JSON: stored, read back
 * and evaluated again it gives the same decision.
 */
export interface Evidence extends Scrutiny {
  /** The time at which the evidence was gathered. Time is evidence like the rest. */
  readonly at: Instant;
  readonly candidate: Candidate;
  /** Where a policy names no base branch, this one is meant. */
  readonly defaultBranch: string;
  /** The policies in force, the organisation's floor first. */
  readonly policies: readonly PolicySource[];
  /** Every path somebody asked about, at the candidate's commit. */
  readonly files: Files;
  /** Every glob of the policy, with the files that match it at the candidate's commit. */
  readonly listings: Readonly<Record<string, Reading<readonly string[]>>>;
  /** What changed since the previous release; null where there is none. */
  readonly range: Reading<Range | null>;
  readonly previousRelease: Reading<PreviousRelease | null>;
  readonly commits: Reading<readonly Commit[]>;
  readonly reviews: Reading<readonly Review[]>;
  readonly timeline: Reading<readonly PullRequestEvent[]>;
  readonly people: People;
  /** The newest change of the incident plan at the candidate's commit; null when it has none. */
  readonly planChange: Reading<LastChange | null>;
  /** How the repository's own policy came to be what it is on the default branch. */
  readonly policyHistory: Reading<PolicyHistory>;
  /** Whether the candidate itself would change that policy: a pull request, or a merge group with it. */
  readonly changesPolicy: boolean;
  /** The files attached to the release; only read at the release stage. None where a tag has no release. */
  readonly assets: Reading<readonly ReleaseAsset[]>;
}

/**
 * One part of the evidence: read, or not, and then why. `only-github` is what a local clone cannot
 * know; it is waited for, never taken for "none".
 */
export type Reading<T> =
  | { readonly status: "read"; readonly value: T }
  | { readonly status: "unreadable"; readonly reason: string }
  | { readonly status: "only-github" };

export type Files = Readonly<Record<string, FileEntry>>;

/** What lies at a path of a commit. */
export type FileEntry =
  | {
      readonly kind: "file";
      /** Git blob id. */
      readonly oid: string;
      /** Only for documents; for other files it is enough that they exist. */
      readonly text?: string;
    }
  | { readonly kind: "missing" }
  /** A symbolic link, a submodule or a directory stands where a file was expected. */
  | { readonly kind: "not-a-file"; readonly what: "symlink" | "submodule" | "directory" }
  /** The file is there, but its text cannot be had: too large, binary, not UTF-8, forbidden. */
  | { readonly kind: "unreadable"; readonly oid: string | null; readonly reason: string };

/**
 * A policy file as it was found. `entry` is `missing` only where the source was asked for by name;
 * `only-github` is the policy of another repository that a local clone cannot read.
 */
export interface PolicySource {
  readonly repository: string;
  readonly path: string;
  readonly entry: FileEntry | { readonly kind: "only-github" };
}

export interface Range {
  /** The commit at which the range begins, itself not in it. */
  readonly from: string;
  /** How people know that commit: a tag, or the base branch. */
  readonly fromName: string;
  readonly changes: readonly Change[];
  /** The documents that are compared, as they were at `from`. */
  readonly before: Files;
}

export interface Change {
  readonly path: string;
  /** For a renamed file, where it was. */
  readonly previousPath: string | null;
  readonly kind: "added" | "modified" | "removed" | "renamed";
}

export interface PreviousRelease {
  readonly tag: string;
  readonly commit: string | null;
  readonly publishedAt: Instant;
}

export interface Commit {
  readonly oid: string;
  /** Author and co-authors; null for each whom GitHub cannot name. */
  readonly authors: readonly (Person | null)[];
  /** Null when GitHub cannot name the committer. */
  readonly committer: Person | null;
  /** Committed by GitHub itself for a person who used the web page. */
  readonly committedByGitHub: boolean;
}

export interface Review {
  readonly id: string;
  /** Null when the account was deleted. */
  readonly author: Person | null;
  readonly state: "approved" | "changes-requested" | "dismissed";
  /** The commit that was reviewed, and its tree; null when it is gone. */
  readonly commit: string | null;
  readonly tree: string | null;
  readonly submittedAt: Instant;
  /** Only of a dismissed review; null when GitHub's timeline does not tell. */
  readonly dismissal: {
    readonly at: Instant;
    /** Null when the account was deleted. */
    readonly by: Person | null;
    readonly was: "approved" | "changes-requested" | "commented";
  } | null;
}

/** Everyone a policy names, looked up. Keys are lower case: `login`, `org/slug`. */
export interface People {
  /** Null: GitHub knows nobody of that name. */
  readonly users: Readonly<Record<string, Reading<Person | null>>>;
  /** Null: GitHub knows no such team. */
  readonly teams: Readonly<Record<string, Reading<readonly Person[] | null>>>;
}

/** A file attached to a release. */
export interface ReleaseAsset {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal, lower case; null where GitHub does not tell. */
  readonly sha256: string | null;
}

/** The newest change of a document. */
export interface LastChange {
  readonly commit: string;
  /** Its authors, as far as more than the commit itself says so: a signature, or a pull request. */
  readonly authors: readonly (Person | null)[];
  /** Who approved the head of the merged pull request through which it came. */
  readonly approvedBy: readonly Person[];
}

/** How a policy came about. */
export interface PolicyHistory {
  /** Each change on the default branch, newest first; none where the repository never had a policy. */
  readonly changes: readonly PolicyChange[];
  /** The policies that earlier versions extended and the one in force does not, as they stand now. */
  readonly extended: readonly PolicySource[];
}

/** One change of the policy. */
export interface PolicyChange {
  readonly commit: string;
  /** What stood from then on; its entry is `missing` where the policy was taken away. */
  readonly left: PolicySource;
  /** The merged pull request that brought it; null: it came past all of them. */
  readonly pullRequest: PolicyPullRequest | null;
}

/** A merged pull request that changed the policy. */
export interface PolicyPullRequest {
  readonly number: number;
  /** Whether the policy stood so at its last commit, which is what was approved. */
  readonly leftIt: boolean;
  /** Who opened it, and everyone who made its commits, as far as GitHub can name them. */
  readonly madeBy: readonly Person[];
  /** Whether somebody made one of its commits whom GitHub cannot name. */
  readonly unnamed: boolean;
  /** Who approves its last commit, whatever their role, also since it was merged. */
  readonly approvedBy: readonly Person[];
}
