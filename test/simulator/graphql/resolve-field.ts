import type { GraphQLFieldResolver, GraphQLTypeResolver } from "graphql";
import { QueryError } from "./query-error.ts";
import type { Args, Resolver, View } from "./view.ts";

/** Reads a field of an object; one that is absent is an error, so that no gap looks like a null. */
export const resolveField: GraphQLFieldResolver<unknown, View, Args> = (
  source,
  args,
  view,
  info,
) => {
  const value = (source as Record<string, unknown>)[info.fieldName];
  if (value === undefined) {
    const place = `${info.parentType.name}.${info.fieldName}`;
    throw new QueryError("NOT_MODELLED", `The simulator does not model ${place}`);
  }
  return typeof value === "function" ? (value as Resolver)(args, view, info) : value;
};

/** The type of an object behind an interface or union. */
export const resolveType: GraphQLTypeResolver<unknown, View> = (value) =>
  (value as { __typename: string }).__typename;
