import { z } from "zod";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import type { Between } from "./comparison.ts";
import { repositoryOf } from "./repository.ts";

/** A commit of a range, with its parents. */
export interface RangeCommit {
  readonly oid: string;
  readonly parents: readonly string[];
}

const PER_PAGE = 100;
/** A range of more than a thousand commits is not gone through. */
const MOST_PAGES = 10;

const pageSchema = z.object({
  total_commits: z.number(),
  commits: z.array(z.object({ sha: z.string(), parents: z.array(z.object({ sha: z.string() })) })),
});

/**
 * The commits that `to` has and `from` has not; null where not all could be read. Two commits never
 * change, so it is remembered.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export async function commitsInRange(
  api: Api,
  between: Between,
  remembered: Recent<readonly RangeCommit[]>,
): Promise<readonly RangeCommit[] | null> {
  const key = `${between.repository.toLowerCase()}:${between.from}...${between.to}`;
  const known = remembered.get(key);
  if (known) return known;
  const all: RangeCommit[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await api.rest(
      "GET /repos/{owner}/{repo}/compare/{basehead}",
      {
        ...repositoryOf(between.repository),
        basehead: `${between.from}...${between.to}`,
        per_page: PER_PAGE,
        page,
      },
      pageSchema,
    );
    all.push(
      ...answer.commits.map(({ sha, parents }) => ({
        oid: sha,
        parents: parents.map((parent) => parent.sha),
      })),
    );
    if (all.length >= answer.total_commits) {
      remembered.set(key, all);
      return all;
    }
    if (answer.commits.length === 0) return null;
  }
  return null;
}
