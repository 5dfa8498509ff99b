import type { App, Installation } from "../world/accounts.ts";
import type { WorldEvent } from "../world/events.ts";
import { organizationOf, repositoryOf } from "../world/events.ts";
import { covers } from "../world/world.ts";
import type { Site } from "../rest/resources/site.ts";
import type { Quirks } from "../quirks.ts";
import type { Deliveries } from "./deliveries.ts";
import { webhookPayload } from "./payload.ts";

/** Turns what happens in the world into webhooks for one App. */
export function announceEvents(site: Site, app: App, deliveries: Deliveries, quirks: Quirks): void {
  site.world.onEvent((event) => {
    for (const installation of site.world.installations) {
      if (installation.app !== app || !hears(installation, event, quirks)) continue;
      const reference = { id: installation.id, node_id: installation.nodeId };
      deliveries.announce({
        event: event.event,
        // The events of an installation carry it in full already.
        payload: { installation: reference, ...webhookPayload(site, event, quirks) },
        installationId: installation.id,
        repositoryId: repositoryOf(event)?.id ?? null,
      });
    }
  });
}

/**
 * Whether GitHub tells an installation about an event. An App hears of its own installation
 * without subscribing, and only it hears that its checks are asked for.
 */
function hears(installation: Installation, event: WorldEvent, quirks: Quirks): boolean {
  if (event.event === "installation" || event.event === "installation_repositories") {
    return event.installation === installation;
  }
  if (!installation.events.includes(event.event) || installation.suspendedAt !== null) return false;
  const repository = repositoryOf(event);
  if (repository !== undefined && !covers(installation, repository)) return false;
  if (repository === undefined && organizationOf(event) !== installation.account) return false;
  if (event.event === "deployment_protection_rule") return event.app === installation.app;
  if (event.event === "release" && event.release.draft && event.action !== "unpublished") {
    return quirks.draftReleaseEvents;
  }
  if (event.event === "check_suite") return event.checkSuite.app === installation.app;
  if (event.event === "check_run" && /^re.*re?quest/.test(event.action)) {
    return event.checkRun.suite.app === installation.app;
  }
  return true;
}
