import type { Installation, Permissions } from "../../world/accounts.ts";
import { covers } from "../../world/world.ts";
import type { Delivery } from "../../webhooks/delivery.ts";
import { succeeded } from "../../webhooks/delivery.ts";
import { defaultEvents, defaultPermissions } from "../../default-grants.ts";
import { paginated } from "../pagination.ts";
import { RestError, created, notFound, ok, unprocessable } from "../reply.ts";
import { appJson, installationJson } from "../resources/account-json.ts";
import { repositoryJson } from "../resources/repository-json.ts";
import type { Json } from "../resources/site.ts";
import { isoDate } from "../resources/site.ts";
import type { RestCall, Route } from "../route.ts";
import { plainRoute } from "../route.ts";

/** What an App does as itself: its installations, their tokens, its deliveries. */
export const appRoutes: readonly Route[] = [
  plainRoute("GET", "/app", "app", (call) =>
    ok({
      ...appJson(call.site, ownApp(call)),
      // Here all events may be listed, unlike in webhooks; without an installation, what is asked.
      permissions: installations(call)[0]?.permissions ?? defaultPermissions,
      events: installations(call)[0]?.events ?? defaultEvents,
      installations_count: installations(call).length,
    }),
  ),
  plainRoute("GET", "/app/installations", "app", (call) =>
    paginated(call, installations(call), (one) => installationJson(call.site, one)),
  ),
  plainRoute("GET", "/app/installations/{installation_id}", "app", (call) =>
    ok(installationJson(call.site, installation(call))),
  ),
  plainRoute("POST", "/app/installations/{installation_id}/access_tokens", "app", createToken),
  plainRoute("GET", "/repos/{owner}/{repo}/installation", "app", (call) => {
    const { owner = "", repo = "" } = call.params;
    const repository = call.site.world.repository(owner, repo);
    const found = installations(call).find(
      (one) => repository !== undefined && covers(one, repository),
    );
    if (found === undefined) throw notFound();
    return ok(installationJson(call.site, found));
  }),
  plainRoute("GET", "/orgs/{org}/installation", "app", (call) => {
    const found = installations(call).find((one) => one.account.login === call.params["org"]);
    if (found === undefined) throw notFound();
    return ok(installationJson(call.site, found));
  }),
  plainRoute("GET", "/installation/repositories", "installation", (call) => {
    if (call.viewer.kind !== "installation") throw notFound();
    const { installation: own, repositories } = call.viewer;
    const visible = call.site.world.repositories.filter(
      (repository) =>
        covers(own, repository) && (repositories === null || repositories.has(repository.name)),
    );
    const wrap = (page: Json[], total: number): Json => ({
      total_count: total,
      repository_selection: own.repositories === "all" ? "all" : "selected",
      repositories: page,
    });
    return paginated(call, visible, (one) => repositoryJson(call.site, one), wrap);
  }),
  plainRoute("GET", "/app/hook/deliveries", "app", listDeliveries),
  plainRoute("GET", "/app/hook/deliveries/{delivery_id}", "app", (call) =>
    ok(fullDelivery(delivery(call))),
  ),
  plainRoute("POST", "/app/hook/deliveries/{delivery_id}/attempts", "app", (call) => {
    call.deliveries.redeliver(delivery(call).id);
    return { status: 202, body: {} };
  }),
  plainRoute("GET", "/rate_limit", "everybody", (call) => {
    const budget = (resource: "core" | "graphql"): Json => ({
      ...call.rateLimits.budget(call.viewer, resource),
      resource,
    });
    const [core, graphql] = [budget("core"), budget("graphql")];
    return ok({
      resources: { core, graphql, search: { ...core, resource: "search" } },
      rate: core,
    });
  }),
];

function createToken(call: RestCall): ReturnType<typeof created> {
  const target = installation(call);
  if (target.suspendedAt !== null) {
    throw new RestError(403, "This installation has been suspended");
  }
  const permissions = call.body["permissions"] as Permissions | undefined;
  for (const [name, level] of Object.entries(permissions ?? {})) {
    const granted = target.permissions[name];
    if (granted === undefined || (level === "write" && granted === "read")) {
      throw unprocessable("The permissions requested are not granted to this installation.");
    }
  }
  const { world } = call.site;
  const ids = call.body["repository_ids"] as readonly number[] | undefined;
  const byId = ids?.map((id) => world.repositories.find((one) => one.id === id)?.name ?? "");
  const names = (call.body["repositories"] as readonly string[] | undefined) ?? byId;
  for (const name of names ?? []) {
    const repository = world.repository(target.account.login, name);
    if (repository === undefined || !covers(target, repository)) {
      throw unprocessable(
        "There is at least one repository that does not exist or is not accessible to the parent installation.",
      );
    }
  }
  const { token, expiresAt } = call.tokens.forInstallation(target, {
    ...(permissions === undefined ? {} : { permissions }),
    ...(names === undefined ? {} : { repositories: names }),
  });
  const all = target.repositories === "all" && names === undefined;
  return created({
    token,
    expires_at: isoDate(expiresAt),
    permissions: { ...(permissions ?? target.permissions), metadata: "read" },
    repository_selection: all ? "all" : "selected",
  });
}

function listDeliveries(call: RestCall): ReturnType<typeof ok> {
  const { query } = call;
  const perPage = Math.min(Number(query.get("per_page") ?? 30), 100);
  const wanted = query.get("status");
  const newestFirst = [...call.deliveries.list()]
    .filter((one) => one.deliveredAt !== null)
    .filter((one) => wanted === null || succeeded(one) === (wanted === "success"))
    .reverse();
  // These pages are found by cursor, not by number.
  const cursor = query.get("cursor");
  const start = cursor === null ? 0 : newestFirst.findIndex((one) => `v1_${one.id}` === cursor);
  const page = newestFirst.slice(Math.max(start, 0), Math.max(start, 0) + perPage);
  const next = newestFirst[Math.max(start, 0) + perPage];
  if (next === undefined) return ok(page.map(briefDelivery));
  const following = new URLSearchParams(query);
  following.set("cursor", `v1_${next.id}`);
  const link = `<${call.site.api}/app/hook/deliveries?${following.toString()}>; rel="next"`;
  return { status: 200, headers: { link }, body: page.map(briefDelivery) };
}

function briefDelivery(one: Delivery): Json {
  const refused = one.statusCode === 0 ? "failed to connect to host" : "Invalid HTTP Response";
  return {
    id: one.id,
    guid: one.guid,
    delivered_at: isoDate(one.deliveredAt ?? one.createdAt),
    redelivery: one.redelivery,
    duration: one.durationSeconds,
    status: succeeded(one) ? "OK" : `${refused}: ${one.statusCode}`,
    status_code: one.statusCode,
    event: one.event,
    action: one.action,
    installation_id: one.installationId,
    repository_id: one.repositoryId,
    throttled_at: null,
  };
}

function fullDelivery(one: Delivery): Json {
  return {
    ...briefDelivery(one),
    url: "",
    request: { headers: one.requestHeaders, payload: one.payload },
    response: { headers: {}, payload: one.responseBody },
  };
}

function delivery(call: RestCall): Delivery {
  const id = Number(call.params["delivery_id"]);
  const found = call.deliveries.list().find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function ownApp(call: RestCall): Installation["app"] {
  if (call.viewer.kind !== "app") throw notFound();
  return call.viewer.app;
}

function installations(call: RestCall): Installation[] {
  const app = ownApp(call);
  return call.site.world.installations.filter((one) => one.app === app);
}

function installation(call: RestCall): Installation {
  const id = Number(call.params["installation_id"]);
  const found = installations(call).find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}
