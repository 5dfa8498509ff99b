import type { Repository } from "../../world/repositories.ts";
import { fullName } from "../../world/repositories.ts";
import type { Rule, Ruleset } from "../../world/rulesets.ts";
import type { Json, Site } from "./site.ts";
import { isoDate } from "./site.ts";

/** A ruleset as lists show it. */
export function briefRuleset(site: Site, ruleset: Ruleset): Json {
  const { source, id } = ruleset;
  const [api, page] = isRepository(source)
    ? [`repos/${fullName(source)}`, `${fullName(source)}/rules/${id}`]
    : [`orgs/${source.login}`, `organizations/${source.login}/settings/rules/${id}`];
  return {
    id,
    name: ruleset.name,
    target: ruleset.target,
    ...sourceOf(ruleset),
    enforcement: ruleset.enforcement,
    node_id: ruleset.nodeId,
    _links: {
      self: { href: `${site.api}/${api}/rulesets/${id}` },
      html: { href: `${site.html}/${page}` },
    },
    created_at: isoDate(ruleset.createdAt),
    updated_at: isoDate(ruleset.updatedAt),
  };
}

/** A ruleset in full; whom it lets pass is only for those who may change it. */
export function rulesetJson(site: Site, ruleset: Ruleset, mayWrite: boolean): Json {
  return {
    ...briefRuleset(site, ruleset),
    conditions: ruleset.conditions,
    rules: ruleset.rules,
    current_user_can_bypass: "never",
    ...(mayWrite ? { bypass_actors: ruleset.bypassActors } : {}),
  };
}

/** A rule as it applies to a branch, with where it comes from. */
export function branchRuleJson(ruleset: Ruleset, rule: Rule): Json {
  const { source_type: type, source } = sourceOf(ruleset);
  return {
    ...rule,
    ruleset_source_type: type,
    ruleset_source: source,
    ruleset_id: ruleset.id,
  };
}

function sourceOf({ source }: Ruleset): { source_type: string; source: string } {
  return isRepository(source)
    ? { source_type: "Repository", source: fullName(source) }
    : { source_type: "Organization", source: source.login };
}

function isRepository(source: Ruleset["source"]): source is Repository {
  return "objects" in source;
}
