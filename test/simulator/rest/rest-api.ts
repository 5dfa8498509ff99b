import { createHash } from "node:crypto";
import { actorOf, allows, canSee } from "../access/viewer.ts";
import type { Viewer } from "../access/viewer.ts";
import type { HttpReply, HttpRequest } from "../http/exchange.ts";
import {
  answerProblems,
  requestProblems,
  unknownParameters,
} from "../official/rest-description.ts";
import type { Violation } from "../official/violations.ts";
import { Refused } from "../world/refused.ts";
import { RestError, notAccessible, notFound } from "./reply.ts";
import type { Json } from "./resources/site.ts";
import type { RestCall, RestServices, Route } from "./route.ts";

/** Answers REST requests as GitHub does, and checks both sides against the official description. */
export class RestApi {
  readonly #services: RestServices;
  readonly #routes: readonly Route[];
  readonly #report: ((violation: Violation) => void) | undefined;

  /** Without `report` nothing is checked, which is faster. */
  constructor(
    services: RestServices,
    routes: readonly Route[],
    report: ((violation: Violation) => void) | undefined,
  ) {
    this.#services = services;
    // Longer templates first: "/commits/{ref}" would also fit "/commits/abc/check-runs".
    const depth = (route: Route): number => route.template.split("/").length;
    this.#routes = [...routes].sort(
      (a, b) => depth(b) - depth(a) || a.names.length - b.names.length,
    );
    this.#report = report;
  }

  /** Answers one request. */
  async answer(request: HttpRequest, viewer: Viewer): Promise<HttpReply> {
    const found = this.#find(request);
    if (found === undefined) {
      const problems = ["the simulator does not model this operation"];
      this.#report?.({ where: "request", what: `${request.method} ${request.path}`, problems });
      return notFound().reply;
    }
    const reply = await this.#answerRoute(found.route, found.params, request, viewer);
    const isJson = !Buffer.isBuffer(reply.body) && typeof reply.body !== "string";
    if (this.#report !== undefined && isJson && reply.status !== 304) {
      this.#check(found.route, "answer", reply, this.#report);
    }
    return reply;
  }

  #find(request: HttpRequest): { route: Route; params: Record<string, string> } | undefined {
    for (const route of this.#routes) {
      if (route.method !== request.method) continue;
      const match = route.pattern.exec(request.path);
      if (match === null) continue;
      const values = route.names.map((name, index) => [
        name,
        decodeURIComponent(match[index + 1] ?? ""),
      ]);
      return { route, params: Object.fromEntries(values) as Record<string, string> };
    }
    return undefined;
  }

  async #answerRoute(
    route: Route,
    params: Record<string, string>,
    request: HttpRequest,
    viewer: Viewer,
  ): Promise<HttpReply> {
    try {
      const body = this.#readBody(route, request);
      const { query } = request;
      const call: RestCall = { ...this.#services, request, viewer, params, query, body };
      const reply = await enter(route, call);
      return request.method === "GET"
        ? withEntityTag(reply, request, this.#services, viewer)
        : reply;
    } catch (error) {
      if (error instanceof RestError) return error.reply;
      if (error instanceof Refused) {
        const more = error.errors.length === 0 ? {} : { errors: error.errors };
        return new RestError(error.status, error.headline, more).reply;
      }
      throw error;
    }
  }

  #readBody(route: Route, request: HttpRequest): Json {
    const what = `${route.method} ${route.template}`;
    const report = this.#report;
    if (report !== undefined) {
      const unknown = unknownParameters(route.method, route.template, request.query.keys());
      const problems = unknown.map((name) => `there is no query parameter ${name}`);
      if (problems.length > 0) report({ where: "request", what, problems });
    }
    // A file that is uploaded is whatever it is, also where the upload comes in at REST's door.
    const isFile = request.door === "uploads" || route.template.endsWith("{release_id}/assets");
    if (request.method === "GET" || request.body.length === 0 || isFile) return {};
    let body: unknown;
    try {
      body = JSON.parse(request.body.toString("utf8"));
    } catch {
      throw new RestError(400, "Problems parsing JSON");
    }
    const problems = requestProblems(route.method, route.template, body) ?? [];
    if (problems.length > 0) {
      report?.({ where: "request", what, problems });
      throw new RestError(422, `Invalid request.\n\n${problems.join("\n")}`);
    }
    return body as Json;
  }

  #check(
    route: Route,
    where: Violation["where"],
    reply: HttpReply,
    report: (violation: Violation) => void,
  ): void {
    // Not every refusal is listed for every operation.
    if (reply.status >= 400) return;
    const problems = answerProblems(route.method, route.template, reply.status, reply.body);
    const what = `${route.method} ${route.template} ${reply.status}`;
    if (problems.length > 0) report({ where, what, problems });
  }
}

function enter(route: Route, call: RestCall): HttpReply | Promise<HttpReply> {
  const { viewer, site, params } = call;
  if (route.handleIn === undefined) {
    if (route.audience !== undefined && viewer.kind !== route.audience) {
      if (viewer.kind === "anonymous") throw new RestError(401, "Requires authentication");
      throw route.audience === "app"
        ? new RestError(401, "A JSON web token could not be decoded")
        : new RestError(403, "You must authenticate with an installation access token");
    }
    return route.handle(call);
  }
  const repository = site.world.repository(params["owner"] ?? "", params["repo"] ?? "");
  if (repository === undefined || !canSee(viewer, repository)) throw notFound();
  const needs = route.needs ?? [];
  if (viewer.kind === "anonymous" && route.method !== "GET") {
    throw new RestError(401, "Requires authentication");
  }
  if (!allows(viewer, repository, needs)) throw notAccessible(needs);
  const actor = actorOf(viewer) ?? repository.owner;
  return route.handleIn({ ...call, repository, actor });
}

/** https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
function withEntityTag(
  reply: HttpReply,
  request: HttpRequest,
  services: RestServices,
  viewer: Viewer,
): HttpReply {
  if (reply.status !== 200 || reply.body === null) return reply;
  const bytes = Buffer.isBuffer(reply.body) ? reply.body : JSON.stringify(reply.body);
  // GitHub's tags differ with the token: https://github.com/github/docs/issues/34689
  const who = "token" in viewer ? viewer.token : viewer.kind;
  const etag = `W/"${createHash("sha256").update(who).update(bytes).digest("hex")}"`;
  const headers = { ...reply.headers, etag };
  if (request.headers["if-none-match"] !== etag) return { ...reply, headers };
  // What did not change costs nothing of the hourly limit.
  services.rateLimits.spend(viewer, "core", -1);
  return { status: 304, headers, body: null };
}
