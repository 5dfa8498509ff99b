import { z } from "zod";
import { compareInstants, type Instant } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { everyPage } from "./every-page.ts";
import { connection, hasErrors } from "./pages.ts";
import { repositoryOf } from "./repository.ts";
import { Variables } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

/** The organisation's repository whose policy holds in all of its repositories. */
const ORGANISATION = ".github";

const MOST_PAGES = 20;

const versionSchema = z.object({
  committedDate: z.string(),
  associatedPullRequests: z
    .object({
      nodes: z
        .array(
          z
            .object({
              mergedAt: z.string().nullable(),
              baseRefName: z.string(),
              baseRepository: z.object({ nameWithOwner: z.string() }).nullable(),
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
 * When a policy first stood on a default branch: the repository's own or the organisation's,
 * whichever came first. Null where there was never one, and where that cannot be told.
 */
export async function policySince(api: Api, repository: string): Promise<Instant | null> {
  const { owner, repo } = repositoryOf(repository);
  const sources =
    repo.toLowerCase() === ORGANISATION ? [repository] : [repository, `${owner}/${ORGANISATION}`];
  const dates: Instant[] = [];
  for (const source of sources) {
    const found = await datesIn(api, source);
    if (found === null) return null;
    dates.push(...found);
  }
  return dates.toSorted(compareInstants)[0] ?? null;
}

/**
 * When each version arrived on the default branch; empty where there is none, null where that cannot
 * be told. All are looked at, not the last one of the list: its order follows dates that whoever made
 * a commit could choose, so that a late one could pose as the oldest.
 */
async function datesIn(api: Api, repository: string): Promise<readonly Instant[] | null> {
  return everyPage(MOST_PAGES, async (after) => {
    const { data, errors } = await api.graphql(historyQuery(repository, after), answerSchema);
    if (errors.notFound(["repository"])) return NOTHING;
    if (hasErrors(errors) || data.repository === null) return null;
    const { nameWithOwner, defaultBranchRef: branch } = data.repository;
    if (branch === null) return NOTHING;
    const history = branch.target?.history;
    if (!history) return null;
    return {
      ...history,
      nodes: history.nodes?.map((version) =>
        version ? arrivalOf(version, { repository: nameWithOwner, branch: branch.name }) : null,
      ),
    };
  });
}

const NOTHING = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };

/** When it was merged, where it was: a commit's own date may say anything. */
function arrivalOf(
  { committedDate, associatedPullRequests }: z.infer<typeof versionSchema>,
  into: { readonly repository: string; readonly branch: string },
): Instant {
  const merges = (associatedPullRequests?.nodes ?? []).flatMap((pullRequest) =>
    pullRequest?.mergedAt &&
    pullRequest.baseRefName === into.branch &&
    pullRequest.baseRepository?.nameWithOwner === into.repository
      ? [pullRequest.mergedAt]
      : [],
  );
  return merges.toSorted(compareInstants)[0] ?? committedDate;
}

function historyQuery(repository: string, after: string | null) {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const path = variables.add("String!", POLICY_PATH);
  const through = `associatedPullRequests(first:10){nodes{mergedAt baseRefName baseRepository{nameWithOwner}}}`;
  const history = `history(path:${path},first:100,after:${variables.add("String", after)}){pageInfo{hasNextPage endCursor} nodes{committedDate ${through}}}`;
  return {
    document: `query PolicySince${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){nameWithOwner defaultBranchRef{name target{...on Commit{${history}}}}}}`,
    variables: variables.values,
  };
}
