import type { HttpReply } from "../http/exchange.ts";
import type { World } from "../world/world.ts";
import { escapeHtml, page } from "./html.ts";
import { indexPage } from "./index-page.ts";
import { pullRequestPage } from "./pull-request-page.ts";

/** The page at a path, for people who watch. */
export function pageAt(world: World, path: string): HttpReply {
  const [, owner, name, number] = /^\/([^/]+)\/([^/]+)\/pull\/(\d+)$/.exec(path) ?? [];
  if (owner === undefined || name === undefined) return shown(200, indexPage(world));
  const repository = world.repository(decodeURIComponent(owner), decodeURIComponent(name));
  const issue = repository?.issues.get(Number(number));
  if (issue?.kind !== "pull-request") {
    return shown(404, page("Not found", `<h1>There is no ${escapeHtml(path)}</h1>`));
  }
  return shown(200, pullRequestPage(issue));
}

function shown(status: number, body: string): HttpReply {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
  };
  return { status, headers, body };
}
