import { z } from "zod";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import type { CommitAnswer } from "./commits.ts";
import { repositoryOf } from "./repository.ts";

/**
 * The commit at which a pull request's own changes begin. GitHub's list of changed files is relative
 * to the merge base, so documents are compared with how they were there: read at the tip of the base
 * branch, what others changed since would look like this pull request's doing, or hide it. Where no
 * merge from the base came in between, it is the only parent of the pull request's commits that is
 * none of them; else GitHub is asked. GraphQL does not tell a merge base:
 * https://docs.github.com/en/graphql/reference/objects#comparison
 */
export async function mergeBaseOf(
  api: Api,
  commits: readonly CommitAnswer[],
  between: { readonly repository: string; readonly base: string; readonly head: string },
  remembered: Recent<string>,
): Promise<string> {
  const only = onlyOutsideParent(commits);
  if (only !== null) return only;
  const basehead = `${between.base}...${between.head}`;
  const known = remembered.get(basehead);
  if (known !== undefined) return known;
  const answer = await api.rest(
    "GET /repos/{owner}/{repo}/compare/{basehead}",
    { ...repositoryOf(between.repository), basehead, per_page: 1 },
    z.object({ merge_base_commit: z.object({ sha: z.string() }) }),
  );
  remembered.set(basehead, answer.merge_base_commit.sha);
  return answer.merge_base_commit.sha;
}

/** Null where several commits outside are parents, or not all parents are known. */
function onlyOutsideParent(commits: readonly CommitAnswer[]): string | null {
  const own = new Set(commits.map((commit) => commit.oid));
  const outside = new Set<string>();
  for (const { parents } of commits) {
    const known = (parents.nodes ?? []).flatMap((parent) => (parent ? [parent.oid] : []));
    if (known.length !== parents.totalCount) return null;
    for (const oid of known) if (!own.has(oid)) outside.add(oid);
  }
  const [only] = outside;
  return outside.size === 1 && only !== undefined ? only : null;
}
