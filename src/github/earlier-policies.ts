import { z } from "zod";
import type { PolicySource, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { TEXT, textEntryOf, textEntrySchema } from "./file-entries.ts";
import { connection, hasErrors } from "./pages.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

const versionSchema = z.object({
  oid: z.string(),
  policy: textEntrySchema,
  associatedPullRequests: z
    .object({
      nodes: z
        .array(
          z
            .object({
              merged: z.boolean(),
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

type Version = z.infer<typeof versionSchema>;

const MOST_PAGES = 20;

/**
 * The versions of the repository's policy that stood on the default branch before the present one,
 * newest first. A file's history shows every commit that a merge brought in, and what stood only in
 * the middle of a pull request was never in force: of each pull request only the state that its
 * merge left is taken, so that nobody can smuggle in a version to fall back to.
 */
export async function earlierPoliciesOf(
  api: Api,
  repository: string,
): Promise<Reading<readonly PolicySource[]>> {
  const versions = new Map<string, PolicySource>();
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await pageOf(api, repository, after);
    if (page === null) break;
    for (const version of page.versions) {
      const inForce = mergedVersion(version, page.branch, page.repository) ?? version;
      const entry = textEntryOf(inForce.policy);
      versions.set(inForce.oid, { repository: page.repository, path: POLICY_PATH, entry });
    }
    if (page.next === null) return read(withoutThePresentOne([...versions.values()]));
    after = page.next;
  }
  return unreadable("The policy's earlier versions could not be read to their end.");
}

/** The newest change made the present version; where the file was deleted there is no version. */
function withoutThePresentOne(versions: readonly PolicySource[]): readonly PolicySource[] {
  return versions.slice(1).filter((version) => version.entry.kind !== "missing");
}

function mergedVersion(version: Version, branch: string, repository: string) {
  const through = (version.associatedPullRequests?.nodes ?? []).find(
    (pullRequest) =>
      pullRequest?.merged === true &&
      pullRequest.baseRefName === branch &&
      pullRequest.baseRepository?.nameWithOwner === repository,
  );
  return through?.mergeCommit ?? null;
}

interface Page {
  readonly repository: string;
  readonly branch: string;
  readonly versions: readonly Version[];
  readonly next: string | null;
}

async function pageOf(api: Api, repository: string, after: string | null): Promise<Page | null> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const path = variables.add("String!", POLICY_PATH);
  const cursor = variables.add("String", after);
  const policy = `policy:file(path:${path}){...Text}`;
  const through = `associatedPullRequests(first:10){nodes{merged baseRefName baseRepository{nameWithOwner} mergeCommit{oid ${policy}}}}`;
  const history = `history(path:${path},first:25,after:${cursor}){pageInfo{hasNextPage endCursor} nodes{oid ${policy} ${through}}}`;
  const body = `query EarlierPolicies${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){nameWithOwner defaultBranchRef{name target{...on Commit{${history}}}}}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [TEXT]), variables: variables.values },
    answerSchema,
  );
  const branch = data.repository?.defaultBranchRef;
  const list = branch?.target?.history;
  if (hasErrors(errors) || !data.repository || !branch || !list?.nodes) return null;
  const versions = list.nodes.filter((node) => node !== null);
  const { hasNextPage, endCursor } = list.pageInfo;
  if (versions.length < list.nodes.length || (hasNextPage && endCursor === null)) return null;
  return {
    repository: data.repository.nameWithOwner,
    branch: branch.name,
    versions,
    next: hasNextPage ? endCursor : null,
  };
}
