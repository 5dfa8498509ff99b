import type { Reading } from "./evidence.ts";
import type { Person } from "./person.ts";
import type { Severity } from "./policy.ts";
import type { Instant } from "./time.ts";

/** What GitHub watches over by itself, and how the code came to be there. */
export interface Scrutiny {
  readonly alerts: Alerts;
  /**
   * Dependencies that were added since the previous release and have a known vulnerability; null
   * where there is no previous release.
   */
  readonly dependencies: Reading<readonly VulnerableDependency[] | null>;
  /**
   * How each commit since the previous release reached the branch; null where there is none. What is
   * still up for merging is not in it.
   */
  readonly arrivals: Reading<readonly Arrival[] | null>;
  /** Whether the organisation asks everybody for a second factor; null where GitHub does not tell. */
  readonly twoFactor: Reading<boolean | null>;
}

/** A source that is switched off, or that GitHub does not let us read, is unreadable: never empty. */
export interface Alerts {
  readonly secretScanning: Reading<readonly OpenAlert[]>;
  readonly codeScanning: Reading<CodeScanning>;
  readonly dependabot: Reading<readonly OpenAlert[]>;
}

export interface OpenAlert {
  readonly number: number;
  /** Null where GitHub gives none, as for secrets: such an alert is never taken for a mild one. */
  readonly severity: Severity | null;
  /** The rule, the kind of secret, or the package. Never a secret itself. */
  readonly what: string;
  /** Advisories: `GHSA-…`, `CVE-…`. */
  readonly ids: readonly string[];
  readonly since: Instant;
  readonly place: { readonly path: string; readonly line: number } | null;
}

export interface CodeScanning {
  /** Whether this commit was analysed, and the analysis did not fail. */
  readonly analysed: boolean;
  readonly open: readonly OpenAlert[];
  /** Since the previous release; ever, where there is none. */
  readonly dismissed: readonly DismissedAlert[];
}

/** Who dismissed it does not matter here, and is not kept. */
export interface DismissedAlert {
  readonly number: number;
  readonly severity: Severity | null;
  readonly what: string;
  readonly reason: string | null;
  readonly at: Instant;
}

export interface VulnerableDependency {
  readonly name: string;
  readonly version: string;
  readonly ecosystem: string;
  readonly manifest: string;
  readonly vulnerabilities: readonly { readonly id: string; readonly severity: Severity | null }[];
}

/** Commits that came together. A commit may have come through several pull requests. */
export interface Arrival {
  readonly commits: readonly string[];
  /** Null: pushed past all pull requests. */
  readonly pullRequest: ArrivedPullRequest | null;
}

/** A merged pull request, as it stood when it was merged. */
export interface ArrivedPullRequest {
  readonly number: number;
  /** The commit that it became on its base branch; null where GitHub does not tell. */
  readonly mergedAs: string | null;
  /** Whoever opened it, wrote, co-wrote or committed one of its commits. */
  readonly madeBy: readonly Person[];
  /** Whether one of its commits has an author or a committer whom GitHub cannot name. */
  readonly unnamed: boolean;
  /** Who approved the head that was merged, before it was. */
  readonly approvedBy: readonly Person[];
}
