import { z } from "zod";
import { EvidenceUnavailable, type Publication, type Published } from "../application/index.ts";
import type { Api } from "./api.ts";
import { checkWrites, type CheckTarget } from "./check-runs.ts";
import { firstCommentField, writeComment } from "./comment.ts";
import type { Write } from "./mutation.ts";
import type { KnownRepository, Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { askByName, requestsField, whomToAsk } from "./review-requests.ts";
import { Variables } from "./variables.ts";
import { writeChecks } from "./write-checks.ts";

/**
 * Writes what differs from what is published: the check runs first, for they are the gate, then the
 * comment, then the requests for reviews; those in one request with the check runs where it can be
 * done. A failure that may pass is thrown as soon as it comes; the next evaluation finds what was
 * written and goes on from there.
 */
export async function publishTo(
  api: Api,
  publication: Publication,
  published: Published,
  again: boolean,
  remembered: Remembered,
): Promise<readonly string[]> {
  const writes = checkWrites(publication.checks, published.checks, again);
  const write = async (beside: readonly Write[]): Promise<readonly Write[]> =>
    writes.length === 0
      ? []
      : writeChecks(api, writes, await targetOf(api, publication, remembered), beside);
  const { pullRequest, repository, comment } = publication;
  if (pullRequest === null) {
    await write([]);
    return [];
  }
  const known = remembered.pullRequests.get(`${repository.toLowerCase()}#${pullRequest}`);
  const forPullRequest = { ...publication, pullRequest };
  const { toAsk, refused } = whomToAsk(
    forPullRequest,
    published.requested,
    known?.author ?? null,
    remembered,
    api.clock(),
  );
  const firstComment =
    comment !== null && published.comment === null && known?.commentsRead
      ? firstCommentField(known.id, comment)
      : null;
  const requests = known ? requestsField(known.id, toAsk) : null;
  const taken = await write([firstComment, requests].filter((field) => field !== null));
  const isTaken = (field: Write | null) => field !== null && taken.includes(field);

  const commentWords =
    comment === null || isTaken(firstComment)
      ? []
      : known?.commentsRead === false
        ? ["The comment was not written, because the comments could not be read."]
        : await writeComment(api, { repository, number: pullRequest }, comment, published.comment);
  const left = isTaken(requests) ? toAsk.filter(({ nodeId }) => nodeId === undefined) : toAsk;
  return [...commentWords, ...refused, ...(await askByName(api, forPullRequest, left, remembered))];
}

async function targetOf(
  api: Api,
  publication: Publication,
  remembered: Remembered,
): Promise<CheckTarget> {
  const repository = await repositoryAt(api, publication.repository, remembered);
  return {
    repositoryId: repository.id,
    commit: publication.commit,
    detailsUrl: `${repository.url}/${publication.page}`,
    completedAt: api.clock().toISOString(),
  };
}

/** Remembered from every read; asked only when nothing was read since the start. */
async function repositoryAt(
  api: Api,
  fullName: string,
  remembered: Remembered,
): Promise<KnownRepository> {
  const known = remembered.repositories.get(fullName.toLowerCase());
  if (known) return known;
  const variables = new Variables();
  const { owner, repo } = repositoryOf(fullName);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const { data } = await api.graphql(
    {
      document: `query Repository${variables.declarations}{repository(${where},followRenames:false){id url}}`,
      variables: variables.values,
    },
    z.object({ repository: z.object({ id: z.string(), url: z.string() }).nullable() }),
  );
  if (!data.repository)
    throw new EvidenceUnavailable("forbidden", "GitHub does not let the App read the repository.");
  remembered.repositories.set(fullName.toLowerCase(), data.repository);
  return data.repository;
}
