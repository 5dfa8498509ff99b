import type { Connection } from "./pages.ts";

/**
 * Reads a list of GraphQL's from its first page to its end. Null when it cannot be had whole: a page
 * or an element that is missing, fewer elements than GitHub counts, or more pages than `mostPages`.
 */
export async function everyPage<T>(
  mostPages: number,
  ask: (after: string | null) => Promise<Connection<T> | null>,
): Promise<readonly T[] | null> {
  const all: T[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: Connection<T> | null = await ask(after);
    if (!page?.nodes) return null;
    for (const node of page.nodes) {
      if (node === null) return null;
      all.push(node);
    }
    if (!page.pageInfo.hasNextPage) return all.length >= (page.totalCount ?? 0) ? all : null;
    after = page.pageInfo.endCursor;
    if (after === null) return null;
  }
  return null;
}
