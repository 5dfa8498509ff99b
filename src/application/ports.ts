import type {
  AlertSource,
  CandidateKind,
  Evidence,
  FileEntry,
  Files,
  Scrutiny,
  Instant,
  Pattern,
  People,
  PolicyHistory,
  PolicySource,
  PullRequest,
  Reading,
  ReleaseAsset,
  Stage,
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
  /** What lies at these paths of a commit; may be remembered, since commits never change. */
  files(commit: string, paths: readonly string[], options?: FileOptions): Promise<Files>;
  /** Looks up the users (`login`) and teams (`org/slug`) that policies name, all in lower case. */
  people(names: Names, freshness: Freshness): Promise<People>;
  /** How the repository's own policy came to be what it is. */
  policyHistory(snapshot: S, freshness: Freshness): Promise<Reading<PolicyHistory>>;
  /** What GitHub found by itself about what `snapshot` read. What is not asked for is unreadable. */
  scrutiny(snapshot: S, asked: ScrutinyAsked, freshness: Freshness): Promise<Scrutiny>;
}

/** Which parts of it a policy makes worth reading. */
export interface ScrutinyAsked {
  readonly alerts: readonly AlertSource[];
  /** Whether the dependencies are compared with those of the previous release. */
  readonly dependencies: boolean;
  readonly arrivals: boolean;
  readonly twoFactor: boolean;
}

/** Whether the texts of files are wanted too, or only what lies there. */
export interface FileOptions {
  readonly withText: boolean;
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
  /** The newest commit that changed the repository's own; null: none ever did. Absent: unknown. */
  readonly change?: string | null;
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
  /** Which pull requests are, by their branches and labels: the approvals of others do not carry. */
  isRelease(pullRequest: PullRequest): boolean;
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
  | "changesPolicy"
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
  /**
   * The policies as they would stand if the repository's own were this one, or if it had none: with
   * the organisation's, and with whatever they extend.
   */
  policiesWith(own: PolicySource | null): Promise<readonly PolicySource[]>;
}

/** A commit that is brought up otherwise than as the head of a pull request. */
export interface CommitAsked {
  /** `owner/name` */
  readonly repository: string;
  readonly commit: string;
  readonly kind: Exclude<CandidateKind, "pull-request">;
  readonly stage: Stage;
  readonly release: string | null;
  readonly environment?: string;
  readonly assets: Reading<readonly ReleaseAsset[]>;
  /** Only of a merge group: the member whose approvals count. */
  readonly member: number | null;
}

/** A snapshot of such a commit, with what we published there before. */
export interface CommitSnapshot extends Snapshot {
  readonly published: Published;
  /** Open pull requests that have this commit as their head, by number. */
  readonly siblings: Reading<readonly number[]>;
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
  /** What `CheckRun.remembers` said when it was written. */
  readonly remembers: string | null;
}

export interface PublishedComment {
  readonly id: string;
  readonly body: string;
}

/** What the outside is to see of a commit and its pull request. */
export interface Publication {
  readonly repository: string;
  readonly commit: string;
  /** Null where the commit is no pull request's head: then there is no comment either. */
  readonly pullRequest: number | null;
  /** Where a check run leads, below the repository's page: `pull/7`, `releases/tag/v1.4.0`. */
  readonly page: string;
  readonly checks: readonly CheckRun[];
  /**
   * The comment's whole body, given who could not be asked for a review, which only asking shows;
   * null: none is to be written (an old one stays as it is). In whatever order they are, it is the same.
   */
  readonly comment: ((notAsked: readonly NotAsked[]) => string) | null;
  /** Whose review to ask for now; whoever is asked already is left alone. */
  readonly requests: Names;
}

/** Somebody whose review is wanted, and who was not asked. */
export interface NotAsked {
  /** Login or `org/slug`, lower case. */
  readonly name: string;
  readonly team: boolean;
  /**
   * `elsewhere`: a team of another organisation. `not-permitted`: the App may not ask anybody.
   * `no-access`: GitHub refused just these, most often because they may not read the repository.
   * `not-yet`: asking failed for now, and is tried again.
   */
  readonly why: "no-access" | "elsewhere" | "not-permitted" | "not-yet";
}

