import type { Hours, Pattern, Regime } from "./policy.ts";
import type { Role } from "./person.ts";
import type { Day, Duration } from "./time.ts";

/** Something wrong in a text that people wrote: where, what was expected, what to do. */
export interface Problem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The key that is concerned, e.g. `contact-point.email` or `update-triggers.0.paths`; "" for the whole. */
  readonly field: string;
  /** What is wrong and what was expected, one sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly remedy: string;
}

/**
 * A document as it was understood. A field that is missing or has a problem is absent from
 * `fields`; what is wrong with it stands in `problems` under its name. A text that could not be
 * parsed at all has `broken: true`, no fields, and at least one problem.
 */
export interface Document<Fields> {
  readonly path: string;
  readonly oid: string;
  readonly broken: boolean;
  readonly fields: Partial<Fields>;
  readonly problems: readonly Problem[];
  /** The line of each key that is there, by its dotted path: `contact-point.email`. */
  readonly lines: ReadonlyMap<string, number>;
  /** By the section's id; every id that was looked for is there. Empty for YAML documents. */
  readonly sections: Readonly<Record<string, Section>>;
  /** Task-list items that begin with an id in backticks, in order, repeated ones too. */
  readonly items: readonly ChecklistItem[];
}

/** A document, or why there is none. */
export type DocumentReading<Fields> =
  | { readonly status: "read"; readonly document: Document<Fields> }
  | { readonly status: "missing"; readonly path: string; readonly why: string }
  | { readonly status: "unreadable"; readonly path: string; readonly reason: string };

/** Whether a section says something. */
export type Section =
  | { readonly state: "says-something"; readonly line: number }
  | { readonly state: "missing" }
  /** Fewer than 40 characters of text (a subsection: none). */
  | { readonly state: "too-short"; readonly line: number; readonly length: number }
  /** A placeholder (TODO, lorem ipsum, `{{…}}`) is still in it. */
  | { readonly state: "placeholder"; readonly line: number; readonly placeholder: string };

export interface ChecklistItem {
  /** As written: `security-review.tests`. */
  readonly id: string;
  readonly line: number;
  readonly checked: boolean;
  /** Targets of the links that follow `Evidence:`. */
  readonly evidence: readonly EvidenceLink[];
  /** What follows `N/A:`, trimmed; null where it does not stand. */
  readonly notApplicable: string | null;
}

export type EvidenceLink =
  /** A file of the repository, relative to its root, without anchor. */
  | { readonly kind: "file"; readonly path: string; readonly line: number }
  | { readonly kind: "https"; readonly url: string; readonly line: number }
  /** Counts as no evidence: outside the repository, the document itself, or another scheme. */
  | {
      readonly kind: "unusable";
      readonly target: string;
      readonly why: string;
      readonly line: number;
    };

/** A way to reach someone. At least one of email and phone is there. */
export interface Contact {
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

export interface IncidentPlan {
  readonly reviewed: Day;
  readonly exercised: Day;
  readonly contactPoint: Contact & { readonly hours: Hours };
  readonly support: Contact;
  readonly escalation: readonly (Contact & { readonly role: string })[];
  readonly dpo: Contact;
  readonly responseTimes: readonly ResponseTime[];
  readonly reportingChannels: readonly {
    readonly name: string;
    readonly address: string;
    readonly protectsContent: string;
    readonly protectsReporter: string;
  }[];
  readonly breachNotification: {
    readonly authority?:
      { readonly name: string; readonly within: Duration; readonly how: string } | undefined;
    readonly dataSubjects?: { readonly within: Duration; readonly when: string } | undefined;
  };
  readonly logs: {
    readonly retention: Duration;
    readonly access: string;
    readonly personalData: string;
  };
  readonly updateTriggers: readonly UpdateTrigger[];
  readonly regimes: Readonly<Partial<Record<Regime, PromisedReports>>>;
}

/** How soon the plan promises each report that a law asks for, by the clock's id, and to whom. */
export interface PromisedReports {
  readonly recipient: string;
  readonly clocks: Readonly<Record<string, Duration>>;
}

export interface ResponseTime {
  readonly severity: string;
  readonly respondWithin: Duration;
  readonly hours: Hours;
}

export interface UpdateTrigger {
  readonly when: string;
  readonly paths: readonly Pattern[];
  /** Whether an added dependency triggers it. */
  readonly dependencies: "added" | null;
}

export interface SecurityReview {
  readonly release: string;
  readonly date: Day;
  readonly outcome: "passed" | "passed-with-exceptions" | "escalated";
  readonly experts: readonly { readonly group: string; readonly role: Role }[];
  readonly previousReviews: readonly {
    readonly title: string;
    readonly date: Day;
    /** Relative to the repository's root. */
    readonly path?: string | undefined;
    readonly url?: string | undefined;
  }[];
  /** Path of a file ─▶ blob id that was gone through (in full, or its first 12 digits or more), lower case. */
  readonly reviewed: Readonly<Record<string, string>>;
  readonly deviations: readonly Deviation[];
}

export interface Deviation {
  readonly id: string;
  readonly summary: string;
  readonly status: "open" | "resolved" | "accepted";
  readonly owner?: string | undefined;
  readonly reason?: string | undefined;
  readonly expires?: Day | undefined;
  /** Commits that reached the branch unreviewed and are accepted all the same. */
  readonly commits?: readonly string[] | undefined;
}

export interface ArchiveManifest {
  readonly location: string;
  readonly access: string;
  readonly retainFor: Duration;
  readonly artifacts: readonly Artifact[];
}

export interface Artifact {
  readonly category: string;
  /** Exactly one of `path`, `asset` and `notApplicable` is there. */
  readonly path?: string | undefined;
  readonly asset?: string | undefined;
  readonly sha256?: string | undefined;
  readonly notApplicable?: string | undefined;
}

/** RFC 9116. */
export interface SecurityTxt {
  readonly contacts: readonly string[];
  /** ISO 8601 in UTC. */
  readonly expires: string;
}
