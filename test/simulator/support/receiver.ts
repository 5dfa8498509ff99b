import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { listen } from "../http/server.ts";

/** A webhook as it arrived. */
interface Received {
  readonly event: string;
  readonly guid: string;
  readonly headers: IncomingHttpHeaders;
  readonly payload: unknown;
  readonly isSigned: boolean;
}

/** Something that takes webhooks in place of the App. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** The status to answer with from now on. */
  status: number;
  stop(): Promise<void>;
}

/** Starts a receiver that checks signatures with this secret. */
export async function startReceiver(secret: string): Promise<Receiver> {
  const received: Received[] = [];
  const receiver = { url: "", received, status: 202, stop: () => Promise.resolve() };
  const server = await listen(0, (connection) => {
    const { body } = connection;
    const { headers } = connection.request;
    const expected = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
    received.push({
      event: String(headers["x-github-event"]),
      guid: String(headers["x-github-delivery"]),
      headers,
      payload: JSON.parse(body.toString("utf8")) as unknown,
      isSigned: headers["x-hub-signature-256"] === expected,
    });
    connection.send(receiver.status, {}, "");
    return Promise.resolve();
  });
  receiver.url = `http://127.0.0.1:${server.port}/hook`;
  receiver.stop = () => server.stop();
  return receiver;
}
