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
import { firstCommentField, firstCommentOf, writeComment } from "./comment.ts";
import type { Write } from "./mutation.ts";
import type { KnownRepository, Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import {
  askByName,
  isIdKnown,
  notYet,
  rememberAsking,
  requestsField,
  whomToAsk,
} from "./review-requests.ts";
import { Variables } from "./variables.ts";
import { writeChecks, type Taken } from "./write-checks.ts";

/**
 * Writes what differs from what is published: the check runs first, for they are the gate, then the
 * requests for reviews, then the comment, which says who was asked and whom GitHub does not let us ask.
 * What can be goes in one request with the check runs: also a first comment, which says nothing of those
 * who are asked with it; it is written again only where somebody was not asked after all. A failure that
 * may pass ends it, and the next evaluation finds what was written and goes on from there; but what
 * cannot be asked for now holds up no comment. It is thrown as long as the check runs may not stand, and
 * answered afterwards.
 */
export async function publishTo(
  api: Api,
  publication: Publication,
  published: Published,
  again: boolean,
  remembered: Remembered,
): Promise<Unwritten> {
  const writes = checkWrites(publication.checks, published.checks, again);
  const write = async (beside: readonly Write[]): Promise<Taken> =>
    writes.length === 0
      ? new Map()
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
  const isFirst = published.comment === null && known?.commentsRead && toAsk.every(isIdKnown);
  const first =
    isFirst && comment !== null
      ? firstCommentField(known.id, comment([...notAsked, ...notYet(toAsk)]))
      : null;
  const taken = await write([first, requests].filter((field) => field !== null));

  const areAsked = requests !== null && taken.has(requests);
  const left = areAsked ? toAsk.filter((each) => !isIdKnown(each)) : toAsk;
  if (areAsked) rememberAsking(forPullRequest, toAsk.filter(isIdKnown), remembered, api.clock());
  const speak = async (unasked: readonly NotAsked[]): Promise<string | null> => {
    if (comment === null) return null;
    if (known?.commentsRead === false) return COMMENTS_UNREAD;
    const isSaid = first !== null && taken.has(first);
    if (isSaid && left.length === 0) return null;
    const standing = isSaid ? firstCommentOf(first, taken.get(first)) : published.comment;
    const where = { repository, number: pullRequest };
    return writeComment(api, where, comment(unasked), standing);
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
