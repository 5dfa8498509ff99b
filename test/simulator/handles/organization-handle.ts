import type { Account, App, Organization, Team } from "../world/accounts.ts";
import { addTeamMember, createTeam, removeTeamMember } from "../world/actions/create-accounts.ts";
import { createRepository } from "../world/actions/create-repositories.ts";
import type { RulesetFields } from "../world/actions/rulesets.ts";
import { createRuleset } from "../world/actions/rulesets.ts";
import type { Ruleset } from "../world/rulesets.ts";
import type { World } from "../world/world.ts";
import { RepositoryHandle } from "./repository-handle.ts";

/** An organisation and what its owners do. */
export class OrganizationHandle {
  readonly #world: World;
  readonly #app: App;
  /** The state itself, to look at. */
  readonly record: Organization;

  constructor(world: World, app: App, record: Organization) {
    this.#world = world;
    this.#app = app;
    this.record = record;
  }

  /** Creates a team; its slug follows from its name. */
  team(
    name: string,
    options: { members?: readonly Account[]; parent?: Team; privacy?: Team["privacy"] } = {},
  ): Team {
    return createTeam(this.#world, this.record, name, options);
  }

  /** Adds someone to a team. */
  join(team: Team, member: Account): void {
    addTeamMember(this.#world, team, member);
  }

  /** Removes someone from a team. */
  leave(team: Team, member: Account): void {
    removeTeamMember(this.#world, team, member);
  }

  /** Makes someone a member or administrator. */
  member(account: Account, role: "admin" | "member" = "member"): void {
    this.record.members.set(account, role);
  }

  /** Creates a ruleset that its repositories inherit; enforced from now on. */
  ruleset(fields: RulesetFields & { readonly name: string }): Ruleset {
    return createRuleset(this.#world, this.record, fields);
  }

  /** Creates an empty repository. */
  repository(
    name: string,
    options: { private?: boolean; defaultBranch?: string } = {},
  ): RepositoryHandle {
    const record = createRepository(this.#world, this.record, name, options);
    return new RepositoryHandle(this.#world, this.#app, record);
  }
}
