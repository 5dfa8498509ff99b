import type { ObjectStore } from "../git/object-store.ts";
import type { Account, Team } from "./accounts.ts";
import type { CheckSuite } from "./checks.ts";
import type { Environment, WorkflowRun } from "./deployments.ts";
import type { Issue, Label, PullRequest } from "./issues.ts";
import type { MergeQueue } from "./merge-queues.ts";
import type { Ruleset } from "./rulesets.ts";
import type { Release } from "./releases.ts";
import type { Security } from "./security.ts";

/** What someone may do in a repository. */
export type RepositoryRole = "read" | "triage" | "write" | "maintain" | "admin";

/** A repository. Forks share the object store of the repository they come from. */
export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly objects: ObjectStore;
  readonly parent: Repository | null;
  /** Full names ("refs/heads/main") with the object each points at. */
  readonly refs: Map<string, string>;
  readonly collaborators: Map<Account, RepositoryRole>;
  readonly teams: Map<Team, RepositoryRole>;
  readonly labels: Map<string, Label>;
  readonly issues: Map<number, Issue | PullRequest>;
  readonly checkSuites: CheckSuite[];
  readonly releases: Release[];
  /** Tags of immutable releases that were deleted: their names are never free again. */
  readonly burntTags: Set<string>;
  readonly environments: Environment[];
  readonly rulesets: Ruleset[];
  readonly mergeQueues: Map<string, MergeQueue>;
  readonly runs: WorkflowRun[];
  readonly security: Security;
  /** Commits that github.com made and signed, e.g. merges through the button; not rebased ones. */
  readonly commitsViaWeb: Set<string>;
  readonly createdAt: Date;
  pushedAt: Date;
}

/** "owner/name". */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** The pull requests of a repository, oldest first. */
export function pullRequestsOf(repository: Repository): PullRequest[] {
  return [...repository.issues.values()].filter((issue) => issue.kind === "pull-request");
}

const order: readonly RepositoryRole[] = ["read", "triage", "write", "maintain", "admin"];

/** The highest role an account has in a repository, or undefined for none (beyond public reading). */
export function roleOf(repository: Repository, account: Account): RepositoryRole | undefined {
  if (repository.owner === account) return "admin";
  const roles: RepositoryRole[] = [];
  const own = repository.collaborators.get(account);
  if (own !== undefined) roles.push(own);
  for (const [team, role] of repository.teams) {
    if (belongsTo(account, team)) roles.push(role);
  }
  const owner = repository.owner;
  if ("members" in owner && (owner.members as Map<Account, string>).get(account) === "admin") {
    roles.push("admin");
  }
  return roles.sort((a, b) => order.indexOf(b) - order.indexOf(a))[0];
}

function belongsTo(account: Account, team: Team): boolean {
  if (team.members.has(account)) return true;
  return team.organization.teams.some(
    (child) => child.parent === team && belongsTo(account, child),
  );
}
