import type { Account, Organization } from "./accounts.ts";
import type { Repository } from "./repositories.ts";
import { roleOf } from "./repositories.ts";

/** A rule in REST's words: `{"type":"deletion"}`, with `parameters` where the type has some. */
export interface Rule {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Whom a ruleset lets pass. */
export interface BypassActor {
  readonly actor_id?: number | null;
  readonly actor_type: string;
  readonly bypass_mode?: "always" | "pull_request" | "exempt";
}

/** To what a ruleset applies. */
export interface RulesetConditions {
  readonly ref_name?: NamePatterns;
  /** Only in rulesets of an organisation. */
  readonly repository_name?: NamePatterns;
}

interface NamePatterns {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** A ruleset of a repository, or of an organisation for its repositories. */
export interface Ruleset {
  readonly id: number;
  readonly nodeId: string;
  readonly source: Repository | Organization;
  name: string;
  target: "branch" | "tag" | "push";
  enforcement: "disabled" | "active" | "evaluate";
  bypassActors: readonly BypassActor[];
  conditions: RulesetConditions;
  rules: readonly Rule[];
  readonly createdAt: Date;
  updatedAt: Date;
}

/** The rulesets of a repository, and after them those that it inherits. */
export function rulesetsOf(repository: Repository): Ruleset[] {
  const { owner } = repository;
  const inherited = "rulesets" in owner ? (owner as Organization).rulesets : [];
  return [
    ...repository.rulesets,
    ...inherited.filter(({ conditions }) => names(conditions.repository_name, repository.name, [])),
  ];
}

/** The active rulesets that apply to a ref, which need not exist. */
export function rulesetsFor(repository: Repository, ref: string): Ruleset[] {
  const target = ref.startsWith("refs/tags/") ? "tag" : "branch";
  const isDefault = ref === `refs/heads/${repository.defaultBranch}`;
  const also = isDefault ? ["~DEFAULT_BRANCH"] : [];
  return rulesetsOf(repository)
    .filter((one) => one.enforcement === "active" && one.target === target)
    .filter(({ conditions }) => names(conditions.ref_name, ref, also));
}

/** Repository roles as rulesets number them. */
const roleIds: Readonly<Record<number, string>> = { 2: "maintain", 4: "write", 5: "admin" };

/** Whether a ruleset lets someone pass: always, or only when merging a pull request. */
export function letsPass(
  ruleset: Ruleset,
  repository: Repository,
  actor: Account,
  action: "push" | "merge",
): boolean {
  return ruleset.bypassActors
    .filter(({ bypass_mode: mode }) => mode !== "pull_request" || action === "merge")
    .some(({ actor_type: type, actor_id: id }) => {
      const { owner } = repository;
      if (type === "RepositoryRole") return roleOf(repository, actor) === roleIds[id ?? 0];
      if (type === "User") return actor.type === "User" && actor.id === id;
      if (!("teams" in owner)) return false;
      const organization = owner as Organization;
      if (type === "OrganizationAdmin") return organization.members.get(actor) === "admin";
      const team = organization.teams.find((one) => one.id === id);
      return type === "Team" && team?.members.has(actor) === true;
    });
}

/** Whether an App may pass, which its bot does without being asked. */
export function letsAppPass(ruleset: Ruleset, appId: number): boolean {
  return ruleset.bypassActors.some(
    (one) => one.actor_type === "Integration" && one.actor_id === appId,
  );
}

function names(patterns: NamePatterns | undefined, name: string, also: readonly string[]): boolean {
  const matches = (pattern: string): boolean =>
    pattern === "~ALL" || also.includes(pattern) || asExpression(pattern).test(name);
  if (patterns === undefined) return false;
  return (patterns.include ?? []).some(matches) && !(patterns.exclude ?? []).some(matches);
}

/** As Ruby's fnmatch with paths: "*" stays within a segment, "**" does not. */
function asExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|\?|[.+^$()|{}[\]\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
