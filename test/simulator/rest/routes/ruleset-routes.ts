import { allows } from "../../access/viewer.ts";
import { createRuleset, deleteRuleset, updateRuleset } from "../../world/actions/rulesets.ts";
import type { RulesetFields } from "../../world/actions/rulesets.ts";
import type { Ruleset } from "../../world/rulesets.ts";
import { rulesetsFor, rulesetsOf } from "../../world/rulesets.ts";
import { paginated } from "../pagination.ts";
import { created, noContent, notFound, ok } from "../reply.ts";
import { branchRuleJson, briefRuleset, rulesetJson } from "../resources/ruleset-json.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const root = "/repos/{owner}/{repo}/rulesets";
const one = `${root}/{ruleset_id}`;
const read = [["metadata", "read"]] as const;
const write = [["administration", "write"]] as const;

/** Rulesets, and the rules that they come to for a branch. */
export const rulesetRoutes: readonly Route[] = [
  repositoryRoute("GET", root, read, (call) => {
    const targets = call.query.get("targets")?.split(",");
    const found = visible(call).filter(({ target }) => targets?.includes(target) ?? true);
    return paginated(call, found, (ruleset) => briefRuleset(call.site, ruleset));
  }),
  repositoryRoute("POST", root, write, (call) => {
    const fields = call.body as unknown as RulesetFields & { name: string };
    return created(shown(call, createRuleset(call.site.world, call.repository, fields)));
  }),
  repositoryRoute("GET", one, read, (call) => ok(shown(call, rulesetOf(call, visible(call))))),
  repositoryRoute("PUT", one, write, (call) => {
    const ruleset = rulesetOf(call, call.repository.rulesets);
    updateRuleset(call.site.world, ruleset, call.body);
    return ok(shown(call, ruleset));
  }),
  repositoryRoute("DELETE", one, write, (call) => {
    deleteRuleset(call.site.world, rulesetOf(call, call.repository.rulesets));
    return noContent();
  }),
  repositoryRoute("GET", "/repos/{owner}/{repo}/rules/branches/{branch}", read, (call) => {
    const ref = `refs/heads/${call.params["branch"] ?? ""}`;
    const found = rulesetsFor(call.repository, ref).flatMap((ruleset) =>
      ruleset.rules.map((rule) => branchRuleJson(ruleset, rule)),
    );
    return paginated(call, found, (rule) => rule);
  }),
];

function visible(call: RepositoryCall): Ruleset[] {
  const own = call.query.get("includes_parents") === "false";
  return own ? call.repository.rulesets : rulesetsOf(call.repository);
}

function rulesetOf(call: RepositoryCall, among: readonly Ruleset[]): Ruleset {
  const id = Number(call.params["ruleset_id"]);
  const found = among.find((ruleset) => ruleset.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function shown(call: RepositoryCall, ruleset: Ruleset): ReturnType<typeof rulesetJson> {
  const isOwn = ruleset.source === call.repository;
  return rulesetJson(call.site, ruleset, isOwn && allows(call.viewer, call.repository, write));
}
