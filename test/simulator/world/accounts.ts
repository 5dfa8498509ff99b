import type { Ruleset } from "./rulesets.ts";

/** Someone or something that owns or does things on GitHub. */
export interface Account {
  readonly type: "User" | "Bot" | "Organization";
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly name: string | null;
  /** The address that links commits to this account. */
  readonly email: string;
  readonly createdAt: Date;
}

/** A person. */
export interface User extends Account {
  readonly type: "User";
}

/** The account through which an App acts; its login ends in "[bot]". */
export interface Bot extends Account {
  readonly type: "Bot";
}

/** An organisation with its members and teams. */
export interface Organization extends Account {
  readonly type: "Organization";
  readonly members: Map<Account, "admin" | "member">;
  readonly teams: Team[];
  /** Those that its repositories inherit. */
  readonly rulesets: Ruleset[];
  /** Whether everybody needs a second factor; only owners are told. */
  twoFactorRequired: boolean;
}

/** A team of an organisation. Members of a child team count as members of its parents. */
export interface Team {
  readonly id: number;
  readonly nodeId: string;
  readonly organization: Organization;
  readonly name: string;
  readonly slug: string;
  readonly parent: Team | null;
  readonly privacy: "closed" | "secret";
  readonly members: Map<Account, "maintainer" | "member">;
  readonly createdAt: Date;
}

/** A GitHub App: the one under test, or another one that also writes check runs. */
export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Bot;
  readonly createdAt: Date;
}

/** What an installation may do, e.g. `{ checks: "write" }`; what is absent is forbidden. */
export type Permissions = Readonly<Record<string, "read" | "write" | "admin">>;

/** An App on an account. */
export interface Installation {
  readonly id: number;
  readonly nodeId: string;
  readonly app: App;
  readonly account: Account;
  permissions: Permissions;
  events: readonly string[];
  /** Names of the chosen repositories, or all of the account. */
  repositories: "all" | Set<string>;
  suspendedAt: Date | null;
  readonly createdAt: Date;
}

/** Whether an account is a team or an account. */
export function isTeam(reviewer: Account | Team): reviewer is Team {
  return "slug" in reviewer;
}

/** The members of a team and of the teams below it. */
export function allMembers(team: Team): Map<Account, "maintainer" | "member"> {
  const members = new Map(team.members);
  for (const child of team.organization.teams) {
    if (child.parent !== team) continue;
    for (const [account, role] of allMembers(child)) {
      if (!members.has(account)) members.set(account, role);
    }
  }
  return members;
}
