import type { HttpReply } from "../http/exchange.ts";
import type { Json } from "./resources/site.ts";

const documentation = "https://docs.github.com/rest";

/** An answer other than success, thrown from wherever it becomes clear. */
export class RestError extends Error {
  readonly reply: HttpReply;

  constructor(
    status: number,
    message: string,
    more: { errors?: readonly unknown[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    const errors = more.errors === undefined ? {} : { errors: more.errors };
    const body = { message, ...errors, documentation_url: documentation, status: String(status) };
    this.reply = { status, headers: more.headers ?? {}, body };
  }
}

/** 200. */
export function ok(body: Json | Json[]): HttpReply {
  return { status: 200, body };
}

/** 201. */
export function created(body: Json): HttpReply {
  return { status: 201, body };
}

/** 204. */
export function noContent(): HttpReply {
  return { status: 204, body: null };
}

/** 404, which is also what GitHub says of what one may not see. */
export function notFound(): RestError {
  return new RestError(404, "Not Found");
}

/** 403 of an installation that lacks a permission; the header says which would do. */
export function notAccessible(needs: readonly (readonly [string, string])[]): RestError {
  const accepted = needs.map(([permission, level]) => `${permission}=${level}`).join("; ");
  const headers = { "x-accepted-github-permissions": accepted };
  return new RestError(403, "Resource not accessible by integration", { headers });
}

/** 422 with GitHub's free words. */
export function unprocessable(message: string): RestError {
  return new RestError(422, message);
}
