import { z } from "zod";
import type { Names, Publication } from "../application/index.ts";
import type { Api } from "./api.ts";
import { isFinal } from "./comment.ts";
import type { Write } from "./mutation.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";

type ForPullRequest = Publication & { readonly pullRequest: number };

interface Asked {
  readonly name: string;
  readonly team: boolean;
  /** Undefined where it was not looked up lately. */
  readonly nodeId: string | undefined;
}

/** Whom to ask for a review, and in words who cannot be asked. */
export interface Asking {
  readonly toAsk: readonly Asked[];
  readonly refused: readonly string[];
}

/**
 * Those whose review is not asked for yet. Whom GitHub refused is not asked again for the same
 * commit for an hour.
 */
export function whomToAsk(
  publication: ForPullRequest,
  requested: Names,
  author: string | null,
  remembered: Remembered,
  now: Date,
): Asking {
  const owner = repositoryOf(publication.repository).owner.toLowerCase();
  const refused: string[] = [];
  const toAsk: Asked[] = [];
  for (const { name, team } of missing(publication.requests, requested, author)) {
    const isElsewhere = team && repositoryOf(name).owner !== owner;
    const known = isElsewhere
      ? `The team ${name} cannot be asked for a review: it belongs to another organisation.`
      : remembered.refusals.get(refusalKey(publication, name), now);
    if (known === undefined) toAsk.push({ name, team, nodeId: remembered.nodeIds.get(name, now) });
    else refused.push(known);
  }
  return { toAsk, refused };
}

/**
 * A field of a mutation that asks all whose node ids are known; null where there is nobody. With
 * `union` nobody is taken off. https://docs.github.com/en/graphql/reference/mutations#requestreviews
 */
export function requestsField(pullRequestId: string, toAsk: readonly Asked[]): Write | null {
  const idsOf = (teams: boolean) =>
    toAsk.flatMap(({ team, nodeId }) => (team === teams && nodeId !== undefined ? nodeId : []));
  const ids = { userIds: idsOf(false), teamIds: idsOf(true) };
  if (ids.userIds.length + ids.teamIds.length === 0) return null;
  return {
    alias: "requests",
    field: "requestReviews",
    input: { pullRequestId, ...ids, union: true },
  };
}

/**
 * Asks by name: all in one request; where GitHub refuses that, one by one. Answers, in words, who
 * cannot be asked. https://docs.github.com/en/rest/pulls/review-requests#request-reviewers-for-a-pull-request
 */
export async function askByName(
  api: Api,
  publication: ForPullRequest,
  toAsk: readonly Asked[],
  remembered: Remembered,
): Promise<readonly string[]> {
  if (toAsk.length === 0 || (await ask(api, publication, toAsk))) return [];
  const refused: string[] = [];
  for (const asked of toAsk) {
    if (toAsk.length > 1 && (await ask(api, publication, [asked]))) continue;
    const why = `GitHub does not let us ask ${asked.name} for a review. Give ${asked.team ? "the team" : asked.name} read access to ${publication.repository}.`;
    remembered.refusals.set(refusalKey(publication, asked.name), why, api.clock());
    refused.push(why);
  }
  return refused;
}

/** Everyone to ask who is not asked yet. GitHub refuses a request to the author of a pull request. */
function missing(
  wanted: Names,
  requested: Names,
  author: string | null,
): readonly Omit<Asked, "nodeId">[] {
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

function refusalKey(publication: ForPullRequest, name: string): string {
  return `${publication.repository}#${publication.pullRequest}@${publication.commit}:${name}`;
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
