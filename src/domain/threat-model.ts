import type { Day } from "./time.ts";

/** How bad a threat would be, the mildest first. */
export const THREAT_SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type ThreatSeverity = (typeof THREAT_SEVERITIES)[number];

/** What became of a threat. All but `open` are settled; the last two only with a reason. */
export const THREAT_STATUSES = ["open", "mitigated", "accepted", "not-applicable"] as const;
export type ThreatStatus = (typeof THREAT_STATUSES)[number];

/** A way in which somebody could do harm. */
export interface Threat {
  /** Where it stands in the document: `threats.0`, `detail.diagrams.0.cells.3.data.threats.1`. */
  readonly field: string;
  readonly id: string;
  readonly title: string;
  /** Null where nobody has rated it yet, which Threat Dragon allows. */
  readonly severity: ThreatSeverity | null;
  readonly status: ThreatStatus;
}

/** What a threat model says, in either form. */
export interface ThreatModel {
  readonly reviewed: Day;
  /** Those that could be read; what is wrong with the others stands in the problems. */
  readonly threats: readonly Threat[];
}
