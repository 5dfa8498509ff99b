import type { z } from "zod";
import type { Api } from "./api.ts";

/** A list of REST's, in pages. */
export interface RestList<T> {
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of one page. */
  readonly page: z.ZodType<readonly T[]>;
  readonly mostPages: number;
  /** Whether what follows this item is not wanted any more: the list is sorted. */
  readonly endsAt?: (item: T) => boolean;
}

/**
 * Reads a list on for as long as GitHub's `link` header leads on, by pages or by cursors; null where
 * it has more pages than are read: a list that was not read to its end is never taken for one that was.
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export async function restList<T>(api: Api, list: RestList<T>): Promise<readonly T[] | null> {
  const { items, whole } = await restPages(api, list);
  return whole ? items : null;
}

/** The same, with what was read where there is more. */
export async function restPages<T>(
  api: Api,
  list: RestList<T>,
): Promise<{ readonly items: readonly T[]; readonly whole: boolean }> {
  const items: T[] = [];
  let next: Readonly<Record<string, string>> | null = {};
  for (let pages = 0; next !== null && pages < list.mostPages; pages += 1) {
    const { data, headers }: Awaited<ReturnType<typeof api.restWithHeaders<readonly T[]>>> =
      await api.restWithHeaders(
        list.route,
        { ...list.parameters, per_page: 100, ...next },
        list.page,
      );
    const end = list.endsAt ? data.findIndex(list.endsAt) : -1;
    if (end !== -1) return { items: [...items, ...data.slice(0, end)], whole: true };
    items.push(...data);
    next = nextIn(headers["link"]);
  }
  return { items, whole: next === null };
}

/** What the next page's address asks; null where there is no next page. */
function nextIn(link: unknown): Readonly<Record<string, string>> | null {
  if (typeof link !== "string") return null;
  const [, address] = /<([^<>]+)>\s*;\s*rel="next"/.exec(link) ?? [];
  if (address === undefined || !URL.canParse(address)) return null;
  return Object.fromEntries(new URL(address).searchParams);
}
