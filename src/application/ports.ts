import type {
  Evidence,
  FileEntry,
  Files,
  Pattern,
  People,
  PolicySource,
  Reading,
} from "../domain/index.ts";

/**
 * Where evidence about one candidate comes from: GitHub, or a local clone. What cannot be had is
 * answered as an `unreadable` (or `only-github`) part; an `EvidenceUnavailable` is thrown only when
 * not even the candidate itself could be read.
 */
export interface EvidenceSource<S extends Snapshot = Snapshot> {
  /**
   * The policies in force, the organisation's first; empty when nobody asked. They may be
   * remembered from an earlier read: the snapshot carries them anew, and the snapshot's hold.
   */
  policies(): Promise<PoliciesInForce>;
  /** One read of the candidate and everything that is wanted. Null: the candidate is gone. */
  snapshot(wanted: Wanted): Promise<S | null>;
  /** What lies at these paths of a commit. Without texts; may be remembered, since commits never change. */
  files(commit: string, paths: readonly string[]): Promise<Files>;
  /** Looks up the users (`login`) and teams (`org/slug`) that policies name, all in lower case. */
  people(names: Names, freshness: Freshness): Promise<People>;
}

/** Whether what was remembered will do, or GitHub must be asked again. */
export type Freshness = "remembered" | "anew";

export interface Names {
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

export interface PoliciesInForce {
  readonly defaultBranch: string;
  readonly sources: readonly PolicySource[];
}

/** What a policy makes worth reading. */
export interface Wanted {
  /** Paths whose text is read, at the candidate's commit. */
  readonly documents: readonly string[];
  /** Further paths of which only the kind and the blob id are needed. */
  readonly files: readonly string[];
  /** Globs whose matching files (with blob ids) are listed; those files also appear in `files`. */
  readonly globs: readonly Pattern[];
  /** Paths whose text is read at the start of the range as well. */
  readonly before: readonly string[];
  /** The document whose newest change is looked up. */
  readonly planPath: string;
  /** Which tags are releases. */
  readonly tags: readonly Pattern[];
}

/** What one read of a candidate gives: the evidence, but for what it takes a policy to ask for. */
export interface Snapshot extends Pick<
  Evidence,
  | "candidate"
  | "files"
  | "listings"
  | "range"
  | "previousRelease"
  | "commits"
  | "reviews"
  | "timeline"
  | "planChange"
  | "assets"
> {
  readonly policies: PoliciesInForce;
}

/** A snapshot of a pull request on GitHub, with what we published there before. */
export interface PullRequestSnapshot extends Snapshot {
  /** Our policy file as the pull request would leave it; null where it does not touch it. */
  readonly proposedPolicy: FileEntry | null;
  readonly published: Published;
  /** Other open pull requests with the same head commit, by number. */
  readonly siblings: Reading<readonly number[]>;
}

/** A pull request on GitHub as a source of evidence. */
export interface PullRequestSource extends EvidenceSource<PullRequestSnapshot> {
  /** Versions of the repository's policy on the default branch before the present one, newest first. */
  earlierPolicies(): Promise<Reading<readonly PolicySource[]>>;
}

/** What we published for a commit and its pull request before. */
export interface Published {
  readonly checks: readonly PublishedCheck[];
  readonly comment: PublishedComment | null;
  /** Whose review is asked for at present. Logins and `org/slug`, lower case. */
  readonly requested: Names;
}

export interface PublishedCheck {
  readonly id: string;
  readonly name: string;
  readonly completed: boolean;
  /** GitHub's conclusion in lower case; null while it runs. */
  readonly conclusion: string | null;
  /** What we gave as `external_id`: the digest of what the run shows. */
  readonly externalId: string | null;
}

export interface PublishedComment {
  readonly id: string;
  readonly body: string;
}

/** What the outside is to see of a commit and its pull request. */
export interface Publication {
  readonly repository: string;
  readonly commit: string;
  readonly pullRequest: number;
  readonly checks: readonly CheckRun[];
  /** The comment's whole body; null: none is to be written (an old one stays as it is). */
  readonly comment: string | null;
  /** Whose review to ask for now; whoever is asked already is left alone. */
  readonly requests: Names;
}

/** A completed check run, within GitHub's limits. */
export interface CheckRun {
  readonly name: string;
  readonly conclusion: "success" | "failure" | "action_required" | "neutral";
  /** At most 255 characters. */
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  /** Markdown, at most 65,535 characters; null for none. */
  readonly text: string | null;
  /** Any number; the adapter splits them by 50. */
  readonly annotations: readonly Annotation[];
  readonly actions: readonly CheckAction[];
}

export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: "failure" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

/** A button on the check run. Label and identifier at most 20 characters, description 40. */
export interface CheckAction {
  readonly label: string;
  readonly identifier: string;
  readonly description: string;
}

/** Writes what we publish. Only what differs from `published` is written. */
export interface Publisher {
  /**
   * `again`: every check run is created anew although nothing changed, because somebody pressed
   * "Re-run". Answers what could not be written although the rest was (for example a reviewer whom
   * GitHub refuses to ask), in words.
   */
  publish(
    publication: Publication,
    published: Published,
    options: { readonly again: boolean },
  ): Promise<readonly string[]>;
}

/** A pull request as an event names it. */
export interface PullRequestRef {
  readonly installationId: number;
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
}

export interface OpenPullRequest {
  readonly number: number;
  readonly head: string;
}

/** GitHub, as far as the use cases need it; one for each installation. */
export interface Platform extends Publisher {
  pullRequest(ref: PullRequestRef): PullRequestSource;
  /** The open pull requests of a repository; with `head`, only those with that head commit. */
  openPullRequests(repository: string, head?: string): Promise<readonly OpenPullRequest[]>;
  /** The policies in force in a repository, as `EvidenceSource.policies`. */
  policies(repository: string): Promise<PoliciesInForce>;
  /** Every repository (`owner/name`) that the installation may see. */
  repositories(): Promise<readonly string[]>;
  /** Whether the account has write access (write, maintain or admin) to the repository. */
  canWrite(repository: string, login: string): Promise<boolean>;
  /** What we published for a commit, for the case that the candidate itself cannot be read. */
  published(repository: string, commit: string): Promise<Published>;
}

/**
 * The candidate could not be read at all. `code` is closed; `retryAfter` (seconds) is what GitHub
 * asked for, where it did.
 */
export class EvidenceUnavailable extends Error {
  readonly code: "unreachable" | "rate-limited" | "forbidden" | "unexpected-answer";
  readonly retryAfter: number | null;
  constructor(
    code: EvidenceUnavailable["code"],
    message: string,
    options: { cause?: unknown; retryAfter?: number | null } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "EvidenceUnavailable";
    this.code = code;
    this.retryAfter = options.retryAfter ?? null;
  }
}
