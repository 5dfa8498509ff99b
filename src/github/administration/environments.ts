import { z } from "zod";
import type { Environment } from "../../application/index.ts";
import type { Api } from "../api.ts";
import { repositoryOf } from "../repository.ts";
import { everyPage } from "./pages.ts";
import { seen } from "./refusal.ts";

const listSchema = z.object({
  environments: z
    .array(
      z.object({
        name: z.string(),
        // GitHub sends it without its description saying so.
        can_admins_bypass: z.boolean().nullish(),
      }),
    )
    .default([]),
});

const rulesSchema = z.object({
  custom_deployment_protection_rules: z
    .array(z.object({ enabled: z.boolean(), app: z.object({ id: z.number() }) }))
    .default([]),
});

/**
 * Every environment with the Apps that protect it.
 * https://docs.github.com/en/rest/deployments/environments#list-environments
 */
export async function environmentsOf(
  api: Api,
  repository: string,
): Promise<readonly Environment[]> {
  const listed = await everyPage(async (page) => {
    const parameters = { ...repositoryOf(repository), ...page };
    const answer = await api.rest("GET /repos/{owner}/{repo}/environments", parameters, listSchema);
    return answer.environments;
  });
  const environments: Environment[] = [];
  for (const { name, can_admins_bypass: bypass } of listed) {
    const doing = `read the protection of the environment "${name}"`;
    const apps = await seen({ doing, permission: "Actions: read" }, () =>
      appsOf(api, repository, name),
    );
    environments.push({ name, apps, administratorsCanBypass: bypass ?? null });
  }
  return environments;
}

/** https://docs.github.com/en/rest/deployments/protection-rules#get-all-deployment-protection-rules-for-an-environment */
async function appsOf(api: Api, repository: string, name: string): Promise<readonly number[]> {
  const answer = await api.rest(
    "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
    { ...repositoryOf(repository), environment_name: name },
    rulesSchema,
  );
  return answer.custom_deployment_protection_rules
    .filter(({ enabled }) => enabled)
    .map(({ app }) => app.id);
}

/** https://docs.github.com/en/rest/deployments/protection-rules#create-a-custom-deployment-protection-rule-on-an-environment */
export function enableRule(api: Api, repository: string, environment: string, appId: number) {
  return api.rest(
    "POST /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
    { ...repositoryOf(repository), environment_name: environment, integration_id: appId },
    z.object({ id: z.number() }),
  );
}
