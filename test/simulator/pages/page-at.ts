import type { HttpReply } from "../http/exchange.ts";
import type { App } from "../world/accounts.ts";
import type { World } from "../world/world.ts";

/** The page at a path, for people. */
export function pageAt(world: World, app: App, path: string): HttpReply {
  return {
    status: 404,
    body: `Nothing at ${path} of ${world.repositories.length} for ${app.slug}`,
  };
}
