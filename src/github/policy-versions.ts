import { z } from "zod";
import type { PolicySource } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { everyPage } from "./every-page.ts";
import { TEXT, textEntryOf, textEntrySchema } from "./file-entries.ts";
import { connection, hasErrors } from "./pages.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

const MOST_PAGES = 10;

/** A version of the policy on the default branch, and the pull request that brought it. */
export interface PolicyVersionFound {
  readonly commit: string;
  readonly left: PolicySource;
  readonly through: { readonly number: number; readonly head: string } | null;
}

const versionSchema = z.object({
  oid: z.string(),
  policy: textEntrySchema,
  associatedPullRequests: z
    .object({
      nodes: z
        .array(
          z
            .object({
              number: z.number(),
              merged: z.boolean(),
              headRefOid: z.string(),
              baseRefName: z.string(),
              baseRepository: z.object({ nameWithOwner: z.string() }).nullable(),
              mergeCommit: z.object({ oid: z.string(), policy: textEntrySchema }).nullable(),
            })
            .nullable(),
        )
        .nullish(),
    })
    .nullable(),
});

const answerSchema = z.object({
  repository: z
    .object({
      nameWithOwner: z.string(),
      defaultBranchRef: z
        .object({
          name: z.string(),
          target: z.object({ history: connection(versionSchema).optional() }).nullable(),
        })
        .nullable(),
    })
    .nullable(),
});

/**
 * The versions of a repository's policy that stood on the default branch, newest first; null if not
 * all could be read. A file's history shows every commit that a merge brought in, and what stood only
 * in the middle of a pull request was never in force: of each pull request only the state that its
 * merge left is taken, so that nobody can smuggle in a version.
 * https://docs.github.com/en/graphql/reference/objects#commit (history, associatedPullRequests)
 */
export async function policyVersionsOf(
  api: Api,
  repository: string,
): Promise<readonly PolicyVersionFound[] | null> {
  const all = await everyPage(MOST_PAGES, async (after) => {
    const { data, errors } = await api.graphql(historyQuery(repository, after), answerSchema);
    const branch = data.repository?.defaultBranchRef;
    const history = branch?.target?.history;
    if (hasErrors(errors) || !data.repository || !branch || !history) return null;
    const { nameWithOwner } = data.repository;
    return {
      ...history,
      nodes: history.nodes?.map((node) => node && versionOf(node, nameWithOwner, branch.name)),
    };
  });
  if (all === null) return null;
  const versions = new Map<string, PolicyVersionFound>();
  for (const version of all)
    if (!versions.has(version.commit)) versions.set(version.commit, version);
  return [...versions.values()];
}

function historyQuery(repository: string, after: string | null) {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const path = variables.add("String!", POLICY_PATH);
  const cursor = variables.add("String", after);
  const policy = `policy:file(path:${path}){...Text}`;
  const through = `associatedPullRequests(first:10){nodes{number merged headRefOid baseRefName baseRepository{nameWithOwner} mergeCommit{oid ${policy}}}}`;
  const history = `history(path:${path},first:50,after:${cursor}){pageInfo{hasNextPage endCursor} nodes{oid ${policy} ${through}}}`;
  const body = `query PolicyHistory${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){nameWithOwner defaultBranchRef{name target{...on Commit{${history}}}}}}`;
  return { document: withFragments(body, [TEXT]), variables: variables.values };
}

function versionOf(
  node: z.infer<typeof versionSchema>,
  repository: string,
  branch: string,
): PolicyVersionFound {
  const through = (node.associatedPullRequests?.nodes ?? []).find(
    (pullRequest) =>
      pullRequest?.merged === true &&
      pullRequest.baseRefName === branch &&
      pullRequest.baseRepository?.nameWithOwner === repository,
  );
  const stood = through?.mergeCommit ?? node;
  return {
    commit: stood.oid,
    left: { repository, path: POLICY_PATH, entry: textEntryOf(stood.policy) },
    through: through ? { number: through.number, head: through.headRefOid } : null,
  };
}
