/** The kinds of errors that GitHub's GraphQL tells apart. */
export type QueryErrorType =
  | "NOT_FOUND"
  | "FORBIDDEN"
  | "UNPROCESSABLE"
  | "EXCESSIVE_PAGINATION"
  | "MISSING_PAGINATION_BOUNDARIES"
  | "ARGUMENT_LIMIT"
  | "RATE_LIMITED"
  | "NOT_MODELLED";

/** An error of one field: that field is null, and `errors` says why. */
export class QueryError extends Error {
  readonly type: QueryErrorType;

  constructor(type: QueryErrorType, message: string) {
    super(message);
    this.type = type;
  }
}

/** What an installation is told when it lacks a permission. */
export function forbidden(): QueryError {
  return new QueryError("FORBIDDEN", "Resource not accessible by integration");
}

/** What is said of a name or number that leads nowhere, or where one may not look. */
export function notResolved(what: string): QueryError {
  return new QueryError("NOT_FOUND", `Could not resolve to ${what}.`);
}
