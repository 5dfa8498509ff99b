import type { Team } from "../../world/accounts.ts";
import { allMembers } from "../../world/accounts.ts";
import { allowsOnAccount } from "../../access/viewer.ts";
import type { RepositoryRole } from "../../world/repositories.ts";
import { roleOf } from "../../world/repositories.ts";
import { paginated } from "../pagination.ts";
import { notAccessible, notFound, ok } from "../reply.ts";
import {
  fullOrganization,
  fullTeam,
  publicUser,
  simpleUser,
  teamJson,
} from "../resources/account-json.ts";
import { fullRepository } from "../resources/repository-json.ts";
import type { RepositoryCall, RestCall, Route } from "../route.ts";
import { plainRoute, repositoryRoute } from "../route.ts";

/** Users, teams, and who may do what in a repository. */
export const peopleRoutes: readonly Route[] = [
  plainRoute("GET", "/users/{username}", "everybody", (call) => {
    const account = call.site.world.account(call.params["username"] ?? "");
    if (account === undefined) throw notFound();
    return ok(publicUser(call.site, account));
  }),
  plainRoute("GET", "/orgs/{org}", "everybody", (call) => {
    const organization = call.site.world.organization(call.params["org"] ?? "");
    if (organization === undefined) throw notFound();
    const isOwner = allowsOnAccount(call.viewer, organization, [
      "organization_administration",
      "read",
    ]);
    return ok(fullOrganization(call.site, organization, isOwner));
  }),
  plainRoute("GET", "/orgs/{org}/teams", "everybody", (call) => {
    const organization = call.site.world.organization(call.params["org"] ?? "");
    if (organization === undefined) throw notFound();
    requireMembers(call, organization);
    return paginated(call, organization.teams, (one) => teamJson(call.site, one));
  }),
  plainRoute("GET", "/orgs/{org}/teams/{team_slug}", "everybody", (call) =>
    ok(fullTeam(call.site, team(call))),
  ),
  plainRoute("GET", "/orgs/{org}/teams/{team_slug}/members", "everybody", (call) => {
    const wanted = call.query.get("role") ?? "all";
    const members = [...allMembers(team(call))]
      .filter(([, role]) => wanted === "all" || wanted === role)
      .map(([account]) => account);
    return paginated(call, members, (one) => simpleUser(call.site, one));
  }),
  repositoryRoute("GET", "/repos/{owner}/{repo}", [["metadata", "read"]], (call) =>
    ok(fullRepository(call.site, call.repository)),
  ),
  repositoryRoute(
    "GET",
    "/repos/{owner}/{repo}/collaborators/{username}/permission",
    [["metadata", "read"]],
    collaboratorPermission,
  ),
];

function collaboratorPermission(call: RepositoryCall): ReturnType<typeof ok> {
  const account = call.site.world.account(call.params["username"] ?? "");
  if (account === undefined) throw notFound();
  const role = roleOf(call.repository, account) ?? (call.repository.private ? "none" : "read");
  const user = {
    ...simpleUser(call.site, account),
    role_name: role,
    permissions: {
      pull: role !== "none",
      triage: includes(role, "triage"),
      push: includes(role, "write"),
      maintain: includes(role, "maintain"),
      admin: role === "admin",
    },
  };
  return ok({ permission: legacyPermission(role), role_name: role, user });
}

/** The old four words: "maintain" is told as "write", "triage" as "read". */
function legacyPermission(role: RepositoryRole | "none"): string {
  if (role === "maintain") return "write";
  return role === "triage" ? "read" : role;
}

const ranks = ["none", "read", "triage", "write", "maintain", "admin"];

function includes(role: string, wanted: string): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(wanted);
}

function team(call: RestCall): Team {
  const organization = call.site.world.organization(call.params["org"] ?? "");
  if (organization === undefined) throw notFound();
  requireMembers(call, organization);
  const found = organization.teams.find((one) => one.slug === call.params["team_slug"]);
  if (found === undefined) throw notFound();
  return found;
}

function requireMembers(call: RestCall, organization: Team["organization"]): void {
  if (allowsOnAccount(call.viewer, organization, ["members", "read"])) return;
  throw notAccessible([["members", "read"]]);
}
