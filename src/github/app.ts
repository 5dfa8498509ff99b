import { z } from "zod";
import type { Deliveries } from "../application/index.ts";
import { Api } from "./api.ts";
import type { Clock, GitHubClient, Log } from "./client.ts";
import { deliveriesTo } from "./deliveries.ts";
import { installationsOf } from "./repositories.ts";

/** GitHub as the App itself sees it. */
export interface App {
  /**
   * The App's name in addresses. GitHub is asked when it is first needed, and again only as long as
   * it has not told. https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app
   */
  slug(): Promise<string>;
  /** Ids of the installations that are not suspended. */
  installations(): Promise<readonly number[]>;
  /** What GitHub sent us, or tried to. */
  readonly deliveries: Deliveries;
}

/** `client` is authenticated as the App, not as one of its installations. */
export function createApp(
  client: GitHubClient,
  options: { readonly clock: Clock; readonly log: Log; readonly timeoutMilliseconds: number },
): App {
  const api = new Api(client, options);
  let slug: Promise<string> | null = null;
  const ask = async (): Promise<string> =>
    (await api.rest("GET /app", {}, z.object({ slug: z.string().min(1) }))).slug;
  return {
    slug: () => {
      slug ??= ask();
      slug.catch(() => (slug = null));
      return slug;
    },
    installations: () => installationsOf(api),
    deliveries: deliveriesTo(api),
  };
}
