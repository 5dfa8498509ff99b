import type { Role } from "./person.ts";

/**
 * The controls as data (`config/catalogue.yml`): what each requirement is called, which clause it
 * comes from, what mends it, and who acts next when it is not satisfied.
 */
export interface Catalogue {
  /** In the order in which gates stand everywhere. */
  readonly gates: readonly CatalogueGate[];
  /** What somebody of a role confirms by approving, in words for people who do not program. */
  readonly confirmations: Readonly<Record<Role, string>>;
}

export interface CatalogueGate {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly CatalogueRequirement[];
}

export interface CatalogueRequirement {
  /** `<gate>.<requirement>` */
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  /** What is read to decide it, in words. */
  readonly reads: string;
  readonly remedy: string;
  readonly actsNext: ActsNext;
  /** An item that a team ticks off in a document, rather than something read directly. */
  readonly item: boolean;
}

/** The clause of a text that a requirement comes from. */
export interface Source {
  /** `datatilsynet-release`, `ico-development`, `cra`, `nis2`, `portcullis` (ours, beyond both) or `policy` (the team's own). */
  readonly document: string;
  readonly clause: string;
}

/** Whoever can mend it. */
export type ActsNext = "author" | "administrator" | "portcullis" | Role;
