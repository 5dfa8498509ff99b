import type { Organization } from "../accounts.ts";
import { Refused } from "../refused.ts";
import type { Repository } from "../repositories.ts";
import type { BypassActor, Rule, Ruleset, RulesetConditions } from "../rulesets.ts";
import type { World } from "../world.ts";

/** What a ruleset is made of, as REST's requests have it. */
export interface RulesetFields {
  readonly name?: string;
  readonly target?: Ruleset["target"];
  readonly enforcement?: Ruleset["enforcement"];
  readonly bypass_actors?: readonly BypassActor[];
  readonly conditions?: RulesetConditions;
  readonly rules?: readonly Rule[];
}

/** Creates a ruleset. */
export function createRuleset(
  world: World,
  source: Repository | Organization,
  fields: RulesetFields & { readonly name: string },
): Ruleset {
  checkName(source, fields.name);
  const now = world.now();
  const ruleset: Ruleset = {
    ...world.identify("Ruleset"),
    source,
    name: fields.name,
    target: fields.target ?? "branch",
    enforcement: fields.enforcement ?? "active",
    bypassActors: fields.bypass_actors ?? [],
    conditions: fields.conditions ?? {},
    rules: fields.rules ?? [],
    createdAt: now,
    updatedAt: now,
  };
  source.rulesets.push(world.register("Ruleset", ruleset));
  return ruleset;
}

/** Changes a ruleset; what is not given stays. */
export function updateRuleset(world: World, ruleset: Ruleset, fields: RulesetFields): void {
  if (fields.name !== undefined && fields.name !== ruleset.name) {
    checkName(ruleset.source, fields.name);
  }
  const { bypass_actors: bypassActors, ...rest } = fields;
  const given = Object.entries({ ...rest, bypassActors }).filter(
    ([, value]) => value !== undefined,
  );
  Object.assign(ruleset, Object.fromEntries(given), { updatedAt: world.now() });
}

/** Deletes a ruleset. */
export function deleteRuleset(world: World, ruleset: Ruleset): void {
  const { rulesets } = ruleset.source;
  rulesets.splice(rulesets.indexOf(ruleset), 1);
  world.nodes.delete(ruleset.nodeId);
}

function checkName(source: Repository | Organization, name: string): void {
  if (!source.rulesets.some((one) => one.name === name)) return;
  const message = "Name must be unique";
  throw new Refused(422, "Validation Failed", [
    { resource: "RepositoryRuleset", code: "custom", field: "name", message },
  ]);
}
