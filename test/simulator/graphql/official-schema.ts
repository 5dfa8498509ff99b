import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphQLSchema } from "graphql";
import { GraphQLInt, buildASTSchema, parse } from "graphql";

// The package exports its code only, which would read five more megabytes of JSON.
const file = "../../../node_modules/@octokit/graphql-schema/schema.graphql";
let schema: GraphQLSchema | undefined;

/** GitHub's official GraphQL schema; building it takes a third of a second, once. */
export function officialSchema(): GraphQLSchema {
  if (schema === undefined) {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    schema = buildASTSchema(parse(text, { noLocation: true }), {
      assumeValid: true,
      assumeValidSDL: true,
    });
    // `databaseId` is an Int in the schema, and yet GitHub answers with larger numbers:
    // https://github.com/octokit/octokit.graphql.net/issues/311
    GraphQLInt.serialize = serializeNumber;
  }
  return schema;
}

function serializeNumber(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new TypeError(`Int cannot represent ${String(value)}`);
}
