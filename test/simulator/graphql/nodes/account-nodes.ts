import type { Account, App, Organization, Team } from "../../world/accounts.ts";
import { allMembers } from "../../world/accounts.ts";
import { isoDate } from "../../rest/resources/site.ts";
import { connection } from "../connections.ts";
import type { Fields, Resolver, View } from "../view.ts";
import { isAbsent, requireOnAccount } from "../view.ts";

/** A user, bot or organisation as an actor or owner. */
export function accountNode(view: View, account: Account): Fields {
  if (account.type === "Organization") {
    return view.nodes.organization(view, account as Organization);
  }
  const common = {
    ...identity(view, account),
    createdAt: isoDate(account.createdAt),
    updatedAt: isoDate(account.createdAt),
  };
  if (account.type === "Bot") return { __typename: "Bot", ...common };
  return { __typename: "User", ...common, name: account.name, email: "", isSiteAdmin: false };
}

/** An organisation with its teams, which take `members: read` to see. */
export function organizationNode(view: View, organization: Organization): Fields {
  const teams: Resolver = (args, _view, info) => {
    requireOnAccount(view, organization, ["members", "read"]);
    const { query } = args;
    const matching = organization.teams.filter(
      (team) => typeof query !== "string" || team.name.includes(query) || team.slug.includes(query),
    );
    return connection(matching, args, info, (team) => view.nodes.team(view, team));
  };
  return {
    __typename: "Organization",
    ...identity(view, organization),
    name: organization.name,
    teams,
    team: ({ slug }: { slug: string }) => {
      requireOnAccount(view, organization, ["members", "read"]);
      // GitHub answers null for a team that does not exist, without an error.
      const team = organization.teams.find((candidate) => candidate.slug === slug);
      return team === undefined ? null : view.nodes.team(view, team);
    },
  };
}

/** A team. `members(membership:)` chooses between the team's own, those of its children, or both. */
export function teamNode(view: View, team: Team): Fields {
  const { organization } = team;
  const members: Resolver = (args, _view, info) => {
    requireOnAccount(view, organization, ["members", "read"]);
    const all = [...allMembers(team)];
    const shown = all.filter(([account, role]) => {
      const immediate = team.members.has(account);
      if (args["membership"] === "IMMEDIATE" && !immediate) return false;
      if (args["membership"] === "CHILD_TEAM" && immediate) return false;
      return isAbsent(args["role"]) || args["role"] === role.toUpperCase();
    });
    return connection(
      shown,
      args,
      info,
      ([account]) => view.nodes.account(view, account),
      ([, role]) => ({ role: role.toUpperCase() }),
    );
  };
  return {
    __typename: "Team",
    id: team.nodeId,
    databaseId: team.id,
    name: team.name,
    slug: team.slug,
    combinedSlug: `${organization.login}/${team.slug}`,
    description: null,
    privacy: team.privacy === "closed" ? "VISIBLE" : "SECRET",
    organization: () => view.nodes.organization(view, organization),
    parentTeam: () => (team.parent === null ? null : view.nodes.team(view, team.parent)),
    url: `${view.site.html}/orgs/${organization.login}/teams/${team.slug}`,
    members,
    createdAt: isoDate(team.createdAt),
  };
}

/** An App. */
export function appNode(view: View, app: App): Fields {
  return {
    __typename: "App",
    id: app.nodeId,
    databaseId: app.id,
    slug: app.slug,
    name: app.name,
    description: null,
    url: `${view.site.html}/apps/${app.slug}`,
    createdAt: isoDate(app.createdAt),
    updatedAt: isoDate(app.createdAt),
  };
}

function identity(view: View, account: Account): Record<string, unknown> {
  // GraphQL leaves out the "[bot]" with which REST and webhooks end a bot's login.
  const login = account.login.replace(/\[bot\]$/, "");
  const path = account.type === "Bot" ? `/apps/${login}` : `/${login}`;
  return {
    id: account.nodeId,
    databaseId: account.id,
    login,
    url: view.site.html + path,
    resourcePath: path,
    avatarUrl: `${view.site.html}/avatars/u/${account.id}`,
  };
}
