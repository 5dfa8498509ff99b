import { EvidenceUnavailable } from "../../application/index.ts";

export const PER_PAGE = 100;
/** Far beyond what GitHub lets a repository have of anything that we list. */
const MOST_PAGES = 50;

/** Every item of a list that GitHub gives in pages; one without an end is a failure, not a list. */
export async function everyPage<T>(
  read: (page: { readonly per_page: number; readonly page: number }) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const items = await read({ per_page: PER_PAGE, page });
    all.push(...items);
    if (items.length < PER_PAGE) return all;
  }
  throw new EvidenceUnavailable("unexpected-answer", "A list of GitHub had no end.");
}
