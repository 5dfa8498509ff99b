import { z } from "zod";
import { EvidenceUnavailable, type Publication, type Published } from "../application/index.ts";
import type { Api } from "./api.ts";
import { checkWrites, type CheckTarget } from "./check-runs.ts";
import { writeComment } from "./comment.ts";
import type { KnownPullRequest, KnownRepository, Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { requestReviews } from "./review-requests.ts";
import { Variables } from "./variables.ts";
import { writeChecks, type NewComment } from "./write-checks.ts";

/**
 * Writes what differs from what is published: the check runs first, for they are the gate, then the
 * comment, then the requests for reviews. A failure that may pass is thrown as soon as it comes; the
 * next evaluation finds what was written and goes on from there.
 */
export async function publishTo(
  api: Api,
  publication: Publication,
  published: Published,
  again: boolean,
  remembered: Remembered,
): Promise<readonly string[]> {
  const writes = checkWrites(publication.checks, published.checks, again);
  const { pullRequest } = publication;
  const key = `${publication.repository.toLowerCase()}#${pullRequest ?? 0}`;
  const known = remembered.pullRequests.get(key);
  const isTaken =
    writes.length > 0 &&
    (await writeChecks(
      api,
      writes,
      await targetOf(api, publication, remembered),
      newComment(publication, published, known),
    ));
  if (pullRequest === null) return [];
  const comment =
    publication.comment === null || isTaken
      ? []
      : known?.commentsRead === false
        ? ["The comment was not written, because the comments could not be read."]
        : await writeComment(
            api,
            { repository: publication.repository, number: pullRequest },
            publication.comment,
            published.comment,
          );
  const requests = await requestReviews(
    api,
    { ...publication, pullRequest },
    published.requested,
    known?.author ?? null,
    remembered,
  );
  return [...comment, ...requests];
}

/** A first comment goes with the check runs, in one request. */
function newComment(
  { pullRequest, comment }: Publication,
  published: Published,
  known: KnownPullRequest | undefined,
): NewComment | null {
  if (pullRequest === null || comment === null || published.comment !== null) return null;
  return known?.commentsRead ? { subjectId: known.id, body: comment } : null;
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
