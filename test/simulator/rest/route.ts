import type { Account } from "../world/accounts.ts";
import type { Repository } from "../world/repositories.ts";
import type { Need, Viewer } from "../access/viewer.ts";
import type { Tokens } from "../access/tokens.ts";
import type { HttpReply, HttpRequest } from "../http/exchange.ts";
import type { Deliveries } from "../webhooks/deliveries.ts";
import type { RateLimits } from "../http/rate-limits.ts";
import type { Quirks } from "../quirks.ts";
import type { Json, Site } from "./resources/site.ts";

/** What the whole simulator shares with its REST routes. */
export interface RestServices {
  readonly site: Site;
  readonly tokens: Tokens;
  readonly deliveries: Deliveries;
  readonly rateLimits: RateLimits;
  readonly quirks: Quirks;
}

/** A request on its way to a route. */
export interface RestCall extends RestServices {
  readonly request: HttpRequest;
  readonly viewer: Viewer;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
}

/** The same in a repository that the viewer may use this way. */
export interface RepositoryCall extends RestCall {
  readonly repository: Repository;
  /** The account that writes. */
  readonly actor: Account;
}

/** One operation of REST; the template is the key of the official description. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly template: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** What an installation needs; absent for routes outside of repositories. */
  readonly needs?: readonly Need[];
  readonly audience?: Viewer["kind"];
  readonly handle: (call: RestCall) => HttpReply | Promise<HttpReply>;
  readonly handleIn?: (call: RepositoryCall) => HttpReply | Promise<HttpReply>;
}

/** A route in a repository; any one of the needs is enough. */
export function repositoryRoute(
  method: Route["method"],
  template: string,
  needs: readonly Need[],
  handleIn: (call: RepositoryCall) => HttpReply | Promise<HttpReply>,
): Route {
  const handle = (): never => {
    throw new Error("A repository route is handled in its repository");
  };
  return { method, template, ...compile(template), needs, handle, handleIn };
}

/** A route outside of repositories, for everybody or for one kind of viewer. */
export function plainRoute(
  method: Route["method"],
  template: string,
  audience: Viewer["kind"] | "everybody",
  handle: (call: RestCall) => HttpReply | Promise<HttpReply>,
): Route {
  const limit = audience === "everybody" ? {} : { audience };
  return { method, template, ...compile(template), ...limit, handle };
}

/** Parameters that may contain slashes. */
const greedy = new Set(["path", "ref", "basehead", "tag", "branch"]);

function compile(template: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = template.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return part.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&");
    names.push(name);
    return greedy.has(name) ? "(.*)" : "([^/]+)";
  });
  return { pattern: new RegExp(`^${source.join("")}/?$`), names };
}
