import { z } from "zod";
import type { Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { connection, hasErrors, type Connection } from "./pages.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import type { HeadAnswer } from "./snapshot-answer.ts";
import { Variables } from "./variables.ts";

const openSchema = connection(z.object({ number: z.number(), headRefOid: z.string() }));

const MOST_PAGES = 100;

/**
 * The open pull requests of a repository, all pages of a hundred; null when they cannot be read to
 * their end, empty when the repository is gone.
 */
export async function openPullRequestsOf(
  api: Api,
  repository: string,
): Promise<readonly { readonly number: number; readonly headRefOid: string }[] | null> {
  const all: { number: number; headRefOid: string }[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: z.infer<typeof openSchema> | "gone" | null = await pageOf(api, repository, after);
    if (page === "gone") return [];
    if (!page?.nodes) return null;
    for (const node of page.nodes) {
      if (node === null) return null;
      all.push(node);
    }
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
    if (after === null) return null;
  }
  return null;
}

/**
 * The other open pull requests with the very same head; all of them, where `number` is null. GitHub lists the open ones of a commit only
 * while it is not on the default branch, so the list is whole only if this one stands in it; else
 * all open pull requests are gone through.
 * https://docs.github.com/en/graphql/reference/objects#commit (associatedPullRequests)
 */
export async function siblingsOf(
  api: Api,
  head: HeadAnswer,
  pullRequest: { readonly repository: string; readonly number: number | null },
): Promise<Reading<readonly number[]>> {
  const near = head.associatedPullRequests;
  const candidates =
    near && isWhole(near, pullRequest.number)
      ? near.nodes?.filter((node) => isOpenHere(node, pullRequest.repository))
      : await openPullRequestsOf(api, pullRequest.repository);
  if (!candidates)
    return unreadable("The other pull requests on this commit could not be read to their end.");
  const numbers = candidates.flatMap((other) =>
    other?.headRefOid === head.oid && other.number !== pullRequest.number ? [other.number] : [],
  );
  return read([...new Set(numbers)].sort((a, b) => a - b));
}

type Associated = NonNullable<HeadAnswer["associatedPullRequests"]>;
type AssociatedPullRequest = NonNullable<Associated["nodes"]>[number];

function isWhole(
  list: Connection<NonNullable<AssociatedPullRequest>>,
  number: number | null,
): boolean {
  if (list.pageInfo.hasNextPage || !list.nodes || list.nodes.includes(null)) return false;
  return list.nodes.some((node) => node?.number === number && node.state === "OPEN");
}

function isOpenHere(node: AssociatedPullRequest, repository: string): boolean {
  const where = node?.baseRepository?.nameWithOwner.toLowerCase();
  return node?.state === "OPEN" && where === repository.toLowerCase();
}

async function pageOf(
  api: Api,
  repository: string,
  after: string | null,
): Promise<z.infer<typeof openSchema> | "gone" | null> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const cursor = variables.add("String", after);
  const document = `query OpenPullRequests${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){pullRequests(states:OPEN,first:100,after:${cursor},orderBy:{field:CREATED_AT,direction:ASC}){pageInfo{hasNextPage endCursor} nodes{number headRefOid}}}}`;
  const { data, errors } = await api.graphql(
    { document, variables: variables.values },
    z.object({ repository: z.object({ pullRequests: openSchema }).nullable() }),
  );
  if (errors.notFound(["repository"])) return "gone";
  return hasErrors(errors) ? null : (data.repository?.pullRequests ?? null);
}
