import { z } from "zod";
import type { Names, Publication } from "../application/index.ts";
import type { Api } from "./api.ts";
import { isFinal } from "./comment.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";

type ForPullRequest = Publication & { readonly pullRequest: number };

interface Asked {
  readonly name: string;
  readonly team: boolean;
}

/**
 * Asks for the reviews that are not asked for yet: all in one request; where GitHub refuses that,
 * one by one. Answers, in words, who cannot be asked; for an hour they are not asked again for the
 * same commit. https://docs.github.com/en/rest/pulls/review-requests#request-reviewers-for-a-pull-request
 */
export async function requestReviews(
  api: Api,
  publication: ForPullRequest,
  requested: Names,
  author: string | null,
  remembered: Remembered,
): Promise<readonly string[]> {
  const { owner } = repositoryOf(publication.repository);
  const refused: string[] = [];
  const toAsk: Asked[] = [];
  for (const asked of missing(publication.requests, requested, author)) {
    const isElsewhere = asked.team && repositoryOf(asked.name).owner !== owner.toLowerCase();
    const known = isElsewhere
      ? `The team ${asked.name} cannot be asked for a review: it belongs to another organisation.`
      : remembered.refusals.get(refusalKey(publication, asked), api.clock());
    if (known === undefined) toAsk.push(asked);
    else refused.push(known);
  }
  if (toAsk.length === 0 || (await ask(api, publication, toAsk))) return refused;
  for (const asked of toAsk) {
    if (toAsk.length > 1 && (await ask(api, publication, [asked]))) continue;
    const why = `GitHub does not let us ask ${asked.name} for a review. Give ${asked.team ? "the team" : asked.name} read access to ${publication.repository}.`;
    remembered.refusals.set(refusalKey(publication, asked), why, api.clock());
    refused.push(why);
  }
  return refused;
}

/** Everyone to ask who is not asked yet. GitHub refuses a request to the author of a pull request. */
function missing(wanted: Names, requested: Names, author: string | null): readonly Asked[] {
  const unique = (names: readonly string[]) => [
    ...new Set(names.map((name) => name.toLowerCase())),
  ];
  return [
    ...unique(wanted.users)
      .filter((name) => name !== author && !requested.users.includes(name))
      .map((name) => ({ name, team: false })),
    ...unique(wanted.teams)
      .filter((name) => !requested.teams.includes(name))
      .map((name) => ({ name, team: true })),
  ];
}

function refusalKey(publication: ForPullRequest, asked: Asked): string {
  return `${publication.repository}#${publication.pullRequest}@${publication.commit}:${asked.name}`;
}

/** Whether GitHub took the request; a failure that may pass is thrown. */
async function ask(
  api: Api,
  publication: ForPullRequest,
  asked: readonly Asked[],
): Promise<boolean> {
  try {
    await api.rest(
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
      {
        ...repositoryOf(publication.repository),
        pull_number: publication.pullRequest,
        reviewers: asked.filter(({ team }) => !team).map(({ name }) => name),
        team_reviewers: asked.filter(({ team }) => team).map(({ name }) => repositoryOf(name).repo),
      },
      z.unknown(),
    );
    return true;
  } catch (thrown) {
    if (!isFinal(thrown)) throw thrown;
    return false;
  }
}
