import type { Arrival, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { arrivedPullRequests, type Arrived } from "./arrived.ts";
import { commitsInRange, type RangeCommit } from "./arrivals-range.ts";
import { mergedWith } from "./associations.ts";
import type { Between } from "./comparison.ts";
import { partly, read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";

/**
 * How each commit of a range reached the branch: through which merged pull requests, or past all of
 * them. A commit counts as a pull request's where it is one of its commits, or the commit that it
 * became on merging, squashed or not; after a rebase where it is one of as many commits up to that
 * one, and GitHub associates it. At most 10 requests for 300 commits the first time.
 */
export function arrivalsOf(
  api: Api,
  between: Between,
  remembered: Remembered,
): Promise<Reading<readonly Arrival[]>> {
  return partly("How the changes reached the branch", async () => {
    if (between.from === between.to) return read([]);
    const commits = await commitsInRange(api, between, remembered.ranges);
    if (commits === null)
      return unreadable("There are more commits since the previous release than are read.");
    const oids = commits.map(({ oid }) => oid);
    const { repository } = between;
    const merged = await mergedWith(api, repository, oids, remembered.associations);
    if (merged.status !== "read") return merged;
    const numbers = [...new Set([...merged.value.values()].flat())].sort((a, b) => a - b);
    const arrived = await arrivedPullRequests(api, repository, numbers, remembered);
    if (arrived.status !== "read") return arrived;
    return read(groupsOf(commits, merged.value, arrived.value));
  });
}

function groupsOf(
  commits: readonly RangeCommit[],
  merged: ReadonlyMap<string, readonly number[]>,
  arrived: readonly Arrived[],
): readonly Arrival[] {
  const parents = new Map(commits.map((commit) => [commit.oid, commit.parents]));
  const through = arrived.map(({ commits: own, ...pullRequest }) => {
    const rebased = rebasedOf({ ...pullRequest, commits: own }, parents);
    const isBy = (oid: string) =>
      own.includes(oid) ||
      oid === pullRequest.mergedAs ||
      (rebased.has(oid) && (merged.get(oid) ?? []).includes(pullRequest.number));
    return { commits: commits.map(({ oid }) => oid).filter(isBy), pullRequest };
  });
  const came = new Set(through.flatMap((group) => group.commits));
  const pushed = commits.map(({ oid }) => oid).filter((oid) => !came.has(oid));
  return [
    ...through.filter((group) => group.commits.length > 0),
    ...(pushed.length > 0 ? [{ commits: pushed, pullRequest: null }] : []),
  ];
}

/** The commits that a rebase may have made: as many, in a row, as the pull request had. */
function rebasedOf(
  { mergedAs, commits }: Pick<Arrived, "mergedAs" | "commits">,
  parents: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const row = new Set<string>();
  for (let oid = mergedAs; oid !== null && row.size < commits.length;) {
    const [parent, second] = parents.get(oid) ?? [];
    if (parent === undefined || second !== undefined) break;
    row.add(oid);
    oid = parent;
  }
  return row;
}
