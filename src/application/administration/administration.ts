/**
 * What GitHub must offer so that its locks can be set and examined: an administrator's view of one
 * repository, and the App's own view of itself. A part that cannot be had is `refused`, in words.
 */
export interface Administration {
  /** Null: no such repository, or none that these credentials may see. */
  repository(repository: string): Promise<RepositoryFacts | null>;
  /** The id of an App by its name in addresses; null: there is none that anybody may see. */
  appId(slug: string): Promise<number | null>;
  /** Every ruleset for branches and tags that applies to the repository, the organisation's too. */
  rulesets(repository: string): Promise<Seen<readonly Ruleset[]>>;
  /** The active rules on a branch, from wherever they come; the branch need not exist. */
  branchRules(repository: string, branch: string): Promise<Seen<readonly ActiveRule[]>>;
  /** The classic protection of a branch; null: it has none. */
  branchProtection(repository: string, branch: string): Promise<Seen<BranchProtection | null>>;
  environments(repository: string): Promise<Seen<readonly Environment[]>>;
  /**
   * Whether a published release can no longer be altered. False tells it only to an administrator:
   * GitHub answers others in the same way whatever is set.
   */
  immutableReleases(repository: string): Promise<Seen<boolean>>;
  createRuleset(repository: string, ruleset: RulesetText): Promise<Made>;
  updateRuleset(repository: string, id: number, ruleset: RulesetText): Promise<Made>;
  /** Makes deployments to an environment wait for the App. */
  enableRule(repository: string, environment: string, appId: number): Promise<Made>;
}

/** What only the App itself can ask. */
export interface AppAdministration {
  app(): Promise<AppFacts>;
  /** Null: the App is not installed on the repository. */
  installation(repository: string): Promise<InstallationFacts | null>;
  deliveries(): Promise<Seen<LateDeliveries>>;
}

/** What could be read, or why it could not and what to do about it. */
export type Seen<T> =
  { readonly status: "read"; readonly value: T } | ({ readonly status: "refused" } & Refusal);

export interface Refusal {
  readonly reason: string;
  readonly remedy: string;
}

/** A change that was made, or why it was not. */
export type Made = { readonly status: "done" } | ({ readonly status: "refused" } & Refusal);

export interface RepositoryFacts {
  /** `owner/name`, as GitHub writes it. */
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  /** Whether these credentials may administer it; null where GitHub does not say. */
  readonly isAdministrator: boolean | null;
}

export type RefTarget = "branch" | "tag";

/** A rule, with whatever parameters GitHub gives it: those that we do not know are kept. */
export interface Rule {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** A rule on a branch, and the ruleset that it is from. */
export interface ActiveRule extends Rule {
  readonly rulesetId: number | null;
}

/** The part of a ruleset that is written. */
export interface RulesetText {
  readonly name: string;
  readonly target: RefTarget;
  readonly enforcement: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly Rule[];
  /** Null: GitHub does not show them to these credentials. */
  readonly bypass: readonly BypassActor[] | null;
}

export interface Ruleset extends RulesetText {
  readonly id: number;
  /** Who owns it: `owner/name`, or an organisation. */
  readonly source: string;
  readonly isRepositorys: boolean;
}

/** Somebody whom a ruleset does not hold. https://docs.github.com/en/rest/repos/rules */
export interface BypassActor {
  readonly actor_id: number | null;
  readonly actor_type: string;
  readonly bypass_mode: string;
}

export interface BranchProtection {
  readonly checks: readonly { readonly context: string; readonly appId: number | null }[];
  readonly strict: boolean;
  /** Whether it holds administrators too. */
  readonly holdsAdministrators: boolean;
}

export interface Environment {
  readonly name: string;
  /** Ids of the Apps whose protection rules are enabled. */
  readonly apps: Seen<readonly number[]>;
  /** Null where GitHub does not say. */
  readonly administratorsCanBypass: boolean | null;
}

/** Permissions as GitHub names them, with their level. */
export type Permissions = Readonly<Record<string, string>>;

export interface AppFacts {
  readonly id: number;
  readonly slug: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

export interface InstallationFacts {
  readonly id: number;
  readonly isSuspended: boolean;
  /** Whether it sees every repository of its account, or only selected ones. */
  readonly seesAll: boolean;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** Where an owner accepts new permissions. */
  readonly url: string;
}

/** The deliveries of the last three days, of every installation. */
export interface LateDeliveries {
  readonly newestFirst: readonly Delivery[];
  /** Whether they are all; there may be too many to read. */
  readonly whole: boolean;
}

export interface Delivery {
  /** The same when it is sent again. */
  readonly guid: string;
  readonly at: string;
  readonly event: string;
  readonly installationId: number | null;
  /** What the server answered; 0 where it could not be reached. */
  readonly statusCode: number;
  /** In GitHub's words: `OK`, `failed to connect`. */
  readonly status: string;
}
