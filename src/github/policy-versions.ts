import { z } from "zod";
import type { PolicySource } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { everyPage } from "./every-page.ts";
import { TEXT, textEntryOf, textEntrySchema } from "./file-entries.ts";
import { associated, BASE, baseShape, policyCommits, pullRequestsInto } from "./policy-commits.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

const MOST_PAGES = 10;

/** A version of the policy on the default branch, and the pull request that brought it. */
export interface PolicyVersionFound {
  readonly commit: string;
  readonly left: PolicySource;
  readonly through: { readonly number: number; readonly head: string } | null;
}

const pullRequestSchema = z.object({
  number: z.number(),
  merged: z.boolean(),
  headRefOid: z.string(),
  mergeCommit: z.object({ oid: z.string(), policy: textEntrySchema }).nullable(),
  ...baseShape,
});
const commitSchema = z.object({
  oid: z.string(),
  policy: textEntrySchema,
  associatedPullRequests: associated(pullRequestSchema),
});

/**
 * The versions of a repository's policy that stood on the default branch, newest first; null if not
 * all could be read. A file's history shows every commit that a merge brought in, and what stood only
 * in the middle of a pull request was never in force: of each pull request only the state that its
 * merge left is taken, so that nobody can smuggle in a version.
 * https://docs.github.com/en/graphql/reference/objects#commit (history, associatedPullRequests)
 */
export async function policyVersionsOf(
  api: Api,
  repository: string,
): Promise<readonly PolicyVersionFound[] | null> {
  const all = await everyPage(MOST_PAGES, async (after) => {
    const page = await policyCommits(api, repository, {
      operation: "PolicyHistory",
      perPage: 50,
      after,
      commit: selection,
      fragments: [TEXT],
      schema: commitSchema,
    });
    if (page === null || page === "none") return null;
    const { branch, history } = page;
    const nodes = history.nodes?.map(
      (commit) => commit && versionOf(commit, pullRequestsInto(branch, commit), branch.repository),
    );
    return { ...history, nodes };
  });
  if (all === null) return null;
  const versions = new Map<string, PolicyVersionFound>();
  for (const version of all)
    if (!versions.has(version.commit)) versions.set(version.commit, version);
  return [...versions.values()];
}

function selection(path: string): string {
  const policy = `policy:file(path:${path}){...Text}`;
  return `oid ${policy} associatedPullRequests(first:10){nodes{number merged headRefOid ${BASE} mergeCommit{oid ${policy}}}}`;
}

function versionOf(
  commit: z.infer<typeof commitSchema>,
  pullRequests: readonly z.infer<typeof pullRequestSchema>[],
  repository: string,
): PolicyVersionFound {
  const through = pullRequests.find(({ merged }) => merged);
  const stood = through?.mergeCommit ?? commit;
  return {
    commit: stood.oid,
    left: { repository, path: POLICY_PATH, entry: textEntryOf(stood.policy) },
    through: through ? { number: through.number, head: through.headRefOid } : null,
  };
}
