import { ObjectStore } from "../../git/object-store.ts";
import type { Account, Team } from "../accounts.ts";
import type { Label } from "../issues.ts";
import type { Repository, RepositoryRole } from "../repositories.ts";
import { newSecurity } from "../security.ts";
import type { World } from "../world.ts";
import { firstOf } from "./create-accounts.ts";

/** Creates an empty repository. */
export function createRepository(
  world: World,
  owner: Account,
  name: string,
  options: { private?: boolean; defaultBranch?: string } = {},
): Repository {
  return keep(world, owner, name, {
    private: options.private ?? false,
    defaultBranch: options.defaultBranch ?? "main",
    objects: new ObjectStore(),
    parent: null,
    refs: new Map(),
  });
}

/** Forks a repository with its branches and tags. */
export function forkRepository(world: World, parent: Repository, owner: Account): Repository {
  const refs = new Map([...parent.refs].filter(([name]) => !name.startsWith("refs/pull/")));
  return keep(world, owner, parent.name, {
    private: parent.private,
    defaultBranch: parent.defaultBranch,
    objects: parent.objects,
    parent,
    refs,
  });
}

/** Lets a person do something in a repository; a role of null takes it away. */
export function setCollaborator(
  repository: Repository,
  account: Account,
  role: RepositoryRole | null,
): void {
  if (role === null) repository.collaborators.delete(account);
  else repository.collaborators.set(account, role);
}

/** Gives a team access to a repository. */
export function giveTeamAccess(
  world: World,
  repository: Repository,
  team: Team,
  role: RepositoryRole,
): void {
  repository.teams.set(team, role);
  const sender = firstOf(repository.owner);
  world.emit({ event: "team", action: "added_to_repository", team, repository, sender });
}

/** The label of this name; made when the repository has none, as adding it to an issue does. */
export function labelNamed(world: World, repository: Repository, name: string): Label {
  const existing = repository.labels.get(name.toLowerCase());
  if (existing !== undefined) return existing;
  const label: Label = {
    ...world.identify("Label"),
    name,
    color: "ededed",
    description: null,
    createdAt: world.now(),
  };
  repository.labels.set(name.toLowerCase(), label);
  return world.register("Label", label);
}

function keep(
  world: World,
  owner: Account,
  name: string,
  rest: Pick<Repository, "private" | "defaultBranch" | "objects" | "parent" | "refs">,
): Repository {
  if (world.repository(owner.login, name) !== undefined) {
    throw new Error(`There is a repository ${owner.login}/${name} already`);
  }
  const now = world.now();
  const repository: Repository = {
    ...world.identify("Repository"),
    owner,
    name,
    ...rest,
    collaborators: new Map(),
    teams: new Map(),
    labels: new Map(),
    issues: new Map(),
    checkSuites: [],
    releases: [],
    burntTags: new Set(),
    environments: [],
    rulesets: [],
    mergeQueues: new Map(),
    runs: [],
    security: newSecurity(),
    commitsViaWeb: new Set(),
    createdAt: now,
    pushedAt: now,
  };
  world.repositories.push(repository);
  return world.register("Repository", repository);
}
