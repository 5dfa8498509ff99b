import type { People } from "../../domain/index.ts";
import type {
  ActiveRule,
  AppFacts,
  BranchProtection,
  Environment,
  InstallationFacts,
  LateDeliveries,
  RepositoryFacts,
  Ruleset,
  Seen,
} from "./administration.ts";
import type { PolicyInForce } from "./policy-in-force.ts";
import type { WantedProtection } from "./wanted-protection.ts";

/** Everything that was read to examine one repository; `diagnose` says what it means. */
export interface Facts {
  /** As it was asked for: `owner/name`. */
  readonly name: string;
  /** The moment of reading. */
  readonly at: Date;
  readonly appId: number;
  /** Null: the App's credentials were not given. */
  readonly app: AppSide | null;
  /** Null: neither the App nor anybody whose token was given can see the repository. */
  readonly repository: RepositorySide | null;
}

/** What only the App could ask. */
export interface AppSide {
  readonly facts: AppFacts;
  readonly installation: InstallationFacts | null;
  readonly deliveries: Seen<LateDeliveries>;
}

export interface RepositorySide {
  readonly facts: RepositoryFacts;
  /** With whose eyes the policy and the people were read. */
  readonly readAs: "app" | "person";
  readonly policy: PolicyInForce;
  readonly floor: Floor;
  /** Null unless the policy is valid. */
  readonly locks: Locks | null;
}

/** The organisation's `.github` repository, whose policy is a floor under this one. */
export interface Floor {
  readonly name: string;
  /** Null: was not asked. */
  readonly appSees: boolean | null;
  readonly personSees: boolean | null;
}

/** What stands at GitHub for a valid policy. */
export interface Locks {
  readonly wanted: WantedProtection;
  readonly rulesets: Seen<readonly Ruleset[]>;
  /** By the branch's name; those that the policy names without wildcards. */
  readonly branches: Readonly<Record<string, BranchFacts>>;
  readonly environments: Seen<readonly Environment[]>;
  readonly immutableReleases: Seen<boolean>;
  readonly people: People;
}

export interface BranchFacts {
  readonly rules: Seen<readonly ActiveRule[]>;
  readonly protection: Seen<BranchProtection | null>;
}
