import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../rest/resources/site.ts";
import type { Delivery, Treatment } from "./delivery.ts";
import { succeeded } from "./delivery.ts";

/** GitHub gives up on a webhook after ten seconds, https://docs.github.com/en/webhooks. */
const ANSWER_WITHIN_MS = 10_000;
/** Larger payloads are never sent. */
const largestPayload = 25 * 1024 * 1024;

/** What an event looks like before it becomes a delivery. */
export interface Outgoing {
  readonly event: string;
  readonly payload: Json;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
}

/** Sends the App its webhooks in the background, and remembers each attempt. */
export class Deliveries {
  readonly #secret: string;
  readonly #appId: number;
  readonly #now: () => Date;
  readonly #check: (outgoing: Outgoing, action: string | null) => void;
  readonly #answerWithin: number;
  readonly #stopped = new AbortController();
  readonly #all: Delivery[] = [];
  readonly #outstanding = new Set<Promise<void>>();
  readonly #rules: ((delivery: Delivery) => Treatment)[] = [];
  #url: string | undefined;

  /** `check` sees each payload that is not dropped, before it is sent. */
  constructor(options: {
    secret: string;
    appId: number;
    now: () => Date;
    check?: (outgoing: Outgoing, action: string | null) => void;
    answerWithin?: number | undefined;
  }) {
    this.#secret = options.secret;
    this.#appId = options.appId;
    this.#now = options.now;
    this.#check = options.check ?? (() => undefined);
    this.#answerWithin = options.answerWithin ?? ANSWER_WITHIN_MS;
  }

  /** From now on webhooks go to this URL; undefined stops them (they are still recorded). */
  connect(url: string | undefined): void {
    this.#url = url;
  }

  /** Every attempt so far, oldest first, optionally of one event ("release" or "release.published"). */
  list(name?: string): readonly Delivery[] {
    return this.#all.filter((delivery) => {
      const full =
        delivery.action === null ? delivery.event : `${delivery.event}.${delivery.action}`;
      return name === undefined || name === delivery.event || name === full;
    });
  }

  /** The attempts that the App did not take. */
  failures(): readonly Delivery[] {
    return this.#all.filter((delivery) => delivery.state === "failed" || isRefused(delivery));
  }

  /**
   * Decides what happens to deliveries from now on; the first rule that says anything but
   * "deliver" wins. Returns a function that takes the rule away.
   */
  intercept(rule: (delivery: Delivery) => Treatment): () => void {
    this.#rules.push(rule);
    return () => {
      const index = this.#rules.indexOf(rule);
      if (index !== -1) this.#rules.splice(index, 1);
    };
  }

  /** Sends what was held, in the order given: as it happened, or as `arrange` puts it. */
  releaseHeld(arrange: (held: readonly Delivery[]) => readonly Delivery[] = (held) => held): void {
    const held = this.#all.filter((delivery) => delivery.state === "held");
    for (const delivery of arrange(held)) this.#track(this.#send(delivery));
  }

  /** Sends an event to the App, as the rules allow. */
  announce(outgoing: Outgoing): Delivery {
    const delivery = this.#create(outgoing, randomUUID(), false);
    if (delivery.body.length > largestPayload) {
      delivery.state = "dropped";
      return delivery;
    }
    const treatment = this.#treatment(delivery);
    if (treatment === "drop") {
      delivery.state = "dropped";
      return delivery;
    }
    this.#check(outgoing, delivery.action);
    if (treatment === "hold") delivery.state = "held";
    else if (treatment === "fail") {
      delivery.state = "failed";
      delivery.deliveredAt = this.#now();
    } else if (treatment === "duplicate") {
      this.#track(this.#send(delivery));
      this.#track(this.#send(this.#create(outgoing, delivery.guid, false)));
    } else if (treatment === "deliver") this.#track(this.#send(delivery));
    else this.#track(this.#sendLater(delivery, treatment.delay));
    return delivery;
  }

  /** Sends an attempt again under the same GUID, as `POST /app/hook/deliveries/{id}/attempts` does. */
  redeliver(id: number): Delivery {
    const delivery = this.#all.find((candidate) => candidate.id === id);
    if (delivery === undefined) throw new Error(`There is no delivery ${id}`);
    const again = this.#create(delivery, delivery.guid, true);
    this.#check(again, again.action);
    this.#track(this.#send(again));
    return again;
  }

  /** Waits until every webhook on its way, and those that follow from it, was answered. */
  async settled(): Promise<void> {
    while (this.#outstanding.size > 0) await Promise.all(this.#outstanding);
  }

  /** How many attempts there were. */
  get count(): number {
    return this.#all.length;
  }

  /** Whether a webhook is on its way. */
  isBusy(): boolean {
    return this.#outstanding.size > 0;
  }

  /** Gives up on what is on its way. */
  stop(): void {
    this.#url = undefined;
    this.#stopped.abort();
  }

  #treatment(delivery: Delivery): Treatment {
    for (const rule of this.#rules) {
      const treatment = rule(delivery);
      if (treatment !== "deliver") return treatment;
    }
    return "deliver";
  }

  #create(outgoing: Outgoing, guid: string, redelivery: boolean): Delivery {
    const { event, payload, installationId, repositoryId } = outgoing;
    const action = typeof payload["action"] === "string" ? payload["action"] : null;
    const body = JSON.stringify(payload);
    const signature = createHmac("sha256", this.#secret).update(body).digest("hex");
    const delivery: Delivery = {
      id: 120_000_000_001 + this.#all.length,
      guid,
      event,
      action,
      payload,
      body,
      installationId,
      repositoryId,
      redelivery,
      createdAt: this.#now(),
      deliveredAt: null,
      state: "waiting",
      statusCode: 0,
      durationSeconds: 0,
      requestHeaders: {
        accept: "*/*",
        "content-type": "application/json",
        "user-agent": "GitHub-Hookshot/simulator",
        "x-github-delivery": guid,
        "x-github-event": event,
        "x-github-hook-id": "1",
        "x-github-hook-installation-target-id": String(this.#appId),
        "x-github-hook-installation-target-type": "integration",
        "x-hub-signature-256": `sha256=${signature}`,
      },
      responseBody: "",
    };
    this.#all.push(delivery);
    return delivery;
  }

  async #sendLater(delivery: Delivery, delay: number): Promise<void> {
    await sleep(delay, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
    await this.#send(delivery);
  }

  async #send(delivery: Delivery): Promise<void> {
    const started = performance.now();
    delivery.state = "waiting";
    try {
      if (this.#url === undefined) throw new Error("The App has no webhook URL");
      const response = await fetch(this.#url, {
        method: "POST",
        headers: delivery.requestHeaders,
        body: delivery.body,
        signal: AbortSignal.any([AbortSignal.timeout(this.#answerWithin), this.#stopped.signal]),
      });
      delivery.responseBody = await response.text();
      delivery.statusCode = response.status;
      delivery.state = "answered";
    } catch (error) {
      delivery.responseBody = String(error);
      delivery.state = "failed";
    }
    delivery.deliveredAt = this.#now();
    delivery.durationSeconds = Math.round(performance.now() - started) / 1000;
  }

  #track(work: Promise<void>): void {
    this.#outstanding.add(work);
    void work.finally(() => this.#outstanding.delete(work));
  }
}

function isRefused(delivery: Delivery): boolean {
  return delivery.state === "answered" && !succeeded(delivery);
}
