import type { Case } from "./case.ts";
import type { DocumentReading } from "./documents.ts";

/** A checklist in a document: which items a gate asks for, and where they stand. */
export interface Checklist {
  readonly gate: string;
  /** What people call the document. Checklists that stand in the same one share it. */
  readonly name: string;
  /** Ids without the gate, in order. */
  readonly items: readonly string[];
  /** Items that are only asked for where a case needs them, and may always stand there. */
  readonly sometimes: readonly string[];
  document(c: Case): DocumentReading<unknown>;
}

export const REVIEW = "security review";
export const PRIVACY_ENGINEERING = "privacy engineering document";

/** What a full security review goes through. Datatilsynet, "Full security review of the software". */
export const SECURITY_REVIEW_ITEMS: Checklist = {
  gate: "security-review",
  name: REVIEW,
  items: [
    "requirements",
    "analyses",
    "assessments",
    "tests",
    "third-party",
    "implemented",
    "readiness",
  ],
  sometimes: [],
  document: (c) => c.documents.securityReview,
};

const inPrivacyEngineering = {
  name: PRIVACY_ENGINEERING,
  sometimes: [],
  document: (c: Case) => c.documents.privacyEngineering,
} as const;

/** ICO, "Define the minimum personal information you require". */
export const DATA_MINIMISATION_ITEMS: Checklist = {
  ...inPrivacyEngineering,
  gate: "data-minimisation",
  items: ["carried-forward", "purpose", "questioned"],
};

/** ICO, "Enhance privacy and security with technical measures". */
export const TECHNICAL_MEASURES_ITEMS: Checklist = {
  ...inPrivacyEngineering,
  gate: "technical-measures",
  items: [
    "secrets",
    "storage",
    "backups",
    "transit",
    "architecture",
    "two-factor",
    "default-passwords",
  ],
};

/** ICO, "Ensure people can exercise their data rights". */
export const DATA_RIGHTS_ITEMS: Checklist = {
  ...inPrivacyEngineering,
  gate: "data-rights",
  items: [
    "informed",
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "automated-decisions",
    "self-service",
    "accuracy",
  ],
  sometimes: ["withdrawal"],
};

/** ICO, "Protect personal information during development". */
export const SECURE_DEVELOPMENT_ITEMS: Checklist = {
  ...inPrivacyEngineering,
  gate: "secure-development",
  items: ["access-control", "access-logging", "retention", "third-party", "secure-coding"],
};

/** Every checklist, in the order of their gates. */
export const CHECKLISTS: readonly Checklist[] = [
  SECURITY_REVIEW_ITEMS,
  DATA_MINIMISATION_ITEMS,
  TECHNICAL_MEASURES_ITEMS,
  DATA_RIGHTS_ITEMS,
  SECURE_DEVELOPMENT_ITEMS,
];
