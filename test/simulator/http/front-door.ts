import { setTimeout as sleep } from "node:timers/promises";
import type { Tokens } from "../access/tokens.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Fault, Faults } from "../faults/faults.ts";
import { budgetUsedUp, rateLimited, serverError } from "../faults/fault-replies.ts";
import type { GraphQLApi, GraphQLRequest } from "../graphql/graphql-api.ts";
import type { Violation } from "../official/violations.ts";
import type { RestApi } from "../rest/rest-api.ts";
import type { HttpReply, HttpRequest } from "./exchange.ts";
import { locate } from "./exchange.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { LoggedRequest, RequestLog, RequestSummary } from "./request-log.ts";
import type { Connection } from "./server.ts";

/** Everything a request can meet. */
export interface House {
  readonly rest: RestApi;
  readonly graphql: GraphQLApi;
  readonly pages: (path: string) => HttpReply;
  readonly tokens: Tokens;
  readonly rateLimits: RateLimits;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly report: (violation: Violation) => void;
}

/** Takes a request from the wire to whoever answers it: log, faults, identity, limits, answer. */
export async function receive(house: House, connection: Connection): Promise<void> {
  const { request, body } = connection;
  const http: HttpRequest = {
    method: request.method ?? "GET",
    ...locate(request.url ?? "/"),
    headers: request.headers,
    body,
  };
  const query = http.door === "graphql" ? readQuery(body) : undefined;
  const summary = summarise(house, http, query);
  const entry = house.log.add(summary);
  const met = house.faults.take(summary);
  const delay = met.reduce((sum, fault) => sum + ("delay" in fault ? fault.delay : 0), 0);
  if (delay + house.faults.latency > 0) await sleep(delay + house.faults.latency);
  if (met.some((fault) => "hang" in fault)) {
    request.socket.once("close", () => finish(entry, 0));
    return;
  }
  if (met.some((fault) => "reset" in fault)) {
    finish(entry, 0);
    connection.cut();
    return;
  }
  try {
    const { reply, headers } = await answer(house, http, query, met);
    finish(entry, reply.status);
    send(connection, reply, headers);
  } finally {
    // Whatever happens: a request that looks unfinished would keep everybody waiting.
    if (entry.status === undefined) finish(entry, 0);
  }
}

async function answer(
  house: House,
  http: HttpRequest,
  query: GraphQLRequest | undefined,
  faults: readonly Fault[],
): Promise<{ reply: HttpReply; headers: Record<string, string> }> {
  const resource = http.door === "graphql" ? "graphql" : "core";
  const viewer = house.tokens.authenticate(http.headers.authorization);
  if (viewer.kind === "refused") {
    const body = { message: viewer.message, documentation_url: "https://docs.github.com/rest" };
    return { reply: { status: 401, body }, headers: {} };
  }
  const reply = await answerViewer(house, http, query, faults, viewer);
  const lost = faults.some((fault) => "lostAnswer" in fault);
  const headers = http.door === "pages" ? {} : house.rateLimits.headers(viewer, resource);
  return { reply: lost ? serverError(502) : reply, headers };
}

async function answerViewer(
  house: House,
  http: HttpRequest,
  query: GraphQLRequest | undefined,
  faults: readonly Fault[],
  viewer: Viewer,
): Promise<HttpReply> {
  const resource = http.door === "graphql" ? "graphql" : "core";
  for (const fault of faults) {
    if ("rateLimit" in fault) return rateLimited(fault, resource, viewer, house.rateLimits);
    if ("status" in fault) return serverError(fault.status);
  }
  if (http.door === "pages") return house.pages(http.path);
  const isFree = http.path === "/rate_limit" || viewer.kind === "app";
  const points = http.door === "graphql" || isFree ? 0 : 1;
  const hasLeft = house.rateLimits.budget(viewer, resource).remaining > 0 || isFree;
  if (!hasLeft || !house.rateLimits.spend(viewer, resource, points)) {
    return budgetUsedUp(resource, viewer);
  }
  try {
    if (http.door !== "graphql") return await house.rest.answer(http, viewer);
    if (query === undefined) return { status: 400, body: { message: "Problems parsing JSON" } };
    if (viewer.kind === "anonymous" || viewer.kind === "app") {
      return { status: 401, body: { message: "Requires authentication" } };
    }
    const isForbidden = (path: string): boolean =>
      faults.some((fault) => "forbidden" in fault && fault.forbidden === path);
    return await house.graphql.answer(query, viewer, isForbidden);
  } catch (error) {
    const problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    house.report({ where: "answer", what: `${http.method} ${http.path}`, problems });
    return serverError(500);
  }
}

function summarise(
  house: House,
  http: HttpRequest,
  query: GraphQLRequest | undefined,
): RequestSummary {
  const isToken = http.path.endsWith("/access_tokens");
  const kinds = { rest: "rest", uploads: "rest", graphql: "graphql", pages: "page" } as const;
  return {
    kind: isToken ? "token" : kinds[http.door],
    method: http.method,
    path: http.path,
    query: http.query.toString(),
    operation: query === undefined ? undefined : house.graphql.summarise(query),
    body: http.body.toString("utf8"),
  };
}

function readQuery(body: Buffer): GraphQLRequest | undefined {
  try {
    const json = JSON.parse(body.toString("utf8")) as Partial<GraphQLRequest> | null;
    if (typeof json?.query !== "string") return undefined;
    return {
      query: json.query,
      variables: json.variables ?? {},
      operationName: json.operationName ?? null,
    };
  } catch {
    return undefined;
  }
}

function send(
  connection: Connection,
  reply: HttpReply,
  extra: Readonly<Record<string, string>>,
): void {
  const { body, status } = reply;
  const isJson = body !== null && typeof body === "object" && !Buffer.isBuffer(body);
  const headers = {
    server: "GitHub.com",
    "x-github-media-type": "github.v3; format=json",
    ...(isJson ? { "content-type": "application/json; charset=utf-8" } : {}),
    ...extra,
    ...reply.headers,
  };
  connection.send(status, headers, isJson ? JSON.stringify(body) : (body ?? ""));
}

function finish(entry: LoggedRequest, status: number): void {
  entry.status = status;
  entry.durationMs = performance.now() - entry.startedAt;
}
