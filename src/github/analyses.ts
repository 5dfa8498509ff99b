import { z } from "zod";
import { EvidenceUnavailable } from "../application/index.ts";
import type { Candidate } from "../domain/index.ts";
import type { Recent } from "../text/index.ts";
import { isNoAnalysis } from "./alert-refusals.ts";
import type { Api } from "./api.ts";
import { statusOf } from "./failures.ts";
import { repositoryOf } from "./repository.ts";
import { restList } from "./rest-pages.ts";

const MOST_PAGES = 5;

/** So many of a pull request's test merges are asked whether the head went into them. */
const MERGES_TRIED = 3;

/** An analysis as GitHub lists it. */
export const analysisSchema = z.object({
  ref: z.string(),
  commit_sha: z.string(),
  category: z.string().optional(),
  analysis_key: z.string(),
  error: z.string(),
  created_at: z.string(),
});

export type Analysis = z.infer<typeof analysisSchema>;

/** The analyses of one commit. */
export interface Analysed {
  /** Whether there is one, and none that failed is the newest of its kind. */
  readonly succeeded: boolean;
  /** A ref whose alerts are those of the commit; null where it was not analysed. */
  readonly ref: string | null;
  /** Since when the ref's alerts tell of a newer commit as well; null while they do not. */
  readonly overtakenSince: string | null;
}

/** What is known already. */
export interface AnalysesAsked {
  /** Of commits. */
  readonly parents: Recent<readonly string[]>;
  /** All analyses of the candidate's pull request, where these were read for others as well. */
  readonly recent: () => Promise<readonly Analysis[] | null>;
}

/**
 * Looks for code scanning's analyses of what is up for release: of the commit itself, or of the test
 * merge of its pull request. Null where the list could not be read to its end.
 * https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-analyses-for-a-repository
 */
export async function analysesOf(
  api: Api,
  candidate: Candidate,
  { parents, recent }: AnalysesAsked,
): Promise<Analysed | null> {
  const shared = (await recent()) ?? [];
  const there = await ofCandidate(api, candidate, shared, parents);
  if (there.length > 0) return summaryOf(there, shared);
  for (const where of placesOf(candidate)) {
    const analyses = await listed(api, candidate.repository, where);
    if (analyses === null) return null;
    const own = await ofCandidate(api, candidate, analyses, parents);
    if (own.length > 0) return summaryOf(own, analyses);
  }
  return { succeeded: false, ref: null, overtakenSince: null };
}

/** Where GitHub is asked, one after the other. */
function placesOf({
  kind,
  pullRequest,
  tree,
}: Candidate): readonly Readonly<Record<string, string | number>>[] {
  const ofPull = pullRequest === null ? [] : [{ pr: pullRequest.number }];
  if (kind !== "pull-request") return [{}, ...(pullRequest?.head.tree === tree ? ofPull : [])];
  const branch = pullRequest?.headRef;
  return [
    ...ofPull,
    ...(branch === undefined || pullRequest?.fromFork ? [] : [{ ref: `refs/heads/${branch}` }]),
  ];
}

async function listed(
  api: Api,
  repository: string,
  where: Readonly<Record<string, string | number>>,
): Promise<readonly Analysis[] | null> {
  try {
    return await restList(api, {
      route: "GET /repos/{owner}/{repo}/code-scanning/analyses",
      parameters: { ...repositoryOf(repository), ...where },
      page: z.array(analysisSchema),
      mostPages: MOST_PAGES,
    });
  } catch (thrown) {
    if (isNoAnalysis(thrown)) return [];
    throw thrown;
  }
}

/** Two commits with the same tree are the same code. */
async function ofCandidate(
  api: Api,
  { commit, tree, pullRequest, repository }: Candidate,
  analyses: readonly Analysis[],
  parents: Recent<readonly string[]>,
): Promise<readonly Analysis[]> {
  const same = new Set([commit]);
  if (pullRequest?.head.tree === tree) same.add(pullRequest.head.commit);
  const own = analyses.filter(({ commit_sha }) => same.has(commit_sha));
  if (own.length > 0 || pullRequest === null) return own;
  const merges = analyses.filter(({ ref }) => ref === `refs/pull/${pullRequest.number}/merge`);
  for (const sha of [...new Set(merges.map((each) => each.commit_sha))].slice(0, MERGES_TRIED)) {
    const of = await parentsOf(api, repository, sha, parents);
    if (of.includes(commit)) return merges.filter((each) => each.commit_sha === sha);
  }
  return [];
}

/** Empty where the commit is gone: test merges are not kept for ever. */
async function parentsOf(
  api: Api,
  repository: string,
  sha: string,
  remembered: Recent<readonly string[]>,
): Promise<readonly string[]> {
  const known = remembered.get(sha);
  if (known) return known;
  try {
    const answer = await api.rest(
      "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
      { ...repositoryOf(repository), commit_sha: sha },
      z.object({ parents: z.array(z.object({ sha: z.string() })) }),
    );
    const parents = answer.parents.map((parent) => parent.sha);
    remembered.set(sha, parents);
    return parents;
  } catch (thrown) {
    if (thrown instanceof EvidenceUnavailable && statusOf(thrown.cause) === 404) return [];
    throw thrown;
  }
}

function summaryOf(own: readonly Analysis[], all: readonly Analysis[]): Analysed {
  // A branch tells of all of its code, a pull request perhaps only of what it changes.
  const ref = (own.find((each) => !each.ref.startsWith("refs/pull/")) ?? own[0])?.ref ?? null;
  const there = own.filter((each) => each.ref === ref);
  const newest = [...new Set(there.map(kindOf))].map(
    (kind) => newestFirst(there).find((each) => kindOf(each) === kind) ?? null,
  );
  const isOvertaken = newest.some(
    (each) =>
      each !== null &&
      all.some(
        (other) =>
          other.ref === ref &&
          kindOf(other) === kindOf(each) &&
          other.commit_sha !== each.commit_sha &&
          other.created_at > each.created_at,
      ),
  );
  const times = newest.flatMap((each) => (each ? [each.created_at] : [])).sort();
  return {
    succeeded: newest.every((each) => each?.error === ""),
    ref,
    overtakenSince: isOvertaken ? (times[0] ?? null) : null,
  };
}

function newestFirst(analyses: readonly Analysis[]): readonly Analysis[] {
  return analyses.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
}

function kindOf({ category, analysis_key }: Analysis): string {
  return category ?? analysis_key;
}
