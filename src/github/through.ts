import type { CommitAsked, PullRequestSnapshot, Wanted } from "../application/index.ts";
import type { Candidate, Evidence } from "../domain/index.ts";
import { read, unreadable } from "./readings.ts";
import type { CommitSight } from "./sight.ts";
import { readSnapshot, type SnapshotContext } from "./snapshot.ts";

/** The pull request that brought a commit, and what was said in it. */
export interface Through {
  readonly candidate: Pick<Candidate, "pullRequest" | "broughtBy">;
  readonly opinions: Pick<Evidence, "commits" | "reviews" | "timeline">;
}

/** A commit that more pull requests brought than these is not gone into. */
const MOST_PULL_REQUESTS = 5;

/** Only what was said in a pull request is wanted of it. */
const NOTHING_ELSE: Omit<Wanted, "isRelease"> = {
  documents: [],
  files: [],
  globs: [],
  before: [],
  planPath: "",
  tags: [],
};

/**
 * Finds the pull request whose approvals can hold for a commit: the member of a merge group that was
 * asked for; else the merged one that became this commit, or had it as its head. That a commit or its
 * message merely mentions a pull request means nothing.
 */
export async function broughtBy(
  context: SnapshotContext,
  sight: CommitSight,
  asked: CommitAsked,
  wanted: Wanted,
): Promise<Through> {
  const numbers = asked.member === null ? mergedInto(sight) : [asked.member];
  if (numbers === null || numbers.length > MOST_PULL_REQUESTS)
    return withoutOne("Which pull request brought this commit could not be read to the end.");
  const seen: PullRequestSnapshot[] = [];
  for (const number of numbers) {
    const one = { repository: sight.fullName, number };
    const said = { ...wanted, ...NOTHING_ELSE };
    const snapshot = await readSnapshot(context, one, said, { withSiblings: false });
    if (snapshot) seen.push(snapshot);
  }
  const [best] = seen.toSorted((a, b) => rank(b, sight, wanted) - rank(a, sight, wanted));
  if (!best) return NOBODY;
  const { pullRequest } = best.candidate;
  if (asked.member === null && pullRequest && !wanted.isRelease(pullRequest))
    return { ...NOBODY, candidate: { pullRequest: null, broughtBy: pullRequest.number } };
  const { commits, reviews, timeline } = best;
  return { candidate: { pullRequest }, opinions: { commits, reviews, timeline } };
}

/** Null where GitHub does not tell all. */
function mergedInto({ head, headCommit, fullName, errors }: CommitSight): readonly number[] | null {
  const list = head.associatedPullRequests;
  const refused = errors.typesAt([...headCommit.at, "associatedPullRequests"]).length > 0;
  if (refused || !list?.nodes || list.pageInfo.hasNextPage || list.nodes.includes(null))
    return null;
  return list.nodes
    .filter((node) => node !== null)
    .filter(
      ({ state, baseRepository, mergeCommit, headRefOid }) =>
        state === "MERGED" &&
        baseRepository?.nameWithOwner.toLowerCase() === fullName.toLowerCase() &&
        (mergeCommit?.oid === head.oid || headRefOid === head.oid),
    )
    .map(({ number }) => number);
}

/** A release whose files are those of the commit, before one whose files differ, before none. */
function rank({ candidate }: PullRequestSnapshot, sight: CommitSight, wanted: Wanted): number {
  const { pullRequest } = candidate;
  if (!pullRequest || !wanted.isRelease(pullRequest)) return 0;
  return pullRequest.head.tree === sight.head.tree.oid ? 2 : 1;
}

/** Nobody was asked, so nobody said anything. */
const NOBODY: Through = {
  candidate: { pullRequest: null },
  opinions: { commits: read([]), reviews: read([]), timeline: read([]) },
};

function withoutOne(reason: string): Through {
  return {
    candidate: { pullRequest: null },
    opinions: {
      commits: unreadable(reason),
      reviews: unreadable(reason),
      timeline: unreadable(reason),
    },
  };
}
