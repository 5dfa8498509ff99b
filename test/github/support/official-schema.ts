import { readFileSync } from "node:fs";
import { buildSchema, parse, validate, type GraphQLSchema } from "graphql";

let schema: GraphQLSchema | undefined;

/** GitHub's official schema. Two of its fields stand twice in it, hence `assumeValidSDL`. */
export function officialSchema(): GraphQLSchema {
  schema ??= buildSchema(
    readFileSync(
      new URL("../../../node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url),
      "utf8",
    ),
    { assumeValidSDL: true },
  );
  return schema;
}

/** What is wrong with a document, by every rule of the specification. */
export function problemsOf(document: string): readonly string[] {
  return validate(officialSchema(), parse(document)).map((error) => error.message);
}
