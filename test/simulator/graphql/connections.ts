import type { GraphQLResolveInfo } from "graphql";
import { QueryError } from "./query-error.ts";
import type { Args, Fields } from "./view.ts";

/** The most that one page can have. */
const mostPerPage = 100;

/**
 * A page of a list, as all connections are.
 * https://docs.github.com/en/graphql/guides/using-pagination-in-the-graphql-api
 */
export function connection<T>(
  items: readonly T[],
  args: Args,
  info: GraphQLResolveInfo,
  toNode: (item: T) => Fields | null,
  edgeFields: (item: T) => Record<string, unknown> = () => ({}),
): Record<string, unknown> {
  const [from, to] = bounds(items.length, args, info);
  const shown = items.slice(from, to);
  const cursor = (index: number): string => encode(from + index);
  return {
    totalCount: items.length,
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: shown.length === 0 ? null : cursor(0),
      endCursor: shown.length === 0 ? null : cursor(shown.length - 1),
    },
    nodes: () => shown.map(toNode),
    edges: () =>
      shown.map((item, index) => ({
        node: () => toNode(item),
        cursor: cursor(index),
        ...edgeFields(item),
      })),
  };
}

function bounds(length: number, args: Args, info: GraphQLResolveInfo): [number, number] {
  const { first, last, after, before } = args;
  const start = typeof after === "string" ? decode(after) + 1 : 0;
  const end = typeof before === "string" ? decode(before) : length;
  if (typeof first === "number") {
    limit(first, "first", info);
    return [start, Math.min(end, start + first)];
  }
  if (typeof last === "number") {
    limit(last, "last", info);
    return [Math.max(start, end - last), end];
  }
  throw new QueryError(
    "MISSING_PAGINATION_BOUNDARIES",
    `You must provide a \`first\` or \`last\` value to properly paginate the \`${info.fieldName}\` connection.`,
  );
}

function limit(wanted: number, name: "first" | "last", info: GraphQLResolveInfo): void {
  if (wanted < 0) {
    throw new QueryError(
      "ARGUMENT_LIMIT",
      `\`${name}\` on the \`${info.fieldName}\` connection cannot be less than zero.`,
    );
  }
  if (wanted > mostPerPage) {
    throw new QueryError(
      "EXCESSIVE_PAGINATION",
      `Requesting ${wanted} records on the \`${info.fieldName}\` connection exceeds the \`${name}\` limit of ${mostPerPage} records.`,
    );
  }
}

function encode(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString("base64");
}

function decode(cursor: string): number {
  const index = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, "base64").toString())?.[1];
  if (index === undefined) {
    throw new QueryError("ARGUMENT_LIMIT", `\`${cursor}\` does not appear to be a valid cursor.`);
  }
  return Number(index);
}
