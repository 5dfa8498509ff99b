import { z } from "zod";
import type { Api } from "./api.ts";
import { connection, type Connection, hasErrors } from "./pages.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

/** What is asked of each commit of the default branch that touched the policy. */
export interface PolicyCommitsAsked<T> {
  /** The operation's name. */
  readonly operation: string;
  readonly perPage: number;
  readonly after: string | null;
  /** GraphQL's selection; `path` stands for the policy's path. */
  readonly commit: (path: string) => string;
  readonly fragments: readonly string[];
  readonly schema: z.ZodType<T>;
}

/** A page of these commits, and the branch they are on. */
export interface PolicyCommits<T> {
  readonly branch: DefaultBranch;
  readonly history: Connection<T>;
}

interface DefaultBranch {
  /** `acme/shop`, as GitHub spells it. */
  readonly repository: string;
  readonly name: string;
}

/** A page of the history of the policy; "none" where there is no repository or no branch, null: unknown. */
export async function policyCommits<T>(
  api: Api,
  repository: string,
  asked: PolicyCommitsAsked<T>,
): Promise<PolicyCommits<T> | "none" | null> {
  const { data, errors } = await api.graphql(query(repository, asked), answerOf(asked.schema));
  if (errors.notFound(["repository"])) return "none";
  if (hasErrors(errors) || data.repository === null) return null;
  const { nameWithOwner, defaultBranchRef: branch } = data.repository;
  if (branch === null) return "none";
  const history = branch.target?.history;
  return history ? { branch: { repository: nameWithOwner, name: branch.name }, history } : null;
}

function query<T>(repository: string, asked: PolicyCommitsAsked<T>) {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const path = variables.add("String!", POLICY_PATH);
  const page = `first:${asked.perPage},after:${variables.add("String", asked.after)}`;
  const history = `history(path:${path},${page}){pageInfo{hasNextPage endCursor} nodes{${asked.commit(path)}}}`;
  const body = `query ${asked.operation}${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){nameWithOwner defaultBranchRef{name target{...on Commit{${history}}}}}}`;
  return { document: withFragments(body, asked.fragments), variables: variables.values };
}

function answerOf<T>(commit: z.ZodType<T>) {
  return z.object({
    repository: z
      .object({
        nameWithOwner: z.string(),
        defaultBranchRef: z
          .object({
            name: z.string(),
            target: z.object({ history: connection(commit).optional() }).nullable(),
          })
          .nullable(),
      })
      .nullable(),
  });
}

/** Where a pull request was to be merged. */
export const BASE = "baseRefName baseRepository{nameWithOwner}";

export const baseShape = {
  baseRefName: z.string(),
  baseRepository: z.object({ nameWithOwner: z.string() }).nullable(),
};

/** The pull requests that GitHub associates with a commit. */
export function associated<T>(pullRequest: z.ZodType<T>) {
  return z.object({ nodes: z.array(pullRequest.nullable()).nullish() }).nullable();
}

interface Associated<P> {
  readonly associatedPullRequests: {
    readonly nodes?: readonly (P | null)[] | null | undefined;
  } | null;
}

/** Those of a commit's pull requests that were to be merged into this branch. */
export function pullRequestsInto<P extends z.infer<z.ZodObject<typeof baseShape>>>(
  branch: DefaultBranch,
  commit: Associated<P>,
): readonly P[] {
  return (commit.associatedPullRequests?.nodes ?? []).filter(
    (pullRequest): pullRequest is P =>
      pullRequest !== null &&
      pullRequest.baseRefName === branch.name &&
      pullRequest.baseRepository?.nameWithOwner === branch.repository,
  );
}
