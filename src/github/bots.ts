import { z } from "zod";
import type { Commit, Person } from "../domain/index.ts";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import { repositoryOf } from "./repository.ts";

/** Which Apps made a commit; null where it was none. Keyed by the commit's id. */
export type RememberedBots = Recent<{
  readonly author: Person | null;
  readonly committer: Person | null;
}>;

/** https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request: at most 250. */
const REST_PAGES = 3;
const REST_PAGE = 100;

const accountSchema = z
  .object({ id: z.number().optional(), login: z.string().optional(), type: z.string().optional() })
  .nullable();

/**
 * Names the Apps among those whom GraphQL could not name: a commit's `user` is a User there, and so
 * null for Dependabot and its like, while REST tells them. Only Apps are taken from REST.
 */
export async function nameBots(
  api: Api,
  pullRequest: { readonly repository: string; readonly number: number },
  commits: readonly Commit[],
  remembered: RememberedBots,
): Promise<readonly Commit[]> {
  if (commits.some((commit) => isNameless(commit) && remembered.get(commit.oid) === undefined))
    await lookUp(api, pullRequest, remembered);
  return commits.map((commit) => {
    const bots = isNameless(commit) ? remembered.get(commit.oid) : undefined;
    if (!bots) return commit;
    const [author, ...others] = commit.authors;
    return {
      ...commit,
      authors: [author ?? bots.author, ...others],
      committer: commit.committer ?? bots.committer,
    };
  });
}

/** The first author is git's own; those after it are co-authors, of whom REST tells nothing. */
function isNameless(commit: Commit): boolean {
  return (commit.authors[0] ?? null) === null || isCommitterNameless(commit);
}

function isCommitterNameless(commit: Commit): boolean {
  return commit.committer === null && !commit.committedByGitHub;
}

async function lookUp(
  api: Api,
  pullRequest: { readonly repository: string; readonly number: number },
  remembered: RememberedBots,
): Promise<void> {
  for (let page = 1; page <= REST_PAGES; page += 1) {
    const commits = await api.rest(
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
      {
        ...repositoryOf(pullRequest.repository),
        pull_number: pullRequest.number,
        per_page: REST_PAGE,
        page,
      },
      z.array(z.object({ sha: z.string(), author: accountSchema, committer: accountSchema })),
    );
    for (const { sha, author, committer } of commits)
      remembered.set(sha, { author: botOf(author), committer: botOf(committer) });
    if (commits.length < REST_PAGE) return;
  }
}

function botOf(account: z.infer<typeof accountSchema>): Person | null {
  return account?.type === "Bot" && account.id !== undefined && account.login !== undefined
    ? { id: account.id, login: account.login, bot: true }
    : null;
}
