import { z } from "zod";
import { EvidenceUnavailable } from "../application/index.ts";
import type { Answer, Api } from "./api.ts";
import { Variables } from "./variables.ts";

/** What each field answers; of what is not looked at again, that there is an answer says enough. */
const ANSWERS = {
  createCheckRun: "checkRun{id}",
  updateCheckRun: "checkRun{id}",
  addComment: "commentEdge{node{fullDatabaseId}}",
  requestReviews: "clientMutationId",
} as const;

/** One field of a mutation. */
export interface Write {
  /** What it is called in the document, in the answer and, where nobody knows, in words. */
  readonly alias: string;
  readonly field: keyof typeof ANSWERS;
  readonly input: Record<string, unknown>;
}

/**
 * Writes in one request. GitHub carries the fields out in order, and each succeeds or fails for
 * itself. https://spec.graphql.org/October2021/#sec-Mutation
 */
export async function mutate(
  api: Api,
  writes: readonly Write[],
): Promise<Answer<Record<string, unknown>>> {
  const variables = new Variables();
  const fields = writes.map(({ alias, field, input }) => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input!`;
    return `${alias}:${field}(input:${variables.add(type, input)}){${ANSWERS[field]}}`;
  });
  return api.graphql(
    {
      document: `mutation Checks${variables.declarations}{${fields.join(" ")}}`,
      variables: variables.values,
    },
    z.record(z.string(), z.unknown()),
  );
}

/** What GitHub refused was not written; of everything else nobody knows before it is read again. */
export function isTaken(
  { alias }: Write,
  { data, errors }: Answer<Record<string, unknown>>,
): boolean {
  if (z.object({}).safeParse(data[alias]).success) return true;
  const types = errors.typesAt([alias]);
  if (types.length > 0 && types.every((type) => REFUSALS.has(type))) return false;
  throw new EvidenceUnavailable(
    "unreachable",
    `Nobody knows whether GitHub took the ${alias} (${types.join(", ")}).`,
  );
}

const REFUSALS = new Set(["FORBIDDEN", "INSUFFICIENT_SCOPES", "NOT_FOUND", "UNPROCESSABLE"]);
