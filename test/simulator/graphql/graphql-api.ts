import type { DocumentNode, GraphQLError, GraphQLFormattedError } from "graphql";
import { Kind, OperationTypeNode, execute, getOperationAST, parse, validate } from "graphql";
import type { Viewer } from "../access/viewer.ts";
import type { HttpReply } from "../http/exchange.ts";
import type { Violation } from "../official/violations.ts";
import type { RestServices } from "../rest/route.ts";
import { Refused } from "../world/refused.ts";
import { mutationRoot } from "./mutations/index.ts";
import { nodes } from "./nodes/index.ts";
import { officialSchema } from "./official-schema.ts";
import { queryCost } from "./query-cost.ts";
import { QueryError } from "./query-error.ts";
import { queryRoot } from "./query-root.ts";
import { resolveField, resolveType } from "./resolve-field.ts";
import type { View } from "./view.ts";

/** A request as clients send it. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** An error with GitHub's additions. */
export type GitHubError = GraphQLFormattedError & { readonly type?: string };

/** What a query is known by: its name, and whether it writes. */
export interface OperationSummary {
  readonly name: string | undefined;
  readonly kind: "query" | "mutation" | "subscription" | "unreadable";
  readonly fields: readonly string[];
}

/** Answers GraphQL requests with the official schema. */
export class GraphQLApi {
  readonly #services: RestServices;
  readonly #report: ((violation: Violation) => void) | undefined;
  /** Clients send the same few queries over and over; validating one takes milliseconds. */
  readonly #documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(services: RestServices, report: ((violation: Violation) => void) | undefined) {
    this.#services = services;
    this.#report = report;
  }

  /** Executes a request. `forbiddenPaths` are answered as if a permission were missing. */
  async answer(
    request: GraphQLRequest,
    viewer: Viewer,
    isForbidden: (path: string) => boolean,
  ): Promise<HttpReply> {
    const document = this.#document(request.query);
    if (isErrors(document)) {
      const problems = document.map((error) => error.message);
      this.#report?.({ where: "request", what: "POST /graphql", problems });
      return { status: 200, body: { errors: document.map((error) => error.toJSON()) } };
    }
    const cost = queryCost(document, request.variables);
    const { rateLimits, site, quirks } = this.#services;
    rateLimits.spend(viewer, "graphql", cost);
    const view: View = { site, viewer, nodes, rateLimits, quirks, cost };
    const isMutation =
      getOperationAST(document, request.operationName)?.operation === OperationTypeNode.MUTATION;
    const result = await execute({
      schema: officialSchema(),
      document,
      rootValue: isMutation ? mutationRoot : queryRoot(view),
      contextValue: view,
      variableValues: request.variables,
      operationName: request.operationName,
      fieldResolver: (source, args, context, info) => {
        const path = pathOf(info.path);
        if (isForbidden(path)) {
          throw new QueryError("FORBIDDEN", "Resource not accessible by integration");
        }
        return resolveField(source, args as Record<string, unknown>, context as View, info);
      },
      typeResolver: resolveType,
    });
    const errors = (result.errors ?? []).map((error) => this.#format(error));
    if (errors.length === 0) return { status: 200, body: { data: result.data } };
    return { status: 200, body: { data: result.data ?? null, errors } };
  }

  /** The name and kind of a request's operation. */
  summarise(request: GraphQLRequest): OperationSummary {
    const document = this.#document(request.query);
    const operation = isErrors(document) ? null : getOperationAST(document, request.operationName);
    if (operation === null || operation === undefined)
      return { name: undefined, kind: "unreadable", fields: [] };
    const fields = operation.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [selection.name.value] : [],
    );
    return { name: operation.name?.value, kind: operation.operation, fields };
  }

  #document(query: string): DocumentNode | readonly GraphQLError[] {
    let known = this.#documents.get(query);
    if (known === undefined) {
      const schema = officialSchema();
      try {
        const document = parse(query);
        const errors = validate(schema, document);
        known = errors.length === 0 ? document : errors;
      } catch (error) {
        known = [error as GraphQLError];
      }
      this.#documents.set(query, known);
    }
    return known;
  }

  #format(error: GraphQLError): GitHubError {
    const cause = error.originalError;
    const { message, locations, path } = error.toJSON();
    if (cause instanceof QueryError) {
      if (cause.type === "NOT_MODELLED") {
        this.#report?.({ where: "answer", what: "POST /graphql", problems: [message] });
      }
      const extensions = cause.type === "FORBIDDEN" ? { extensions: { saml_failure: false } } : {};
      return { type: cause.type, message, ...extensions, ...present({ locations, path }) };
    }
    if (cause instanceof Refused) {
      return { type: "UNPROCESSABLE", message: cause.message, ...present({ locations, path }) };
    }
    // Anything else is a bad variable, or a bug in the simulator.
    const where = cause === undefined ? "request" : "answer";
    const problems = [cause?.stack ?? message];
    this.#report?.({ where, what: "POST /graphql", problems });
    return { message, ...present({ locations, path }) };
  }
}

interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
}

/** "repository.pullRequest.reviews", without the numbers of list items. */
function pathOf(path: Path): string {
  const above = path.prev === undefined ? "" : pathOf(path.prev);
  if (typeof path.key === "number") return above;
  return above === "" ? path.key : `${above}.${path.key}`;
}

function isErrors(
  document: DocumentNode | readonly GraphQLError[],
): document is readonly GraphQLError[] {
  return Array.isArray(document);
}

function present(fields: {
  locations: GraphQLFormattedError["locations"];
  path: GraphQLFormattedError["path"];
}): Pick<GraphQLFormattedError, "locations" | "path"> {
  return {
    ...(fields.locations === undefined ? {} : { locations: fields.locations }),
    ...(fields.path === undefined ? {} : { path: fields.path }),
  };
}
