import { z } from "zod";
import type { Pattern, PreviousRelease, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { connection, hasErrors, type Connection } from "./pages.ts";
import { read, unreadable } from "./readings.ts";
import { Variables } from "./variables.ts";

export const releasesFrom = (after: string | null) =>
  `releases(first:100${after === null ? "" : `,after:${after}`},orderBy:{field:CREATED_AT,direction:DESC}){pageInfo{hasNextPage endCursor} nodes{tagName isDraft isPrerelease publishedAt tagCommit{oid}}}`;

const releaseSchema = z.object({
  tagName: z.string(),
  isDraft: z.boolean(),
  isPrerelease: z.boolean(),
  publishedAt: z.string().nullable(),
  tagCommit: z.object({ oid: z.string() }).nullable(),
});

type ReleaseAnswer = z.infer<typeof releaseSchema>;

export const releasesSchema = connection(releaseSchema);

const MOST_PAGES = 20;

/**
 * The release published last whose tag matches, null when there is none. GitHub sorts by creation,
 * so a draft that waited while a hundred others were created could be missed; reading stops at the
 * first page that has a match, because projects with nightly releases have thousands.
 */
export async function previousReleaseOf(
  api: Api,
  first: Connection<ReleaseAnswer>,
  repositoryId: string,
  tags: readonly Pattern[],
): Promise<Reading<PreviousRelease | null>> {
  let page: Connection<ReleaseAnswer> | null = first;
  for (let pages = 0; page !== null && pages < MOST_PAGES; pages += 1) {
    if (!page.nodes || page.nodes.includes(null)) break;
    const newest = newestOf(page.nodes, tags);
    if (newest !== null || !page.pageInfo.hasNextPage) return read(newest);
    page = await nextPage(api, repositoryId, page.pageInfo.endCursor);
  }
  return unreadable("The releases could not be read to their end.");
}

function newestOf(
  releases: readonly (ReleaseAnswer | null)[],
  tags: readonly Pattern[],
): PreviousRelease | null {
  let newest: PreviousRelease | null = null;
  for (const release of releases) {
    if (!release?.publishedAt || release.isDraft || release.isPrerelease) continue;
    if (!tags.some((tag) => tag.matches(release.tagName))) continue;
    const isNewer =
      newest === null || Date.parse(release.publishedAt) > Date.parse(newest.publishedAt);
    if (isNewer)
      newest = {
        tag: release.tagName,
        commit: release.tagCommit?.oid ?? null,
        publishedAt: release.publishedAt,
      };
  }
  return newest;
}

async function nextPage(
  api: Api,
  repositoryId: string,
  after: string | null,
): Promise<Connection<ReleaseAnswer> | null> {
  if (after === null) return null;
  const variables = new Variables();
  const id = variables.add("ID!", repositoryId);
  const page = releasesFrom(variables.add("String", after));
  const document = `query NextReleases${variables.declarations}{node(id:${id}){...on Repository{page:${page}}}}`;
  const { data, errors } = await api.graphql(
    { document, variables: variables.values },
    z.object({ node: z.object({ page: releasesSchema.nullish() }).nullable() }),
  );
  return hasErrors(errors) ? null : (data.node?.page ?? null);
}
