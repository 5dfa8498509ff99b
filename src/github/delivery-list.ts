import { z } from "zod";
import type { Api } from "./api.ts";
import { restPages } from "./rest-pages.ts";

const pageSchema = z.array(
  z.object({
    // Numbers beyond those that JavaScript can count come as bigint, and as texts they go back:
    // https://github.com/octokit/request.js/issues/797, https://github.com/octokit/endpoint.js/issues/546
    id: z.union([z.number(), z.bigint()]).transform(String),
    guid: z.string(),
    delivered_at: z.iso.datetime({ offset: true }),
    event: z.string(),
    installation_id: z.number().nullish(),
    status: z.string(),
    status_code: z.number(),
  }),
);

/** An attempt to deliver a webhook to the App, as GitHub lists it. */
export type ListedDelivery = z.infer<typeof pageSchema>[number];

/**
 * The attempts since then, in milliseconds since 1970, newest first; not all of them (`whole`) where
 * they fill more pages. `api` is authenticated as the App itself. The list is not filtered by `status`:
 * its "failure" leaves out what was never answered.
 * https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export function deliveryList(
  api: Api,
  { since, mostPages }: { readonly since: number; readonly mostPages: number },
): Promise<{ readonly items: readonly ListedDelivery[]; readonly whole: boolean }> {
  return restPages(api, {
    route: "GET /app/hook/deliveries",
    parameters: {},
    page: pageSchema,
    mostPages,
    endsAt: ({ delivered_at: at }) => Date.parse(at) < since,
  });
}
