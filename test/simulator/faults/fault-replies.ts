import type { HttpReply } from "../http/exchange.ts";
import type { RateLimits, Resource } from "../http/rate-limits.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Fault } from "./faults.ts";

const documentation =
  "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";

/** The answer of a server that is ill; 502 and 503 are pages, not JSON, as clients find out. */
export function serverError(status: 500 | 502 | 503): HttpReply {
  if (status === 500) return { status, body: { message: "Server Error" } };
  const title = status === 502 ? "502 Bad Gateway" : "503 Service Unavailable";
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

/** The answer to a request beyond a limit; GraphQL's primary limit is a 200 with an error. */
export function rateLimited(
  fault: Extract<Fault, { rateLimit: string }>,
  resource: Resource,
  viewer: Viewer,
  rateLimits: RateLimits,
): HttpReply {
  const status = fault.status ?? 403;
  if (fault.rateLimit === "secondary") {
    const message =
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    const headers = { "retry-after": String(fault.retryAfterSeconds) };
    return { status, headers, body: { message, documentation_url: documentation } };
  }
  rateLimits.exhaust(viewer, resource, fault.resetInSeconds);
  return budgetUsedUp(resource, viewer, status);
}

/** What GitHub answers once a budget is used up. */
export function budgetUsedUp(resource: Resource, viewer: Viewer, status = 403): HttpReply {
  const id = viewer.kind === "installation" ? viewer.installation.id : 0;
  const message = `API rate limit exceeded for installation ID ${id}.`;
  if (resource === "graphql") {
    return { status: 200, body: { errors: [{ type: "RATE_LIMITED", message }] } };
  }
  return { status, body: { message, documentation_url: documentation } };
}
