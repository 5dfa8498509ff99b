import type {
  Account,
  App,
  Bot,
  Installation,
  Organization,
  Permissions,
  Team,
  User,
} from "../accounts.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";

/** Signs a person up. Their commits are those made with `email`. */
export function createUser(
  world: World,
  login: string,
  options: { name?: string; email?: string } = {},
): User {
  const user: User = { type: "User", ...accountFields(world, "User", login, options) };
  return keep(world, user);
}

/** Creates the account of a bot, e.g. "renovate[bot]". */
export function createBot(world: World, login: string): Bot {
  const bot: Bot = { type: "Bot", ...accountFields(world, "Bot", login, {}) };
  return keep(world, bot);
}

/** Creates an organisation; its first member is its owner. */
export function createOrganization(
  world: World,
  login: string,
  options: { admins?: readonly Account[]; members?: readonly Account[] } = {},
): Organization {
  const organization: Organization = {
    type: "Organization",
    ...accountFields(world, "Organization", login, {}),
    members: new Map(),
    teams: [],
    rulesets: [],
    twoFactorRequired: false,
  };
  for (const member of options.members ?? []) organization.members.set(member, "member");
  for (const admin of options.admins ?? []) organization.members.set(admin, "admin");
  return keep(world, organization);
}

/** Creates a team; its members become members of the organisation. */
export function createTeam(
  world: World,
  organization: Organization,
  name: string,
  options: { members?: readonly Account[]; parent?: Team; privacy?: Team["privacy"] } = {},
): Team {
  const team: Team = {
    ...world.identify("Team"),
    organization,
    name,
    slug: name
      .toLowerCase()
      .replaceAll(/[^a-z0-9_.]+/g, "-")
      .replaceAll(/^-|-$/g, ""),
    parent: options.parent ?? null,
    privacy: options.privacy ?? "closed",
    members: new Map(),
    createdAt: world.now(),
  };
  organization.teams.push(world.register("Team", team));
  for (const member of options.members ?? []) joinTeam(team, member);
  world.emit({ event: "team", action: "created", team, sender: firstOf(organization) });
  return team;
}

/** Adds someone to a team. */
export function addTeamMember(world: World, team: Team, member: Account, by?: Account): void {
  joinTeam(team, member);
  const sender = by ?? firstOf(team.organization);
  world.emit({ event: "membership", action: "added", team, member, sender });
}

/** Removes someone from a team; they stay in the organisation. */
export function removeTeamMember(world: World, team: Team, member: Account, by?: Account): void {
  team.members.delete(member);
  const sender = by ?? firstOf(team.organization);
  world.emit({ event: "membership", action: "removed", team, member, sender });
}

/** Registers an App, with the bot account through which it acts. */
export function createApp(
  world: World,
  options: { id?: number; slug: string; name?: string; owner?: Account },
): App {
  const identity = world.identify("App");
  const app: App = {
    ...identity,
    id: options.id ?? identity.id,
    slug: options.slug,
    name: options.name ?? options.slug,
    owner: options.owner ?? world.account("github") ?? createOrganization(world, "github"),
    bot: createBot(world, `${options.slug}[bot]`),
    createdAt: world.now(),
  };
  world.apps.set(app.id, app);
  return world.register("App", app);
}

/** Installs an App on an account, for all of its repositories or for chosen ones. */
export function installApp(
  world: World,
  app: App,
  account: Account,
  options: {
    permissions: Permissions;
    events: readonly string[];
    repositories?: readonly Repository[];
  },
): Installation {
  const chosen = options.repositories?.map((repository) => repository.name);
  const installation: Installation = {
    ...world.identify("Installation"),
    app,
    account,
    permissions: { metadata: "read", ...options.permissions },
    events: options.events,
    repositories: chosen === undefined ? "all" : new Set(chosen),
    suspendedAt: null,
    createdAt: world.now(),
  };
  world.installations.push(installation);
  world.emit({ event: "installation", action: "created", installation, sender: firstOf(account) });
  return installation;
}

/** Someone who may act for an account: an administrator of an organisation, or the account itself. */
export function firstOf(account: Account): Account {
  if (!("members" in account)) return account;
  const members = [...(account as Organization).members];
  return members.find(([, role]) => role === "admin")?.[0] ?? members[0]?.[0] ?? account;
}

function joinTeam(team: Team, member: Account): void {
  team.members.set(member, "member");
  if (!team.organization.members.has(member)) team.organization.members.set(member, "member");
}

function accountFields(
  world: World,
  kind: "User" | "Bot" | "Organization",
  login: string,
  options: { name?: string; email?: string },
): Omit<Account, "type"> {
  const identity = world.identify(kind);
  return {
    ...identity,
    login,
    name: options.name ?? null,
    email: options.email ?? `${identity.id}+${login}@users.noreply.github.com`,
    createdAt: world.now(),
  };
}

function keep<T extends Account>(world: World, account: T): T {
  if (world.account(account.login) !== undefined) {
    throw new Error(`There is an account ${account.login} already`);
  }
  world.accounts.set(account.login.toLowerCase(), account);
  return world.register(account.type, account);
}
