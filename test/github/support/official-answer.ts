import { execute, parse, type GraphQLFieldResolver, type GraphQLTypeResolver } from "graphql";
import type { Operation } from "../../../src/github/api.ts";
import { officialSchema } from "./official-schema.ts";

/** Stands in a fixture for a field that GitHub cannot answer. */
export class Refused extends Error {
  readonly type: string;
  constructor(type = "FORBIDDEN") {
    super("Resource not accessible by integration");
    this.type = type;
  }
}

/** Fields by the name they have in the answer (their alias), else by their own name. */
const fieldOf: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, info) => {
  const fields = source as Record<string, unknown>;
  const alias = fields[String(info.path.key)];
  const value = alias === undefined ? fields[info.fieldName] : alias;
  if (value instanceof Refused) throw value;
  return value ?? null;
};

const typeOf: GraphQLTypeResolver<unknown, unknown> = (value) =>
  (value as { __typename?: string }).__typename;

/**
 * The answer that a fixture gives to an operation, made by the official schema: what does not fit
 * GitHub's types becomes an error, and a refused field is nulled as far up as GitHub would.
 */
export async function officialAnswer(
  operation: Operation,
  fixture: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const result = await execute({
    schema: officialSchema(),
    document: parse(operation.document),
    rootValue: fixture,
    variableValues: operation.variables,
    fieldResolver: fieldOf,
    typeResolver: typeOf,
  });
  const errors = (result.errors ?? []).map((error) => {
    if (!(error.originalError instanceof Refused))
      throw new Error(
        `the fixture does not fit: ${error.message} (${error.path?.join(".") ?? ""})`,
      );
    return { type: error.originalError.type, path: error.path, message: error.message };
  });
  return { data: result.data, ...(errors.length === 0 ? {} : { errors }) };
}
