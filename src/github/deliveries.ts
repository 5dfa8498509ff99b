import { z } from "zod";
import type { Deliveries, DeliveryAttempt, Done } from "../application/index.ts";
import type { Api } from "./api.ts";
import { refusalIn, refused } from "./refusals.ts";
import { restPages } from "./rest-pages.ts";

/** Enough for 100,000 deliveries in three days. */
const MOST_PAGES = 1_000;

/** An attempt stands in the list when it has ended, a little out of the order in which it began. */
const OUT_OF_ORDER_MS = 60_000;

const pageSchema = z.array(
  z.object({
    // Numbers beyond those that JavaScript can count come as bigint, and as texts they go back:
    // https://github.com/octokit/request.js/issues/797, https://github.com/octokit/endpoint.js/issues/546
    id: z.union([z.number(), z.bigint()]).transform(String),
    guid: z.string(),
    delivered_at: z.iso.datetime({ offset: true }),
    status_code: z.number(),
  }),
);

/**
 * What GitHub sent to the App, or tried to; `api` is authenticated as the App itself. The list is not
 * filtered by `status`: its "failure" leaves out what was never answered.
 * https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export function deliveriesTo(api: Api, mostPages = MOST_PAGES): Deliveries {
  return {
    attemptsSince: async (since) => {
      const earliest = Date.parse(since);
      const { items, whole } = await restPages(api, {
        route: "GET /app/hook/deliveries",
        parameters: {},
        page: pageSchema,
        mostPages,
        endsAt: ({ delivered_at: at }) => Date.parse(at) < earliest - OUT_OF_ORDER_MS,
      });
      const attempts = items
        .filter(({ delivered_at: at }) => Date.parse(at) >= earliest)
        .map(attemptOf);
      return { attempts, whole };
    },
    deliverAgain: (attemptId) => deliverAgain(api, attemptId),
  };
}

function attemptOf(item: z.infer<typeof pageSchema>[number]): DeliveryAttempt {
  const { id, guid, delivered_at: at, status_code: status } = item;
  return { id, guid, at, succeeded: status >= 200 && status < 300 };
}

/** https://docs.github.com/en/rest/apps/webhooks#redeliver-a-delivery-for-an-app-webhook */
async function deliverAgain(api: Api, attemptId: string): Promise<Done> {
  try {
    await api.rest(
      "POST /app/hook/deliveries/{delivery_id}/attempts",
      { delivery_id: attemptId },
      z.unknown(),
    );
    return { status: "done" };
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    if (refusal?.status === 404) return { status: "gone" };
    // Whoever is refused as a whole (403) is refused with all the others too.
    if (refusal?.status === 400 || refusal?.status === 422) return refused(refusal.words);
    throw thrown;
  }
}
