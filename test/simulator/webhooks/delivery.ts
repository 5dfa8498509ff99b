import type { Json } from "../rest/resources/site.ts";

/** One webhook on its way, or what became of it. */
export interface Delivery {
  /** The number of this attempt. */
  readonly id: number;
  /** `X-GitHub-Delivery`: the same for every attempt at one event. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: Json;
  /** The exact bytes that are signed. */
  readonly body: string;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  readonly createdAt: Date;
  /** When the answer came, or the attempt failed. */
  deliveredAt: Date | null;
  state: "waiting" | "held" | "dropped" | "answered" | "failed";
  /** The App's status code; 0 when there was no answer. */
  statusCode: number;
  durationSeconds: number;
  requestHeaders: Readonly<Record<string, string>>;
  responseBody: string;
}

/**
 * What to do with a delivery instead of just sending it. Of one that is dropped GitHub itself knows
 * nothing; one that fails does not reach the App, and stands in the list as such.
 */
export type Treatment =
  "deliver" | "drop" | "duplicate" | "hold" | "fail" | { readonly delay: number };

/** Whether the App took it. */
export function succeeded(delivery: Delivery): boolean {
  return delivery.statusCode >= 200 && delivery.statusCode < 300;
}
