import { z } from "zod";
import type { ActiveRule, Ruleset, RulesetText } from "../../application/index.ts";
import type { Api } from "../api.ts";
import { repositoryOf } from "../repository.ts";
import { everyPage } from "./pages.ts";

const ruleSchema = z.object({
  type: z.string(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

const summarySchema = z.object({ id: z.number(), target: z.string().optional() });

const rulesetSchema = z.object({
  id: z.number(),
  name: z.string(),
  target: z.enum(["branch", "tag"]).default("branch"),
  source: z.string(),
  source_type: z.string().optional(),
  enforcement: z.string(),
  // Only for those who may write the ruleset.
  bypass_actors: z
    .array(
      z.object({
        actor_id: z.number().nullable().default(null),
        actor_type: z.string(),
        bypass_mode: z.string().default("always"),
      }),
    )
    .optional(),
  conditions: z
    .object({
      ref_name: z
        .object({
          include: z.array(z.string()).default([]),
          exclude: z.array(z.string()).default([]),
        })
        .optional(),
    })
    .nullish(),
  rules: z.array(ruleSchema).default([]),
});

/**
 * Every ruleset for branches and tags, the organisation's too, each in full.
 * https://docs.github.com/en/rest/repos/rules#get-all-repository-rulesets
 */
export async function rulesetsOf(api: Api, repository: string): Promise<readonly Ruleset[]> {
  const { owner, repo } = repositoryOf(repository);
  const listed = await everyPage((page) =>
    api.rest(
      "GET /repos/{owner}/{repo}/rulesets",
      { owner, repo, includes_parents: true, ...page },
      z.array(summarySchema),
    ),
  );
  const rulesets: Ruleset[] = [];
  for (const { id, target = "branch" } of listed) {
    if (target !== "branch" && target !== "tag") continue;
    rulesets.push(await rulesetOf(api, repository, id));
  }
  return rulesets;
}

async function rulesetOf(api: Api, repository: string, id: number): Promise<Ruleset> {
  const answer = await api.rest(
    "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}",
    { ...repositoryOf(repository), ruleset_id: id, includes_parents: true },
    rulesetSchema,
  );
  const { name, target, source, enforcement, rules, bypass_actors: bypass } = answer;
  return {
    id,
    name,
    target,
    source,
    isRepositorys: (answer.source_type ?? "Repository") === "Repository",
    enforcement,
    include: answer.conditions?.ref_name?.include ?? [],
    exclude: answer.conditions?.ref_name?.exclude ?? [],
    rules,
    bypass: bypass ?? null,
  };
}

/**
 * Only active rules are in GitHub's answer, from every level.
 * https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
 */
export async function branchRulesOf(
  api: Api,
  repository: string,
  branch: string,
): Promise<readonly ActiveRule[]> {
  const schema = ruleSchema.extend({ ruleset_id: z.number().optional() });
  const rules = await everyPage((page) =>
    api.rest(
      "GET /repos/{owner}/{repo}/rules/branches/{branch}",
      { ...repositoryOf(repository), branch, ...page },
      z.array(schema),
    ),
  );
  return rules.map(({ ruleset_id: id, ...rule }) => ({ ...rule, rulesetId: id ?? null }));
}

const writtenSchema = z.object({ id: z.number() });

/** https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset */
export function createRuleset(api: Api, repository: string, ruleset: RulesetText) {
  return api.rest(
    "POST /repos/{owner}/{repo}/rulesets",
    { ...repositoryOf(repository), ...bodyOf(ruleset) },
    writtenSchema,
  );
}

/** https://docs.github.com/en/rest/repos/rules#update-a-repository-ruleset */
export function updateRuleset(api: Api, repository: string, id: number, ruleset: RulesetText) {
  return api.rest(
    "PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}",
    { ...repositoryOf(repository), ruleset_id: id, ...bodyOf(ruleset) },
    writtenSchema,
  );
}

/** The whole ruleset: what GitHub does with parts that are left out is documented nowhere. */
function bodyOf({ name, target, enforcement, include, exclude, rules, bypass }: RulesetText) {
  return {
    name,
    target,
    enforcement,
    conditions: { ref_name: { include, exclude } },
    rules,
    ...(bypass === null ? {} : { bypass_actors: bypass }),
  };
}
