import {
  EvidenceUnavailable,
  type PullRequestSnapshot,
  type Wanted,
} from "../application/index.ts";
import type { Candidate, Commit, PullRequestEvent, Reading, Review } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { nameBots } from "./bots.ts";
import { candidateOf } from "./candidate.ts";
import { allCommits, commitsOf, type CommitAnswer } from "./commits.ts";
import { headFilesOf, proposedPolicyOf, touchesPolicy } from "./head-files.ts";
import { HeadMoved } from "./pages.ts";
import { planChangeOf } from "./plan-change.ts";
import { policiesOf } from "./policies.ts";
import { publishedOf } from "./published.ts";
import { historyOf, ownChangesOf } from "./range.ts";
import { partly, read, unreadable } from "./readings.ts";
import { previousReleaseOf, type Since } from "./releases.ts";
import type { Remembered } from "./remembered.ts";
import { allReviews, reviewsOf } from "./reviews.ts";
import { siblingsOf } from "./siblings.ts";
import { PULL_REQUEST_AT, see, type CommitSight, type Sight } from "./sight.ts";
import { allEvents, dismissalsOf, eventsOf } from "./timeline.ts";
import { wantedPaths } from "./wanted-paths.ts";

/** Who reads, and what for. */
export interface SnapshotContext {
  readonly api: Api;
  readonly appId: number;
  readonly appSlug: string;
  readonly remembered: Remembered;
}

/** How much of a pull request is read. */
export interface Extent {
  /** Others with the same head: they only matter where something is to be published there. */
  readonly withSiblings: boolean;
}

const ATTEMPTS = 2;

/**
 * One pull request with everything that is wanted of it, as GitHub knows it now; null when it is
 * gone. What could not be read is an unreadable part; an `EvidenceUnavailable` is thrown when not
 * even the pull request could be.
 */
export async function readSnapshot(
  context: SnapshotContext,
  ref: { readonly repository: string; readonly number: number },
  wanted: Wanted,
  { withSiblings }: Extent = { withSiblings: true },
): Promise<PullRequestSnapshot | null> {
  const { api, appId, remembered } = context;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const request = { ...ref, appId, paths: wantedPaths(wanted) };
      const sight = await see(api, request, remembered);
      return sight && (await assemble(context, sight, wanted, { withSiblings }));
    } catch (thrown) {
      if (!(thrown instanceof HeadMoved)) throw thrown;
    }
  }
  throw new EvidenceUnavailable(
    "unexpected-answer",
    "The pull request changed again and again while it was read.",
  );
}

async function assemble(
  context: SnapshotContext,
  sight: Sight,
  wanted: Wanted,
  { withSiblings }: Extent,
): Promise<PullRequestSnapshot> {
  const { api, remembered, appSlug } = context;
  const { pullRequest, head, fullName } = sight;
  const here = { repository: fullName, number: pullRequest.number };
  const policies = await policiesOf(api, sight);
  remembered.policies.set(fullName.toLowerCase(), policies);
  const candidate = await candidateOf(api, sight);
  const { files, listings } = await headFilesOf(api, sight, remembered);
  const commitAnswers = await commitAnswersOf(api, sight);
  const own = await ownChangesOf(api, sight, commitAnswers.answers, remembered);
  const since = await previousReleaseAt(context, sight, candidate, wanted);
  return {
    policies,
    candidate,
    files,
    listings,
    ...(await historyOf(api, sight, since, own, remembered)),
    commits: await commitsAt(context, sight, commitAnswers),
    ...(await opinionsAt(api, sight)),
    assets: { status: "unreadable", reason: "A pull request has no release." },
    planChange: await part(sight, [...sight.headCommit.at, "history"], "Contents: read", () =>
      planChangeOf(api, head.history, fullName),
    ),
    changesPolicy: pullRequest.baseRefName === policies.defaultBranch && touchesPolicy(own),
    proposedPolicy: proposedPolicyOf(sight, own, policies),
    published: await publishedOf(api, sight, appSlug, remembered),
    siblings: withSiblings
      ? await part(
          sight,
          [...sight.headCommit.at, "associatedPullRequests"],
          "Pull requests: read",
          () => siblingsOf(api, head, here),
        )
      : unreadable("Nobody asked for them."),
  };
}

/** Reads a part only where GitHub did not refuse it already. */
export function part<T>(
  sight: CommitSight,
  path: readonly (string | number)[],
  permission: string,
  reading: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  const reason = sight.errors.reasonAt(path, permission);
  return reason === null
    ? partly("This", reading)
    : Promise.resolve<Reading<T>>(unreadable(reason));
}

interface CommitAnswers {
  readonly answers: readonly CommitAnswer[] | null;
  readonly reason: string | null;
}

async function commitAnswersOf(api: Api, sight: Sight): Promise<CommitAnswers> {
  const { pullRequest, head } = sight;
  const path = [...PULL_REQUEST_AT, "commits"];
  const reason = sight.errors.reasonAt(path, "Contents: read");
  if (reason !== null || !pullRequest.commits) return { answers: null, reason };
  const place = { id: pullRequest.id, head: head.oid };
  return { answers: await allCommits(api, pullRequest.commits, place), reason: null };
}

function commitsAt(
  context: SnapshotContext,
  sight: Sight,
  { answers, reason }: CommitAnswers,
): Promise<Reading<readonly Commit[]>> {
  const { api, remembered } = context;
  const here = { repository: sight.fullName, number: sight.pullRequest.number };
  return partly("The commits", async () => {
    if (reason !== null) return unreadable(reason);
    const commits = await commitsOf(api, answers, sight.head.oid);
    if (commits.status !== "read") return commits;
    return read(await nameBots(api, here, commits.value, remembered.bots));
  });
}

/** The release before a candidate, as far as GitHub tells. */
export function previousReleaseAt(
  { api, appId, remembered }: SnapshotContext,
  sight: CommitSight,
  candidate: Candidate,
  wanted: Wanted,
): Promise<Reading<Since | null>> {
  return part(sight, ["repository", "releases"], "Contents: read", async () => {
    const { releases, id } = sight.repository;
    const asked = { repositoryId: id, repository: sight.fullName, appId, candidate };
    return releases
      ? previousReleaseOf(api, releases, { ...asked, tags: wanted.tags }, remembered)
      : unreadable("GitHub did not give the releases.");
  });
}

/** The reviews, and the events that decide which of them count. */
async function opinionsAt(
  api: Api,
  sight: Sight,
): Promise<{
  readonly reviews: Reading<readonly Review[]>;
  readonly timeline: Reading<readonly PullRequestEvent[]>;
}> {
  const { pullRequest, head, errors } = sight;
  const place = { id: pullRequest.id, head: head.oid };
  const eventsRefused = errors.reasonAt(
    [...PULL_REQUEST_AT, "timelineItems"],
    "Pull requests: read",
  );
  const events =
    eventsRefused === null && pullRequest.timelineItems
      ? await allEvents(api, pullRequest.timelineItems, place)
      : null;
  const reviewsRefused = errors.reasonAt([...PULL_REQUEST_AT, "reviews"], "Pull requests: read");
  const reviews =
    reviewsRefused === null && pullRequest.reviews
      ? await allReviews(api, pullRequest.reviews, place)
      : null;
  return {
    reviews:
      reviewsRefused === null
        ? reviewsOf(reviews, dismissalsOf(events ?? []))
        : unreadable(reviewsRefused),
    timeline: events
      ? read(eventsOf(events))
      : unreadable(eventsRefused ?? "The history could not be read to its end."),
  };
}
