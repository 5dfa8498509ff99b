import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApplicationFunction, Probot } from "probot";
import { z } from "zod";
import { Refusals } from "./refusals.ts";

/** What GitHub sent: verified, and not yet looked into. */
export interface Received {
  /** GitHub's `X-GitHub-Delivery`. */
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

export interface WebhookOptions {
  readonly path: string;
  /** Stores a delivery for good. A rejection means that GitHub has to send it again. */
  readonly accept: (received: Received) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
  /** Told with which status each request was answered. */
  readonly onAnswer: (status: number) => void;
  /**
   * Told now and then what is wrong with the signatures, and what to do; and how many webhooks were
   * refused for it since that was told.
   */
  readonly onRefused: (why: string, times: number) => void;
}

/** GitHub sends no payload that is larger. */
const LARGEST_PAYLOAD = 25 * 1024 * 1024;

/** GitHub waits for ten seconds: what is not stored by then is for it not delivered. */
const STORED_WITHIN_MS = 8_000;

/**
 * The Probot app. It answers GitHub's webhooks by itself, because Probot would handle an event before
 * it answers, or answer "still processing" and forget it when the process ends: ours is stored first.
 */
export function webhookApp(options: WebhookOptions): ApplicationFunction {
  const refusals = new Refusals(options.onRefused);
  return (app, { addHandler }) => {
    addHandler(async (request: IncomingMessage, response: ServerResponse) => {
      if (pathOf(request) !== options.path) return false;
      const answer = await receive(request, app, options);
      const { status, text } = answer;
      options.onAnswer(status);
      if (answer === UNSIGNED || answer === ANOTHER_SECRET) refusals.note(text);
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
      return true;
    });
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const UNSIGNED: Answer = {
  status: 400,
  text: "The delivery has no signature. Set a webhook secret in the App's settings on GitHub: the one that is in WEBHOOK_SECRET.",
};

const ANOTHER_SECRET: Answer = {
  status: 401,
  text: "The signature is not made with WEBHOOK_SECRET. Set that, and the webhook secret in the App's settings on GitHub, to the same.",
};

const headersSchema = z.object({
  "x-github-delivery": z.string().regex(/^[\w-]{1,100}$/),
  "x-github-event": z.string().regex(/^[a-z_]{1,100}$/),
  "x-hub-signature-256": z.string().optional(),
});

async function receive(
  request: IncomingMessage,
  app: Probot,
  { accept, onTrouble }: WebhookOptions,
): Promise<Answer> {
  if (request.method !== "POST") return { status: 405, text: "GitHub sends events by POST." };
  if (!isOfKnownSize(request)) {
    return { status: 413, text: "Payloads have a Content-Length of 25 MB at the most." };
  }
  if (!isJson(request)) return { status: 415, text: "Set the webhook's content type to JSON." };
  const headers = headersSchema.safeParse(request.headers);
  if (!headers.success) return { status: 400, text: "This is not a delivery of GitHub's." };
  const signature = headers.data["x-hub-signature-256"];
  if (signature === undefined) return UNSIGNED;
  const body = await bodyOf(request);
  if (!(await app.webhooks.verify(body, signature).catch(() => false))) return ANOTHER_SECRET;
  const payload = parsed(body);
  if (payload === undefined) return { status: 400, text: "The payload is not JSON." };
  const { "x-github-delivery": id, "x-github-event": event } = headers.data;
  try {
    await inTime(accept({ id, event, payload }));
    return { status: 202, text: "Stored." };
  } catch (error) {
    onTrouble(error);
    // GitHub lists it as failed, and is asked to deliver it again.
    return { status: 503, text: "The event could not be stored; it has to be delivered again." };
  }
}

function pathOf({ url }: IncomingMessage): string {
  return (url ?? "").split("?", 1)[0]?.replace(/\/+$/, "") ?? "";
}

function isJson({ headers }: IncomingMessage): boolean {
  return /^\s*application\/json\s*(;|$)/i.test(headers["content-type"] ?? "");
}

/** What is too long, or does not say how long it is, is not read at all. */
function isOfKnownSize({ headers }: IncomingMessage): boolean {
  const size = Number(headers["content-length"] ?? "none");
  return Number.isInteger(size) && size <= LARGEST_PAYLOAD;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** The timer is cleared: hundreds of deliveries a second would leave thousands behind. */
async function inTime(stored: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`The event was not stored within ${STORED_WITHIN_MS} ms.`));
  }, STORED_WITHIN_MS);
  try {
    await Promise.race([stored, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
