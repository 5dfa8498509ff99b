import type { Place } from "./decision.ts";
import type { Problem } from "./documents.ts";
import type { Role } from "./person.ts";
import type { Day, Duration } from "./time.ts";

/** A glob, compiled: `*` within a path segment, `**` across them. */
export interface Pattern {
  readonly text: string;
  matches(candidate: string): boolean;
}

export type Criticality = "low" | "standard" | "high" | "critical";
export type Hours = "business-hours" | "24/7";
export type StaleOn = "push" | "tree-change";

/** What the policy says, every default filled in. Each key is described in `docs/reference/policy.md`. */
export interface Policy {
  /** `owner/name` of a further policy below this one. */
  readonly extends: string | null;
  readonly mode: "enforce" | "observe";
  readonly criticality: Criticality;
  /** What the incident plan must promise at that criticality. */
  readonly promises: IncidentPromises;
  readonly candidates: {
    readonly pullRequests: {
      readonly base: readonly Pattern[] | null;
      readonly head: readonly Pattern[] | null;
      readonly labels: readonly Pattern[] | null;
    };
    readonly tags: readonly Pattern[];
    readonly environments: readonly Pattern[];
  };
  readonly roles: Readonly<Record<Role, RoleHolders>>;
  readonly documents: DocumentPaths;
  /** Further headings that the team uses for a section, by the section's id. */
  readonly headings: Readonly<Record<string, readonly string[]>>;
  readonly gates: Readonly<Record<string, GateSettings>>;
  readonly experts: number;
  readonly archive: { readonly categories: readonly string[]; readonly retainFor: Duration };
  readonly alerts: Readonly<Record<AlertSource, AlertThreshold>>;
  /** Why a source of alerts is off; only those that are. */
  readonly alertsOff: readonly AlertsOff[];
  /** Further clocks in the incident plan. */
  readonly regimes: readonly Regime[];
  /** Items of the team's own, by gate. */
  readonly checklists: Readonly<Record<string, readonly OwnItem[]>>;
  readonly releases: {
    /** What happens to a release that was published without passing. */
    readonly whenUnready: "redraft" | "prerelease" | "report";
    /** Whether the gate table is kept in the release notes. */
    readonly annotate: boolean;
  };
  readonly deployments: {
    /** `release`: only a commit that a candidate tag points at may go out. */
    readonly of: "release" | "commit";
    readonly whenBlocked: "wait" | "reject";
    /** When a deployment that waits is rejected. */
    readonly giveUpAfter: Duration;
  };
  readonly comment: boolean;
  readonly requestReviews: "when-ready" | "always" | "never";
  readonly unlinkedAuthors: "block" | "ignore";
  readonly waivers: readonly Waiver[];
}

export interface IncidentPromises {
  /** The most severe incidents are answered within this. */
  readonly respondWithin: Duration;
  readonly hours: Hours;
  readonly reviewedWithin: Duration;
  /** Null: no exercise is demanded. */
  readonly exercisedWithin: Duration | null;
}

/** Whom the policy names for a role, in lower case, each once. */
export interface RoleHolders {
  readonly users: readonly string[];
  /** Always `org/slug`. */
  readonly teams: readonly string[];
  /** The policy that names them, and its line; empty, and 1, where none does. */
  readonly repository: string;
  readonly path: string;
  readonly line: number;
}

export interface DocumentPaths {
  readonly incidentPlan: string;
  readonly securityReview: string;
  readonly dataMap: readonly string[];
  readonly privacyEngineering: string;
  readonly archive: string;
  readonly threatModel: string;
  readonly sbom: readonly string[];
  readonly vex: readonly string[];
  readonly securityTxt: readonly string[];
  readonly developmentRecord: Readonly<Record<RecordKind, readonly string[]>>;
}

export const RECORD_KINDS = ["requirements", "analyses", "assessments", "tests"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface GateSettings {
  readonly enabled: boolean;
  /** Why it is switched off; only then. */
  readonly reason: string | null;
  /** Where it is switched off, or else announced; null where it is neither. */
  readonly place: Place | null;
  readonly staleOn: StaleOn;
  /** Until that day the gate is shown, but does not count. */
  readonly enforceFrom: Day | null;
}

export const ALERT_SOURCES = ["secret-scanning", "code-scanning", "dependabot"] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

export interface AlertsOff {
  readonly source: AlertSource;
  readonly reason: string;
  readonly place: Place;
}

/** From mild to severe. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Which open alerts block: any at all, those of a severity or above, or none. */
export type AlertThreshold = "any" | Severity | "off";

export const REGIMES = ["cra", "nis2"] as const;
export type Regime = (typeof REGIMES)[number];

export interface OwnItem {
  readonly id: string;
  readonly text: string;
}

/** A dated exception to one requirement, at most 90 days long. */
export interface Waiver {
  readonly requirement: string;
  readonly reason: string;
  /** A login, in lower case. */
  readonly grantedBy: string;
  readonly granted: Day;
  readonly expires: Day;
  /** Empty, and line 1, until it is known in which policy it stands. */
  readonly place: Place;
}

/** A problem of a policy, with the repository in which it lies: policies share their path. */
export interface PolicyProblem extends Problem {
  /** `owner/name` */
  readonly repository: string;
}
