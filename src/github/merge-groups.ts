import { z } from "zod";
import { EvidenceUnavailable, type MergeGroup } from "../application/index.ts";
import type { Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { everyPage } from "./every-page.ts";
import { connection, hasErrors, type Connection } from "./pages.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { Variables } from "./variables.ts";

const MOST_PAGES = 10;

const entrySchema = z.object({
  position: z.number(),
  headCommit: z.object({ oid: z.string() }).nullable(),
  pullRequest: z.object({ number: z.number() }).nullable(),
});

type Entry = z.infer<typeof entrySchema>;

const answerSchema = z.object({
  repository: z
    .object({ mergeQueue: z.object({ entries: connection(entrySchema).nullable() }).nullable() })
    .nullable(),
});

/**
 * The groups of a branch's merge queue. A group is built on those in front of it, so that its head
 * holds every entry up to its own: all of them are taken for members. GitHub does not say what
 * `baseCommit` is (the branch, or the group in front), and a queue that builds groups next to each
 * other would name too many members here, never too few.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export async function mergeGroups(
  api: Api,
  repository: string,
  branch: string,
): Promise<readonly MergeGroup[]> {
  const entries = await everyPage(MOST_PAGES, (after) => pageOf(api, repository, branch, after));
  if (entries === null)
    throw new EvidenceUnavailable(
      "unexpected-answer",
      "The merge queue could not be read to its end.",
    );
  const queue = entries.toSorted((a, b) => a.position - b.position);
  // Several entries may carry the head of the one group that they make up: the last one counts.
  const heads = new Map<string, number>();
  for (const { headCommit, position } of queue) if (headCommit) heads.set(headCommit.oid, position);
  return [...heads].map(([head, position]) => ({ head, members: membersOf(queue, position) }));
}

function membersOf(queue: readonly Entry[], position: number): Reading<readonly number[]> {
  const first = queue[0]?.position ?? position;
  const members: number[] = [];
  for (const entry of queue.filter((one) => one.position <= position)) {
    if (entry.pullRequest === null || entry.position !== first + members.length)
      return unreadable("GitHub did not tell every pull request of the merge group.");
    members.push(entry.pullRequest.number);
  }
  return read(members);
}

async function pageOf(
  api: Api,
  repository: string,
  branch: string,
  after: string | null,
): Promise<Connection<Entry> | null> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const queue = `mergeQueue(branch:${variables.add("String!", branch)}){entries(first:100,after:${variables.add("String", after)}){totalCount pageInfo{hasNextPage endCursor} nodes{position headCommit{oid} pullRequest{number}}}}`;
  const { data, errors } = await api.graphql(
    {
      document: `query MergeQueue${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${queue}}}`,
      variables: variables.values,
    },
    answerSchema,
  );
  const at = ["repository", "mergeQueue"];
  if (errors.typesAt(at).includes("FORBIDDEN"))
    throw new EvidenceUnavailable(
      "forbidden",
      'GitHub does not let the App read the merge queue. Grant its installation "Merge queues: read".',
    );
  if (errors.notFound(["repository"]) || errors.notFound(at)) return NO_QUEUE;
  if (hasErrors(errors) || data.repository === null) return null;
  return data.repository.mergeQueue === null ? NO_QUEUE : data.repository.mergeQueue.entries;
}

const NO_QUEUE: Connection<never> = {
  pageInfo: { hasNextPage: false, endCursor: null },
  nodes: [],
};
