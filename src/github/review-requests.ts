import { z } from "zod";
import {
  EvidenceUnavailable,
  type Names,
  type NotAsked,
  type Publication,
} from "../application/index.ts";
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

/** Whom to ask for a review, and of whom it is known that GitHub does not let us. */
export interface Asking {
  readonly toAsk: readonly Asked[];
  readonly notAsked: readonly NotAsked[];
}

/**
 * Those whose review is not asked for yet. Whom GitHub refused is not asked again for the same
 * commit until all is looked at again, within the hour, or somebody wants it to be looked at `again`.
 */
export function whomToAsk(
  publication: ForPullRequest,
  requested: Names,
  author: string | null,
  again: boolean,
  remembered: Remembered,
  now: Date,
): Asking {
  const owner = repositoryOf(publication.repository).owner.toLowerCase();
  const notAsked: NotAsked[] = [];
  const toAsk: Asked[] = [];
  for (const { name, team } of missing(publication.requests, requested, author)) {
    const key = keyFor(publication, name);
    if (remembered.asked.get(key, now)) continue;
    const isElsewhere = team && repositoryOf(name).owner !== owner;
    const before = again ? undefined : remembered.refusals.get(key, now);
    const why = isElsewhere ? "elsewhere" : before;
    if (why === undefined) toAsk.push({ name, team, nodeId: remembered.nodeIds.get(name, now) });
    else notAsked.push({ name, team, why });
  }
  return { toAsk, notAsked };
}

/** Those, as long as nobody has asked them. */
export function notYet(toAsk: readonly Asked[]): readonly NotAsked[] {
  return toAsk.map(({ name, team }) => ({ name, team, why: "not-yet" }));
}

/** They were asked for this commit, and are not asked for it again, should they take themselves off. */
export function rememberAsking(
  publication: ForPullRequest,
  asked: readonly Asked[],
  remembered: Remembered,
  now: Date,
): void {
  for (const { name } of asked) remembered.asked.set(keyFor(publication, name), true, now);
}

/** Whether they can be asked in one request with other writes, and not only by name. */
export function isIdKnown({ nodeId }: Asked): boolean {
  return nodeId !== undefined;
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
 * Asks by name: all in one request; where GitHub refuses that, one by one. Answers who was not asked.
 * https://docs.github.com/en/rest/pulls/review-requests#request-reviewers-for-a-pull-request
 */
export async function askByName(
  api: Api,
  publication: ForPullRequest,
  toAsk: readonly Asked[],
  remembered: Remembered,
): Promise<readonly NotAsked[]> {
  if (toAsk.length === 0) return [];
  const together = await ask(api, publication, toAsk);
  if (together === "asked") return [];
  const notAsked: NotAsked[] = [];
  for (const asked of toAsk) {
    const isAnswer = toAsk.length === 1 || together === "not-yet";
    const why = isAnswer ? together : await ask(api, publication, [asked]);
    if (why === "asked") continue;
    if (why !== "not-yet")
      remembered.refusals.set(keyFor(publication, asked.name), why, api.clock());
    notAsked.push({ name: asked.name, team: asked.team, why });
  }
  return notAsked;
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

function keyFor(publication: ForPullRequest, name: string): string {
  return `${publication.repository}#${publication.pullRequest}@${publication.commit}:${name}`;
}

/** Whether GitHub took the request, else why not. Throws where GitHub asks us to wait. */
async function ask(
  api: Api,
  publication: ForPullRequest,
  asked: readonly Asked[],
): Promise<"asked" | NotAsked["why"]> {
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
    return "asked";
  } catch (thrown) {
    if (thrown instanceof EvidenceUnavailable && thrown.code === "unreachable") return "not-yet";
    if (!isFinal(thrown)) throw thrown;
    return thrown.code === "forbidden" ? "not-permitted" : "no-access";
  }
}
