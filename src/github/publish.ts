import { z } from "zod";
import {
  EvidenceUnavailable,
  type NotAsked,
  type Publication,
  type Published,
  type Unwritten,
} from "../application/index.ts";
import type { Api } from "./api.ts";
import { checkWrites, type CheckTarget } from "./check-runs.ts";
import { firstCommentField, writeComment } from "./comment.ts";
import type { Write } from "./mutation.ts";
import type { KnownRepository, Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { askByName, isIdKnown, requestsField, whomToAsk } from "./review-requests.ts";
import { Variables } from "./variables.ts";
import { writeChecks } from "./write-checks.ts";

/**
 * Writes what differs from what is published: the check runs first, for they are the gate, then the
 * requests for reviews, then the comment, which says whom GitHub does not let us ask. What can be goes
 * in one request with the check runs: the requests, or a first comment where nobody is to be asked. A
 * failure that may pass ends it, and the next evaluation finds what was written and goes on from there;
 * but what cannot be asked for now holds up no comment. It is thrown as long as the check runs may not
 * stand, and answered afterwards.
 */
export async function publishTo(
  api: Api,
  publication: Publication,
  published: Published,
  again: boolean,
  remembered: Remembered,
): Promise<Unwritten> {
  const writes = checkWrites(publication.checks, published.checks, again);
  const write = async (beside: readonly Write[]): Promise<readonly Write[]> =>
    writes.length === 0
      ? []
      : writeChecks(api, writes, await targetOf(api, publication, remembered), beside);
  const { pullRequest, repository, comment } = publication;
  if (pullRequest === null) {
    await write([]);
    return { comment: null, notAsked: [], failure: null };
  }
  const known = remembered.pullRequests.get(`${repository.toLowerCase()}#${pullRequest}`);
  const forPullRequest = { ...publication, pullRequest };
  const { toAsk, notAsked } = whomToAsk(
    forPullRequest,
    published.requested,
    known?.author ?? null,
    again,
    remembered,
    api.clock(),
  );
  const requests = known ? requestsField(known.id, toAsk) : null;
  // The comment remembers who was asked, and they are not asked again: it does not come before asking.
  const isFirst = published.comment === null && known?.commentsRead && toAsk.length === 0;
  const first = isFirst && comment !== null ? firstCommentField(known.id, comment(notAsked)) : null;
  const taken = await write([first, requests].filter((field) => field !== null));

  const left =
    requests && taken.includes(requests) ? toAsk.filter((each) => !isIdKnown(each)) : toAsk;
  const speak = async (unasked: readonly NotAsked[]): Promise<string | null> => {
    if (comment === null || (first && taken.includes(first))) return null;
    if (known?.commentsRead === false) return COMMENTS_UNREAD;
    const where = { repository, number: pullRequest };
    return writeComment(api, where, comment(unasked), published.comment);
  };
  try {
    const unasked = [...notAsked, ...(await askByName(api, forPullRequest, left, remembered))];
    return { comment: await speak(unasked), notAsked: unasked, failure: null };
  } catch (thrown) {
    // Where the hourly limit is used up, nothing is read before it ends: the checks are to say so.
    if (!(thrown instanceof EvidenceUnavailable) || thrown.resetsAt !== null) throw thrown;
    return { comment: null, notAsked, failure: thrown };
  }
}

const COMMENTS_UNREAD = "The comment was not written, because the comments could not be read.";

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
