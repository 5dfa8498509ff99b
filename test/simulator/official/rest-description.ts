import type { Description } from "./schema-checker.ts";
import { SchemaChecker } from "./schema-checker.ts";

interface Operation {
  readonly parameters?: readonly ({ readonly $ref: string } | Parameter)[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body | { readonly $ref: string }>>;
}

interface Body {
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
}

const checker = new SchemaChecker("@octokit/openapi/generated/api.github.com.json");

/** What the official REST description says of a request body; undefined where it says nothing. */
export function requestProblems(
  method: string,
  template: string,
  body: unknown,
): readonly string[] | undefined {
  const operation = operationAt(method, template);
  if (operation.requestBody?.content?.["application/json"] === undefined) return undefined;
  const verb = method.toLowerCase();
  return checker.problems(
    ["paths", template, verb, "requestBody", "content", "application/json", "schema"],
    body,
  );
}

/** The query parameters that the operation does not have. */
export function unknownParameters(
  method: string,
  template: string,
  names: Iterable<string>,
): string[] {
  const operation = operationAt(method, template);
  const shared = at(["paths", template, "parameters"]) as Operation["parameters"];
  const known = [...(operation.parameters ?? []), ...(shared ?? [])].map((parameter) => {
    const resolved = "$ref" in parameter ? at(parameter.$ref.slice(2).split("/")) : parameter;
    return (resolved as Parameter).name;
  });
  return [...new Set(names)].filter((name) => !known.includes(name));
}

/** What the official description says of an answer with this status. */
export function answerProblems(
  method: string,
  template: string,
  status: number,
  body: unknown,
): readonly string[] {
  const response = operationAt(method, template).responses[String(status)];
  if (response === undefined) return [`${status} is no documented answer`];
  const base =
    "$ref" in response
      ? response.$ref.slice(2).split("/")
      : ["paths", template, method.toLowerCase(), "responses", String(status)];
  const content = (at(base) as Body).content;
  if (content === undefined) {
    return body === null || status >= 400 ? [] : ["this answer has no body"];
  }
  const types = Object.keys(content);
  const type = types.find((name) => name === "application/json") ?? types[0];
  if (type === undefined) return [];
  return checker.problems([...base, "content", type, "schema"], body) ?? [];
}

function operationAt(method: string, template: string): Operation {
  const operation = at(["paths", template, method.toLowerCase()]);
  if (operation === undefined) throw new Error(`GitHub has no ${method} ${template}`);
  return operation as Operation;
}

function at(pointer: readonly string[]): unknown {
  let place: unknown = checker.description;
  for (const step of pointer) {
    if (typeof place !== "object" || place === null) return undefined;
    place = (place as Description)[step];
  }
  return place;
}
