import { z } from "zod";
import type { Administration, BranchProtection, RepositoryFacts } from "../../application/index.ts";
import { Api } from "../api.ts";
import type { Clock, GitHubClient } from "../client.ts";
import { TEN_SECONDS } from "../platform.ts";
import { repositoryOf } from "../repository.ts";
import { enableRule, environmentsOf } from "./environments.ts";
import { accepted, done, isNotFound, seen } from "./refusal.ts";
import { branchRulesOf, createRuleset, rulesetsOf, updateRuleset } from "./rulesets.ts";

export interface AdministrationOptions {
  readonly clock?: Clock;
  readonly timeoutMilliseconds?: number;
}

/** GitHub as the owner of the client's token sees it: a person's, or an installation's. */
export function createAdministration(
  client: GitHubClient,
  options: AdministrationOptions = {},
): Administration {
  const api = new Api(client, {
    clock: options.clock ?? (() => new Date()),
    log: null,
    timeoutMilliseconds: options.timeoutMilliseconds ?? TEN_SECONDS,
  });
  const toRead = "Administration: read";
  const toWrite = "Administration: write";
  return {
    repository: (repository) => repositoryFacts(api, repository),
    appId: (slug) => appIdOf(api, slug),
    rulesets: (repository) =>
      seen({ doing: "read the rulesets", permission: "Metadata: read" }, () =>
        rulesetsOf(api, repository),
      ),
    branchRules: (repository, branch) =>
      seen({ doing: `read the rules of ${branch}`, permission: "Metadata: read" }, () =>
        branchRulesOf(api, repository, branch),
      ),
    branchProtection: (repository, branch) =>
      seen({ doing: `read the protection of ${branch}`, permission: toRead }, () =>
        branchProtectionOf(api, repository, branch),
      ),
    environments: (repository) =>
      seen({ doing: "read the environments", permission: "Actions: read" }, () =>
        environmentsOf(api, repository),
      ),
    immutableReleases: (repository) =>
      seen({ doing: "read whether releases are immutable", permission: toRead }, () =>
        immutableReleasesOf(api, repository),
      ),
    createRuleset: (repository, ruleset) =>
      done({ doing: `create the ruleset "${ruleset.name}"`, permission: toWrite }, () =>
        createRuleset(api, repository, ruleset),
      ),
    updateRuleset: (repository, id, ruleset) =>
      done({ doing: `change the ruleset "${ruleset.name}"`, permission: toWrite }, () =>
        updateRuleset(api, repository, id, ruleset),
      ),
    enableRule: (repository, environment, appId) =>
      done({ doing: `protect the environment "${environment}"`, permission: toWrite }, () =>
        enableRule(api, repository, environment, appId),
      ),
  };
}

/** https://docs.github.com/en/rest/repos/repos#get-a-repository */
async function repositoryFacts(api: Api, repository: string): Promise<RepositoryFacts | null> {
  const schema = z.object({
    full_name: z.string(),
    default_branch: z.string(),
    private: z.boolean(),
    permissions: z.object({ admin: z.boolean() }).optional(),
  });
  try {
    const parameters = repositoryOf(repository);
    const answer = await accepted("this token: it is wrong, or has expired", () =>
      api.rest("GET /repos/{owner}/{repo}", parameters, schema),
    );
    return {
      fullName: answer.full_name,
      defaultBranch: answer.default_branch,
      isPrivate: answer.private,
      isAdministrator: answer.permissions?.admin ?? null,
    };
  } catch (thrown) {
    if (isNotFound(thrown)) return null;
    throw thrown;
  }
}

/** https://docs.github.com/en/rest/apps/apps#get-an-app */
async function appIdOf(api: Api, slug: string): Promise<number | null> {
  try {
    const schema = z.object({ id: z.number() });
    return (await api.rest("GET /apps/{app_slug}", { app_slug: slug }, schema)).id;
  } catch (thrown) {
    if (isNotFound(thrown)) return null;
    throw thrown;
  }
}

const protectionSchema = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean(),
      checks: z.array(z.object({ context: z.string(), app_id: z.number().nullable() })).default([]),
    })
    .nullish(),
  enforce_admins: z.object({ enabled: z.boolean() }).nullish(),
});

/** https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection */
async function branchProtectionOf(
  api: Api,
  repository: string,
  branch: string,
): Promise<BranchProtection | null> {
  try {
    const answer = await api.rest(
      "GET /repos/{owner}/{repo}/branches/{branch}/protection",
      { ...repositoryOf(repository), branch },
      protectionSchema,
    );
    const checks = answer.required_status_checks;
    return {
      checks: (checks?.checks ?? []).map((one) => ({ context: one.context, appId: one.app_id })),
      strict: checks?.strict ?? false,
      holdsAdministrators: answer.enforce_admins?.enabled ?? false,
    };
  } catch (thrown) {
    // To those who may not administer the repository GitHub answers "Not Found" instead.
    if (isNotFound(thrown) && saysNotProtected(thrown)) return null;
    throw thrown;
  }
}

function saysNotProtected(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : null;
  return cause instanceof Error && /branch not (protected|found)/i.test(cause.message);
}

/**
 * 404 means "not enabled" to an administrator, and to everybody else it may as well mean "not yours
 * to know": the caller knows who asks.
 * https://docs.github.com/en/rest/repos/repos#check-if-immutable-releases-are-enabled-for-a-repository
 */
async function immutableReleasesOf(api: Api, repository: string): Promise<boolean> {
  try {
    const answer = await api.rest(
      "GET /repos/{owner}/{repo}/immutable-releases",
      repositoryOf(repository),
      z.object({ enabled: z.boolean() }),
    );
    return answer.enabled;
  } catch (thrown) {
    if (isNotFound(thrown)) return false;
    throw thrown;
  }
}
