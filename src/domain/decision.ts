import type { ActsNext, Source } from "./catalogue.ts";
import type { Candidate, Stage } from "./candidate.ts";
import type { FindingOutcome, Outcome } from "./outcome.ts";
import type { Day, Instant } from "./time.ts";

/**
 * A decision as it is stored, shown and handed out: `portcullis/decision/v1`. Two decisions that
 * differ only in `decided-at` are the same decision.
 */
export interface Decision {
  readonly schema: "portcullis/decision/v1";
  readonly outcome: Outcome;
  readonly stage: Stage;
  readonly candidate: {
    readonly kind: Candidate["kind"];
    readonly repository: string;
    readonly number?: number;
    readonly commit: string;
    readonly release?: string;
    readonly environment?: string;
  };
  readonly policy: {
    /** `sha256:…` over the sources. */
    readonly digest: string;
    readonly sources: readonly { repository: string; path: string; oid: string | null }[];
  };
  readonly evidence: { readonly digest: string };
  readonly "decided-at": Instant;
  /** The earliest moment at which time alone may change the outcome; null when it cannot. */
  readonly "review-at": Instant | null;
  readonly gates: readonly GateDecision[];
  readonly waivers: readonly WaiverInForce[];
  readonly "disabled-gates": readonly { gate: string; reason: string; source: string }[];
  readonly "alerts-off": readonly { source: string; reason: string }[];
  /** Whatever holds without having been shown, those of the three lists above among them. */
  readonly exceptions: readonly Exception[];
  /** What each approver was told an approval confirms, as the digest of the text. */
  readonly confirmations: readonly { role: string; digest: string }[];
}

export interface GateDecision {
  readonly id: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** Shown, but not yet counted, until that day. */
  readonly "enforce-from"?: Day;
  /** Only GitHub can tell, and nobody asked it (`--offline`): does not count. */
  readonly "left-out"?: true;
  readonly findings: readonly Finding[];
}

/** A requirement's outcome for one candidate. */
export interface Finding {
  /** `<gate>.<requirement>` */
  readonly requirement: string;
  readonly outcome: FindingOutcome;
  /** What was seen, and what was wanted. */
  readonly message: string;
  /** How to mend it; only where there is something to mend. */
  readonly remedy?: string;
  readonly source: Source;
  /** Only where someone must act. */
  readonly "acts-next"?: ActsNext;
  readonly locations: readonly Location[];
  /** Only GitHub can tell, and nobody asked it (`--offline`): does not count. */
  readonly "left-out"?: true;
}

export interface Location {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** A place in a file of a repository: policies of an organisation lie in another one. */
export interface Place extends Location {
  /** `owner/name` */
  readonly repository: string;
}

/** What kinds of exceptions there are, in the order in which they are shown. */
export const EXCEPTION_KINDS = [
  "waiver",
  "accepted-deviation",
  "gate-off",
  "gate-announced",
  "alerts-off",
  "archive-category",
  "item",
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** Something that holds although nobody has shown it, and who answers for that. */
export interface Exception {
  readonly kind: ExceptionKind;
  /** A requirement, a deviation in words, a gate, a source of alerts or a category of the archive. */
  readonly what: string;
  /** Who granted or owns it; null where the text does not name a person. */
  readonly who: string | null;
  readonly reason: string;
  /** Its last day; null where it has no end. */
  readonly until: Day | null;
  readonly source: Place;
}

export interface WaiverInForce {
  readonly requirement: string;
  readonly reason: string;
  readonly "granted-by": string;
  readonly expires: Day;
}
