import type { IncomingHttpHeaders } from "node:http";

/** A request, read to its end. */
export interface HttpRequest {
  readonly method: string;
  /** The path without "/api/v3" and the like, still encoded. */
  readonly path: string;
  readonly door: "rest" | "graphql" | "uploads" | "pages";
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer; an object is sent as JSON. */
export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | string | Buffer | null;
}

/**
 * Splits a URL as GitHub Enterprise does ("/api/v3", "/api/graphql", "/api/uploads"), and takes
 * what is below the root as github.com's API.
 */
export function locate(url: string): Pick<HttpRequest, "path" | "door" | "query"> {
  const { pathname, searchParams: query } = new URL(url, "http://simulator");
  if (pathname === "/graphql" || pathname === "/api/graphql") {
    return { path: "/graphql", door: "graphql", query };
  }
  if (pathname.startsWith("/api/uploads/")) {
    return { path: pathname.slice("/api/uploads".length), door: "uploads", query };
  }
  if (pathname.startsWith("/api/v3/")) {
    return { path: pathname.slice("/api/v3".length), door: "rest", query };
  }
  if (pathname === "/" || /^\/[^/]+\/[^/]+\/pull\/\d+$/.test(pathname)) {
    return { path: pathname, door: "pages", query };
  }
  return { path: pathname, door: "rest", query };
}
