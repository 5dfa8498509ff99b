import { z } from "zod";
import type { Deliveries, DeliveryAttempt, Done } from "../application/index.ts";
import type { Api } from "./api.ts";
import { deliveryList, type ListedDelivery } from "./delivery-list.ts";
import { refusalIn, refused } from "./refusals.ts";

/** Enough for 100,000 deliveries in three days. */
const MOST_PAGES = 1_000;

/** An attempt stands in the list when it has ended, a little out of the order in which it began. */
const OUT_OF_ORDER_MS = 60_000;

/** What GitHub sent to the App, or tried to; `api` is authenticated as the App itself. */
export function deliveriesTo(api: Api, mostPages = MOST_PAGES): Deliveries {
  return {
    attemptsSince: async (since) => {
      const earliest = Date.parse(since);
      const list = { since: earliest - OUT_OF_ORDER_MS, mostPages };
      const { items, whole } = await deliveryList(api, list);
      const attempts = items
        .filter(({ delivered_at: at }) => Date.parse(at) >= earliest)
        .map(attemptOf);
      return { attempts, whole };
    },
    deliverAgain: (attemptId) => deliverAgain(api, attemptId),
  };
}

function attemptOf(item: ListedDelivery): DeliveryAttempt {
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
