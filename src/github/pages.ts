import { z } from "zod";
import type { Api } from "./api.ts";
import type { PartialErrors } from "./partial-errors.ts";
import { Variables } from "./variables.ts";

/** A list of GitHub's, as far as one answer carries it. */
export function connection<T>(node: z.ZodType<T>) {
  return z.object({
    totalCount: z.number().optional(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(node.nullable()).nullish(),
  });
}

export interface Connection<T> {
  readonly totalCount?: number | undefined;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes?: readonly (T | null)[] | null | undefined;
}

/** How a list is read on: on which node it hangs, and what is asked of it. */
export interface ListPlace<T> {
  readonly nodeId: string;
  /** `PullRequest`, `Commit`, … */
  readonly type: string;
  /** `reviews(first:100,after:$after,…){…}` with `$after` standing for the cursor. */
  readonly list: (after: string) => string;
  readonly fragments: readonly string[];
  readonly schema: z.ZodType<T>;
  /** The head commit that a pull request must still have, so that all pages tell of one state. */
  readonly head?: string;
}

/** The pull request got another head while it was read: everything is read again. */
export class HeadMoved extends Error {}

/** More than this many pages of a hundred are not read: the list is then unreadable. */
const MOST_PAGES = 100;

/**
 * Reads a list to its end, starting from the page that is there already. Null when it cannot be
 * had whole: a null element, an error, a missing page, or fewer elements than GitHub counts. A
 * list that was not read to its end is never taken for one that was.
 */
export async function wholeList<T>(
  api: Api,
  first: Connection<T>,
  place: ListPlace<T>,
): Promise<readonly T[] | null> {
  const all: T[] = [];
  let page: Connection<T> | null = first;
  for (let pages = 0; page !== null && pages < MOST_PAGES; pages += 1) {
    for (const node of page.nodes ?? []) {
      if (node === null) return null;
      all.push(node);
    }
    if (!page.pageInfo.hasNextPage) return isWhole(all, first, page) ? all : null;
    page = await nextPage(api, page.pageInfo.endCursor, place);
  }
  return null;
}

function isWhole<T>(all: readonly T[], first: Connection<T>, last: Connection<T>): boolean {
  if (!last.nodes) return false;
  return all.length >= (last.totalCount ?? first.totalCount ?? 0);
}

async function nextPage<T>(
  api: Api,
  after: string | null,
  place: ListPlace<T>,
): Promise<Connection<T> | null> {
  if (after === null) return null;
  const variables = new Variables();
  const id = variables.add("ID!", place.nodeId);
  const list = place.list(variables.add("String", after));
  const head = place.head === undefined ? "" : "headRefOid ";
  const document = `query NextPage${variables.declarations}{node(id:${id}){...on ${place.type}{${head}page:${list}}}}${place.fragments.join("")}`;
  const { data, errors } = await api.graphql(
    { document, variables: variables.values },
    z.object({
      node: z
        .object({ headRefOid: z.string().optional(), page: connection(place.schema).nullish() })
        .nullable(),
    }),
  );
  if (hasErrors(errors)) return null;
  if (data.node?.headRefOid !== place.head) throw new HeadMoved("the head moved between pages");
  return data.node?.page ?? null;
}

/** Whether anything at all went wrong with an answer. */
export function hasErrors(errors: PartialErrors): boolean {
  return errors.typesAt([]).length > 0;
}
