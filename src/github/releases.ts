import { z } from "zod";
import {
  previousReleases,
  type Candidate,
  type ListedRelease,
  type Pattern,
  type PreviousRelease,
  type Reading,
} from "../domain/index.ts";
import type { Api } from "./api.ts";
import { compared, type Between, type Comparison } from "./comparison.ts";
import { connection, hasErrors, type Connection } from "./pages.ts";
import { read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";
import { Variables } from "./variables.ts";

/** The check run that tells a commit which was decided as a release itself. */
const RELEASE_CHECK = "portcullis/release";

/** A page of releases, newest created first, each with our own check; `$app` stands for the App's id. */
export const releasesFrom = (after: string | null, app: string) =>
  `releases(first:100${after === null ? "" : `,after:${after}`},orderBy:{field:CREATED_AT,direction:DESC}){pageInfo{hasNextPage endCursor} nodes{tagName isDraft isPrerelease publishedAt tagCommit{oid own:checkSuites(first:2,filterBy:{appId:${app},checkName:"${RELEASE_CHECK}"}){nodes{checkRuns(first:1,filterBy:{checkName:"${RELEASE_CHECK}",checkType:LATEST}){nodes{conclusion startedAt completedAt}}}}}}}`;

const runSchema = z.object({
  conclusion: z.string().nullable(),
  startedAt: z.string().nullish(),
  completedAt: z.string().nullish(),
});

const suitesSchema = z.object({
  nodes: z
    .array(
      z
        .object({
          checkRuns: z.object({ nodes: z.array(runSchema.nullable()).nullish() }).nullable(),
        })
        .nullable(),
    )
    .nullish(),
});

const releaseSchema = z.object({
  tagName: z.string(),
  isDraft: z.boolean(),
  isPrerelease: z.boolean(),
  publishedAt: z.string().nullable(),
  tagCommit: z.object({ oid: z.string(), own: suitesSchema.nullish() }).nullable(),
});

type ReleaseAnswer = z.infer<typeof releaseSchema>;

export const releasesSchema = connection(releaseSchema);

const MOST_PAGES = 20;

/** Pages that are looked through for a release that passed, once one was found that did not. */
const PAGES_FOR_ONE_THAT_PASSED = 3;

/** How many of the releases that may be the previous one are tried whether they are an ancestor. */
const ANCESTORS_TRIED = 5;

/** The previous release, and what changed since; both null where there is none. */
export interface Since {
  readonly release: PreviousRelease & { readonly commit: string };
  readonly comparison: Comparison;
}

export interface PreviousAsked {
  readonly repositoryId: string;
  readonly repository: string;
  readonly appId: number;
  readonly candidate: Pick<Candidate, "commit" | "stage" | "release">;
  readonly tags: readonly Pattern[];
}

/**
 * The previous release of a candidate: the first of those that come into question whose commit is an
 * ancestor. Where releases are made on branches of their own none is; then the newest one counts, and
 * what changed is counted from where the two parted.
 */
export async function previousReleaseOf(
  api: Api,
  first: Connection<ReleaseAnswer>,
  asked: PreviousAsked,
  remembered: Remembered,
): Promise<Reading<Since | null>> {
  const listed = await listedReleases(api, first, asked);
  if (listed === null) return unreadable("The releases could not be read to their end.");
  const possible = previousReleases(listed, asked.candidate, asked.tags);
  let newest: Since | null = null;
  for (const { tag, commit, publishedAt } of possible.slice(0, ANCESTORS_TRIED)) {
    const between: Between = {
      repository: asked.repository,
      from: commit,
      to: asked.candidate.commit,
    };
    const comparison = await compared(api, between, remembered.comparisons);
    if (comparison === "unrelated") continue;
    const since: Since = { release: { tag, commit, publishedAt }, comparison };
    if (comparison.isAncestor) return read(since);
    newest ??= since;
  }
  return read(newest);
}

/**
 * As many releases as it takes to find the previous one. GitHub sorts by creation, so a draft that
 * waited while hundreds of others were created could be missed; projects with nightly releases have
 * thousands, so not all are read.
 */
async function listedReleases(
  api: Api,
  first: Connection<ReleaseAnswer>,
  asked: PreviousAsked,
): Promise<readonly ListedRelease[] | null> {
  const listed: ListedRelease[] = [];
  let page: Connection<ReleaseAnswer> | null = first;
  for (let pages = 1; page !== null && pages <= MOST_PAGES; pages += 1) {
    if (!page.nodes || page.nodes.includes(null)) return null;
    listed.push(...page.nodes.flatMap((node) => (node ? [listedOf(node)] : [])));
    const [best] = previousReleases(listed, asked.candidate, asked.tags);
    const isEnough = best !== undefined && (best.passed || pages >= PAGES_FOR_ONE_THAT_PASSED);
    if (isEnough || !page.pageInfo.hasNextPage) return listed;
    page = await nextPage(api, asked, page.pageInfo.endCursor);
  }
  return null;
}

function listedOf(release: ReleaseAnswer): ListedRelease {
  return {
    tag: release.tagName,
    commit: release.tagCommit?.oid ?? null,
    publishedAt: release.isDraft ? null : release.publishedAt,
    prerelease: release.isPrerelease,
    passed: conclusionOf(release) === "SUCCESS",
  };
}

/** Of the newest run: a commit can have several suites of ours. */
function conclusionOf({ tagCommit }: ReleaseAnswer): string | null {
  const runs = (tagCommit?.own?.nodes ?? [])
    .flatMap((suite) => suite?.checkRuns?.nodes ?? [])
    .filter((run) => run !== null)
    .sort((a, b) => timeOf(b) - timeOf(a));
  return runs[0]?.conclusion ?? null;
}

function timeOf({ startedAt, completedAt }: z.infer<typeof runSchema>): number {
  return Date.parse(startedAt ?? completedAt ?? "") || 0;
}

async function nextPage(
  api: Api,
  asked: PreviousAsked,
  after: string | null,
): Promise<Connection<ReleaseAnswer> | null> {
  if (after === null) return null;
  const variables = new Variables();
  const id = variables.add("ID!", asked.repositoryId);
  const page = releasesFrom(variables.add("String", after), variables.add("Int!", asked.appId));
  const document = `query NextReleases${variables.declarations}{node(id:${id}){...on Repository{page:${page}}}}`;
  const { data, errors } = await api.graphql(
    { document, variables: variables.values },
    z.object({ node: z.object({ page: releasesSchema.nullish() }).nullable() }),
  );
  return hasErrors(errors) ? null : (data.node?.page ?? null);
}
