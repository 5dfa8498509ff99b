import type { Catalogue } from "./catalogue.ts";
import type {
  ArchiveManifest,
  DocumentReading,
  IncidentPlan,
  SecurityReview,
  SecurityTxt,
} from "./documents.ts";
import type { DataMapReading, Taxonomy } from "./data-map.ts";
import type { Evidence } from "./evidence.ts";
import type { Policy, PolicyProblem } from "./policy.ts";
import type { PolicyVersion } from "./policy-changes.ts";
import type { PrivacyEngineering } from "./privacy-engineering.ts";
import type { RegimeLaw } from "./regimes.ts";
import type { Sbom } from "./sbom.ts";
import type { ThreatModel } from "./threat-model.ts";
import type { Day } from "./time.ts";
import type { Vex } from "./vex.ts";

/** What the gates read: the evidence, with its policy and documents understood. */
export interface Case {
  readonly evidence: Evidence;
  /** The day on which the evidence was gathered, in UTC. */
  readonly today: Day;
  readonly policy: Policy;
  /** Every version of the repository's policy, newest first. */
  readonly policyVersions: readonly PolicyVersion[];
  /** Where the repository's policy tried to weaken the organisation's. */
  readonly weakenings: readonly PolicyProblem[];
  readonly catalogue: Catalogue;
  readonly taxonomy: Taxonomy;
  /** Every law that a policy can switch on. */
  readonly regimes: readonly RegimeLaw[];
  readonly documents: Documents;
}

export interface Documents {
  readonly incidentPlan: DocumentReading<IncidentPlan>;
  /** The plan at the start of the range; null where there is no range. */
  readonly incidentPlanBefore: DocumentReading<IncidentPlan> | null;
  readonly securityReview: DocumentReading<SecurityReview>;
  readonly archive: DocumentReading<ArchiveManifest>;
  readonly dataMap: DataMapReading;
  /** The map at the start of the range; null where there is no range. */
  readonly dataMapBefore: DataMapReading | null;
  readonly privacyEngineering: DocumentReading<PrivacyEngineering>;
  readonly threatModel: DocumentReading<ThreatModel>;
  /** One for each file that the policy names; none where it names none. */
  readonly sbom: readonly DocumentReading<Sbom>[];
  /** In the same way. */
  readonly vex: readonly DocumentReading<Vex>[];
  /** Null where the repository has none. */
  readonly securityTxt: DocumentReading<SecurityTxt> | null;
}
