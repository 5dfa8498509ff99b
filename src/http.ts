import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What answers GitHub, or calls `next`; a failure of its own it answers by itself. */
export type Webhooks = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => unknown;

export interface Doors {
  readonly webhooks: Webhooks;
  /** Whether events can be taken: the database answers, and we are not about to stop. */
  readonly isReady: () => Promise<boolean>;
  /** Everything counted and measured, in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

const TEXT = "text/plain; charset=utf-8";

/** The server's doors. Whether GitHub answers is no matter of readiness: its events must get in. */
export function serve({ webhooks, isReady, metrics }: Doors): Server {
  const doors: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    "/healthz": (response) => {
      answer(response, 200, "ok");
      return Promise.resolve();
    },
    "/readyz": async (response) => {
      if (await isReady()) answer(response, 200, "ready");
      else answer(response, 503, "not ready: the database does not answer, or we are stopping");
    },
    "/metrics": async (response) => {
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
      response.end(await metrics());
    },
  };
  return createServer((request, response) => {
    const door = doors[request.url ?? ""];
    if (door) {
      door(response).catch(() => {
        if (!response.headersSent) answer(response, 500, "Portcullis failed; its log says why.");
      });
      return;
    }
    webhooks(request, response, () => {
      answer(response, 404, "There is nothing here.");
    });
  });
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": TEXT }).end(`${text}\n`);
}
