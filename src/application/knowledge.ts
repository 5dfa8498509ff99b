import type { Catalogue, RegimeLaw, Taxonomy } from "../domain/index.ts";
import type { Headings } from "../documents/index.ts";
import type { PolicyDefaults } from "../policy/index.ts";

/** What ships with Portcullis as data (`config/`), read once at the start. */
export interface Knowledge {
  readonly catalogue: Catalogue;
  readonly headings: Headings;
  readonly policyDefaults: PolicyDefaults;
  readonly taxonomy: Taxonomy;
  readonly regimes: readonly RegimeLaw[];
}
