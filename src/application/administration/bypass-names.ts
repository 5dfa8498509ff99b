import type { BypassActor } from "./administration.ts";

/** Ids of GitHub's own repository roles, as its rulesets number them; organisations add others. */
const REPOSITORY_ROLES: Readonly<Record<number, string>> = {
  2: "maintainers",
  4: "everybody who may write",
  5: "administrators of the repository",
};

const MODES: Readonly<Record<string, string>> = {
  pull_request: " (only in pull requests)",
  exempt: " (without being asked)",
};

/** Who may bypass a ruleset, in a sentence's words. */
export function bypassNames(actors: readonly BypassActor[]): string {
  return actors.map((actor) => nameOf(actor) + (MODES[actor.bypass_mode] ?? "")).join(", ");
}

function nameOf({ actor_type: type, actor_id: id }: BypassActor): string {
  switch (type) {
    case "OrganizationAdmin":
      return "owners of the organisation";
    case "RepositoryRole":
      return (id === null ? undefined : REPOSITORY_ROLES[id]) ?? `the repository role ${id}`;
    case "Team":
      return `the team ${id}`;
    case "Integration":
      return `the App ${id}`;
    case "User":
      return `the user ${id}`;
    case "DeployKey":
      return "deploy keys";
    default:
      return `${type} ${id ?? ""}`.trim();
  }
}
