import type { OperationSummary } from "../graphql/graphql-api.ts";

/** What kind of request it was; "token" is the exchange of a JWT for an installation token. */
export type RequestKind = "token" | "rest" | "graphql" | "page";

/** A request as predicates and tests see it. */
export interface RequestSummary {
  readonly kind: RequestKind;
  readonly method: string;
  /** The path without "/api/v3", e.g. "/repos/acme/shop/check-runs". */
  readonly path: string;
  readonly query: string;
  /** For GraphQL: the operation's name, whether it writes, and its top-level fields. */
  readonly operation: OperationSummary | undefined;
  /** The body as text. */
  readonly body: string;
}

/** A request with what became of it. */
export interface LoggedRequest extends RequestSummary {
  readonly startedAt: number;
  /** Absent while it is being answered, 0 when the connection was cut. */
  status?: number;
  durationMs?: number;
}

/** Which requests to count. */
export interface RequestFilter {
  readonly kind?: RequestKind;
  readonly method?: string;
  readonly path?: string | RegExp;
  /** Name of a GraphQL operation, or one of its top-level fields. */
  readonly operation?: string;
}

/** Every request that reached the simulator, oldest first. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  /** How many requests ever came, whatever was forgotten since. */
  received = 0;

  /** Remembers a request; its status is added later. */
  add(summary: RequestSummary): LoggedRequest {
    const entry: LoggedRequest = { ...summary, startedAt: performance.now() };
    this.#entries.push(entry);
    this.received += 1;
    return entry;
  }

  /** The requests that match, or all of them; token exchanges and pages only when asked for. */
  list(filter: RequestFilter = {}): readonly LoggedRequest[] {
    return this.#entries.filter((entry) => matches(entry, filter));
  }

  /** How many requests match; token exchanges and pages only when asked for. */
  count(filter: RequestFilter = {}): number {
    return this.list(filter).length;
  }

  /** How many requests of each kind there were, token exchanges included. */
  byKind(): Readonly<Record<RequestKind, number>> {
    const count = (kind: RequestKind): number => this.list({ kind }).length;
    return {
      token: count("token"),
      rest: count("rest"),
      graphql: count("graphql"),
      page: count("page"),
    };
  }

  /** Whether a request is still being answered. */
  isBusy(): boolean {
    return this.#entries.some((entry) => entry.status === undefined);
  }

  /** Forgets what was so far, e.g. before the part that a test counts. */
  clear(): void {
    this.#entries = this.#entries.filter((entry) => entry.status === undefined);
  }
}

function matches(entry: LoggedRequest, filter: RequestFilter): boolean {
  const counted = entry.kind === "rest" || entry.kind === "graphql";
  if (filter.kind === undefined ? !counted : entry.kind !== filter.kind) return false;
  if (filter.method !== undefined && entry.method !== filter.method) return false;
  const { path, operation } = filter;
  if (typeof path === "string" && entry.path !== path) return false;
  if (path instanceof RegExp && !path.test(entry.path)) return false;
  if (operation === undefined) return true;
  const summary = entry.operation;
  return summary?.name === operation || summary?.fields.includes(operation) === true;
}
