import { z } from "zod";
import type { Candidate } from "../domain/index.ts";
import { isNoAnalysis } from "./alert-refusals.ts";
import { analysisSchema, type Analysis } from "./analyses.ts";
import type { Api } from "./api.ts";
import type { Shared } from "./memory.ts";
import { repositoryOf } from "./repository.ts";

const AT_ONCE = 100;

/** A repository's newest analyses, of whatever they are. */
export interface RecentAnalyses {
  readonly analyses: readonly Analysis[];
  /** All that were made after this time are among them; null: they are all there are. */
  readonly wholeSince: string | null;
}

/**
 * The analyses of a pull request, from the newest of the repository: where many are up for release,
 * they ask once. Null where these do not reach back to when the pull request was opened, for an
 * older one may be missing.
 */
export async function recentAnalysesOf(
  api: Api,
  { kind, repository, pullRequest }: Candidate,
  openedAt: string | null,
  key: string,
  remembered: Shared<RecentAnalyses>,
): Promise<readonly Analysis[] | null> {
  if (kind !== "pull-request" || pullRequest === null || openedAt === null) return null;
  const { analyses, wholeSince } = await remembered.read(key, "remembered", api.clock(), () =>
    newestIn(api, repository),
  );
  if (wholeSince !== null && !(Date.parse(wholeSince) < Date.parse(openedAt))) return null;
  return analyses.filter(({ ref }) => ref.startsWith(`refs/pull/${pullRequest.number}/`));
}

/**
 * Newest first, as GitHub gives them unless it is told otherwise.
 * https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-analyses-for-a-repository
 */
async function newestIn(api: Api, repository: string): Promise<RecentAnalyses> {
  try {
    const analyses = await api.rest(
      "GET /repos/{owner}/{repo}/code-scanning/analyses",
      { ...repositoryOf(repository), per_page: AT_ONCE, sort: "created", direction: "desc" },
      z.array(analysisSchema),
    );
    const oldest = analyses.map((each) => each.created_at).sort()[0];
    const isWhole = analyses.length < AT_ONCE || oldest === undefined;
    return { analyses, wholeSince: isWhole ? null : oldest };
  } catch (thrown) {
    if (isNoAnalysis(thrown)) return { analyses: [], wholeSince: null };
    throw thrown;
  }
}
