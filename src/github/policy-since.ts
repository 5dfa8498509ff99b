import { z } from "zod";
import { compareInstants, type Instant } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { everyPage } from "./every-page.ts";
import { associated, BASE, baseShape, policyCommits, pullRequestsInto } from "./policy-commits.ts";
import { repositoryOf } from "./repository.ts";

/** The organisation's repository whose policy holds in all of its repositories. */
const ORGANISATION = ".github";

const MOST_PAGES = 20;

const commitSchema = z.object({
  committedDate: z.string(),
  associatedPullRequests: associated(z.object({ mergedAt: z.string().nullable(), ...baseShape })),
});

/**
 * When a policy first stood on a default branch: the repository's own or the organisation's,
 * whichever came first. Null where there was never one, and where that cannot be told.
 */
export async function policySince(api: Api, repository: string): Promise<Instant | null> {
  const { owner, repo } = repositoryOf(repository);
  const sources =
    repo.toLowerCase() === ORGANISATION ? [repository] : [repository, `${owner}/${ORGANISATION}`];
  const dates: Instant[] = [];
  for (const source of sources) {
    const found = await datesIn(api, source);
    if (found === null) return null;
    dates.push(...found);
  }
  return dates.toSorted(compareInstants)[0] ?? null;
}

/**
 * When each version arrived on the default branch; empty where there is none, null where that cannot
 * be told. All are looked at, not the last one of the list: its order follows dates that whoever made
 * a commit could choose, so that a late one could pose as the oldest.
 */
async function datesIn(api: Api, repository: string): Promise<readonly Instant[] | null> {
  return everyPage(MOST_PAGES, async (after) => {
    const page = await policyCommits(api, repository, {
      operation: "PolicySince",
      perPage: 100,
      after,
      commit: () => `committedDate associatedPullRequests(first:10){nodes{mergedAt ${BASE}}}`,
      fragments: [],
      schema: commitSchema,
    });
    if (page === null) return null;
    if (page === "none") return NOTHING;
    const { branch, history } = page;
    const nodes = history.nodes?.map(
      (commit) => commit && arrivalOf(commit, pullRequestsInto(branch, commit)),
    );
    return { ...history, nodes };
  });
}

const NOTHING = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };

/** When it was merged, where it was: a commit's own date may say anything. */
function arrivalOf(
  { committedDate }: { readonly committedDate: string },
  through: readonly { readonly mergedAt: string | null }[],
): Instant {
  const merges = through.flatMap(({ mergedAt }) => mergedAt ?? []);
  return merges.toSorted(compareInstants)[0] ?? committedDate;
}