/** What could not be written although the rest was. */
export interface Unwritten {
  /** Why the comment could not be, in words that name nobody; null where it is as it should be. */
  readonly comment: string | null;
  /** Who is still to be asked for a review. */
  readonly notAsked: readonly NotAsked[];
  /** What broke off asking, or the comment, and may pass: the check runs stand all the same. */
  readonly failure: EvidenceUnavailable | null;
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
  /** Kept with the run, seen by nobody, and read back later; letters, digits and `=,:._-` only. */
  readonly remembers?: string;
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
   * "Re-run", and whom GitHub refused is asked again.
   */
  publish(
    publication: Publication,
    published: Published,
    options: { readonly again: boolean },
  ): Promise<Unwritten>;
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

/** A release as it stands on GitHub, drafts among them. */
export interface Release {
  readonly id: number;
  readonly tag: string;
  /** What the tag points at, or would on publishing; null where neither tag nor target exists. */
  readonly commit: string | null;
  /** Branch or commit from which the tag is made on publishing. */
  readonly target: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** GitHub lets nobody take it back or change its assets. */
  readonly immutable: boolean;
  /** The notes; "" where there are none. */
  readonly body: string;
  /** Null for a draft that was never published. */
  readonly publishedAt: Instant | null;
  readonly assets: readonly ReleaseAsset[];
  /** What our `portcullis/release` at that commit remembers; null where there is none. */
  readonly remembers: string | null;
  /** Whether that check is there, and shut: by this release, or by another one of the commit. */
  readonly shut: boolean;
}

/** What is to be changed of a release; what is absent stays. */
export interface ReleaseEdit {
  readonly body?: string;
  readonly draft?: true;
  readonly prerelease?: true;
}

/** Whether GitHub did what it was asked. `refused` says why, in a sentence. */
export type Done =
  | { readonly status: "done" }
  | { readonly status: "gone" }
  | { readonly status: "refused"; readonly why: string };

/** Releases, and the issues about those that could not be taken back. */
export interface ReleaseDesk {
  /**
   * The newest hundred releases, newest created first; further the one with this id or tag, where it
   * is older. `unreadable` where GitHub does not let us read them.
   */
  releases(
    repository: string,
    also?: { readonly id?: number; readonly tag?: string },
  ): Promise<Reading<readonly Release[]>>;
  editRelease(repository: string, release: Release, edit: ReleaseEdit): Promise<Done>;
  /** Our own issues that carry this marker on a line of its own, whatever their state. */
  ownIssues(repository: string, marker: string): Promise<readonly OwnIssue[]>;
  openIssue(repository: string, issue: IssueText): Promise<Done>;
  /** Writes the text anew; `state` opens it again, or closes it. */
  editIssue(
    repository: string,
    number: number,
    issue: IssueText,
    state: "open" | "closed",
  ): Promise<Done>;
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
}

export interface OwnIssue extends IssueText {
  readonly number: number;
  readonly state: "open" | "closed";
}

/** A job of a workflow run that waits before it may deploy. */
export interface WaitingDeployment {
  readonly runId: number;
  readonly environment: string;
  /** The commit that is deployed; null where GitHub does not tell (runs of pull requests). */
  readonly commit: string | null;
  /** When the run, or its latest attempt, began. */
  readonly since: Instant;
  /** 1 for the first attempt of the run, more when it was run again. */
  readonly attempt: number;
}

/** Deployments that wait for our answer. */
export interface DeploymentDesk {
  /** Null when nothing of this run waits for that environment any more. */
  waitingDeployment(
    repository: string,
    runId: number,
    environment: string,
  ): Promise<WaitingDeployment | null>;
  /** Every deployment of the repository that waits; empty where the App may not read Actions. */
  waitingDeployments(repository: string): Promise<readonly WaitingDeployment[]>;
  /** Answers for good, or without `state` only says how it stands. At most 1,024 characters. */
  answerDeployment(
    repository: string,
    deployment: Pick<WaitingDeployment, "runId" | "environment">,
    answer: { readonly state?: "approved" | "rejected"; readonly comment: string },
  ): Promise<Done>;
}

/** A group of pull requests that GitHub's merge queue wants to merge together. */
export interface MergeGroup {
  readonly head: string;
  /** The members' numbers, in the queue's order; unreadable where they cannot all be told. */
  readonly members: Reading<readonly number[]>;
}

/** Branches, tags and merge queues. */
export interface Refs {
  /** Null: there is no such branch. */
  branchHead(repository: string, branch: string): Promise<string | null>;
  /** Every branch that matches, with its head. */
  branches(
    repository: string,
    patterns: readonly Pattern[],
  ): Promise<readonly { readonly name: string; readonly head: string }[]>;
  /** The commit that a tag points at, annotated or not; null: there is no such tag. */
  tagCommit(repository: string, tag: string): Promise<string | null>;
  /** The commit that an object leads to: itself, or what an annotated tag wraps; null: none. */
  commitOf(repository: string, object: string): Promise<string | null>;
  /** Every tag that points at the commit, annotated or not. */
  tagsAt(repository: string, commit: string): Promise<Reading<readonly string[]>>;
  /** The groups that wait for checks in the queue of a branch; empty where it has no queue. */
  mergeGroups(repository: string, branch: string): Promise<readonly MergeGroup[]>;
  /** When a policy first stood on the default branch, here or in the organisation; null: unknown. */
  policySince(repository: string): Promise<Instant | null>;
}

/** GitHub, as far as the use cases need it; one for each installation. */
export interface Platform extends Publisher, ReleaseDesk, DeploymentDesk, Refs {
  pullRequest(ref: PullRequestRef): PullRequestSource;
  commit(asked: CommitAsked): EvidenceSource<CommitSnapshot>;
  /** The open pull requests of a repository; with `head`, only those with that head commit. */
  openPullRequests(repository: string, head?: string): Promise<readonly OpenPullRequest[]>;
  /**
   * The policies in force in a repository, as `EvidenceSource.policies`. Nothing else tells whether
   * remembered ones still hold: what is decided by these alone needs them anew.
   */
  policies(repository: string, freshness: Freshness): Promise<PoliciesInForce>;
  /** As `PullRequestSource.earlierPolicies`. */
  earlierPolicies(repository: string): Promise<Reading<readonly PolicySource[]>>;
  /** As `PullRequestSource.policiesWith`. */
  policiesWith(repository: string, own: PolicySource | null): Promise<readonly PolicySource[]>;
  /** Repositories whose policies extended that of this one when they were read the last time. */
  extending(repository: string): readonly string[];
  /** Every repository (`owner/name`) that the installation may see. */
  repositories(): Promise<readonly string[]>;
  /** Whether the account has write access (write, maintain or admin) to the repository. */
  canWrite(repository: string, login: string): Promise<boolean>;
  /** What we published for a commit, for the case that the candidate itself cannot be read. */
  published(repository: string, commit: string): Promise<Published>;
}

/** One attempt of GitHub's to deliver an event to us. */
export interface DeliveryAttempt {
  readonly id: string;
  /** The same for every attempt to deliver an event. */
  readonly guid: string;
  readonly at: Instant;
  /** Whether we took it. */
  readonly succeeded: boolean;
}

/** GitHub's deliveries of events to the App. */
export interface Deliveries {
  /** The attempts since then, in any order; `whole` unless there were more than are read. */
  attemptsSince(
    since: Instant,
  ): Promise<{ readonly attempts: readonly DeliveryAttempt[]; readonly whole: boolean }>;
  /** Asks GitHub to deliver again what this attempt did not. */
  deliverAgain(attemptId: string): Promise<Done>;
}

/**
 * The candidate could not be read at all. `code` is closed; `retryAfter` (seconds) is what GitHub
 * asked for, where it did, and `resetsAt` when its hourly limit begins anew. `near-limit`: GitHub
 * would answer still, and what is left is kept for saying that nothing can be told.
 */
export class EvidenceUnavailable extends Error {
  readonly code: "unreachable" | "rate-limited" | "near-limit" | "forbidden" | "unexpected-answer";
  readonly retryAfter: number | null;
  readonly resetsAt: Instant | null;
  constructor(
    code: EvidenceUnavailable["code"],
    message: string,
    options: { cause?: unknown; retryAfter?: number | null; resetsAt?: Instant | null } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "EvidenceUnavailable";
    this.code = code;
    this.retryAfter = options.retryAfter ?? null;
    this.resetsAt = options.resetsAt ?? null;
  }
}

/** The App is not installed there any more: until it is again, nothing can be read or written. */
export class InstallationGone extends EvidenceUnavailable {
  constructor(thrown: unknown) {
    // One further in: what was asked for itself was not answered, so nothing of it is known to be gone.
    const cause = new Error("GitHub knows no such installation.", { cause: thrown });
    super("unexpected-answer", "The App is not installed there any more.", { cause });
    this.name = "InstallationGone";
  }
}
