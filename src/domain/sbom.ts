import type { Instant } from "./time.ts";

/** A software bill of materials: of what a product consists. Absent are fields with a problem. */
export interface Sbom {
  /** As people call it: "CycloneDX 1.6". */
  readonly format: string;
  readonly created: Instant;
  /** How many components it lists. */
  readonly components: number;
}
