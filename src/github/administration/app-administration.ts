import { z } from "zod";
import type {
  AppAdministration,
  InstallationFacts,
  LateDeliveries,
} from "../../application/index.ts";
import { Api } from "../api.ts";
import type { GitHubClient } from "../client.ts";
import { deliveryList } from "../delivery-list.ts";
import { TEN_SECONDS } from "../platform.ts";
import { repositoryOf } from "../repository.ts";
import type { AdministrationOptions } from "./administration.ts";
import { accepted, isNotFound, seen } from "./refusal.ts";

/** GitHub as the App itself sees it, and a way to become one of its installations. */
export interface AppSight extends AppAdministration {
  /** A token with which a request is the installation's, valid for an hour. */
  installationToken(installationId: number): Promise<string>;
}

const permissionsSchema = z.record(z.string(), z.string()).default({});
const eventsSchema = z.array(z.string()).default([]);

const appSchema = z.object({
  id: z.number(),
  slug: z.string(),
  permissions: permissionsSchema,
  events: eventsSchema,
});

/** `client` is authenticated as the App, with `appToken`. */
export function createAppAdministration(
  client: GitHubClient,
  options: AdministrationOptions = {},
): AppSight {
  const api = new Api(client, {
    clock: options.clock ?? (() => new Date()),
    log: null,
    timeoutMilliseconds: options.timeoutMilliseconds ?? TEN_SECONDS,
  });
  const attempt = {
    doing: "read the deliveries of webhooks",
    permission: "App's own credentials (APP_ID, PRIVATE_KEY)",
  };
  return {
    // https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app
    app: () =>
      accepted(
        "the App's credentials: id and private key must be of the same App, and this machine's clock right",
        () => api.rest("GET /app", {}, appSchema),
      ),
    installation: (repository) => installationOf(api, repository),
    deliveries: () => seen(attempt, () => lateDeliveries(api)),
    // https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
    installationToken: async (id) => {
      const { token } = await api.rest(
        "POST /app/installations/{installation_id}/access_tokens",
        { installation_id: id },
        z.object({ token: z.string() }),
      );
      return token;
    },
  };
}

/** https://docs.github.com/en/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app */
async function installationOf(api: Api, repository: string): Promise<InstallationFacts | null> {
  const schema = z.object({
    id: z.number(),
    suspended_at: z.string().nullish(),
    repository_selection: z.string(),
    permissions: permissionsSchema,
    events: eventsSchema,
    html_url: z.string(),
  });
  try {
    const parameters = repositoryOf(repository);
    const answer = await api.rest("GET /repos/{owner}/{repo}/installation", parameters, schema);
    const { id, permissions, events, html_url: url } = answer;
    return {
      id,
      permissions,
      events,
      url,
      isSuspended: (answer.suspended_at ?? null) !== null,
      seesAll: answer.repository_selection === "all",
    };
  } catch (thrown) {
    if (isNotFound(thrown)) return null;
    throw thrown;
  }
}

/** GitHub keeps deliveries for three days; so many are enough to tell how it stands. */
const KEPT_MS = 3 * 24 * 60 * 60_000;
const MOST_PAGES = 10;

async function lateDeliveries(api: Api): Promise<LateDeliveries> {
  const list = { since: api.clock().getTime() - KEPT_MS, mostPages: MOST_PAGES };
  const { items, whole } = await deliveryList(api, list);
  const newestFirst = items.map((delivery) => ({
    guid: delivery.guid,
    at: delivery.delivered_at,
    event: delivery.event,
    installationId: delivery.installation_id ?? null,
    status: delivery.status,
    statusCode: delivery.status_code,
  }));
  return { newestFirst, whole };
}
