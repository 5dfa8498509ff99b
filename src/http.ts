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

/** The doors, and how to shut them. */
export interface Serving {
  readonly server: Server;
  /**
   * Lets nobody in any more. What is being answered has a moment; then every connection is closed,
   * for whoever says nothing, or never reads, would keep us for minutes.
   */
  readonly close: () => Promise<void>;
}

const TEXT = "text/plain; charset=utf-8";
const PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

/** How long what is being answered may take when we stop. */
const ANSWERED_WITHIN_MS = 1_000;

/** The server's doors. Whether GitHub answers is no matter of readiness: its events must get in. */
export function serve({ webhooks, isReady, metrics }: Doors): Serving {
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
      const text = await metrics().catch(() => null);
      if (text === null) answer(response, 503, "The metrics could not be read.");
      else response.writeHead(200, { "content-type": PROMETHEUS }).end(text);
    },
  };
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    open.add(response.once("close", () => open.delete(response)));
    if (!server.listening) sayGoodbye(response);
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
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const response of open) sayGoodbye(response);
    server.closeIdleConnections();
    const late = setTimeout(() => {
      server.closeAllConnections();
    }, ANSWERED_WITHIN_MS);
    await closed;
    clearTimeout(late);
  };
  return { server, close };
}

/** The connection ends with this answer, and the answer says so. */
function sayGoodbye(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": TEXT }).end(`${text}\n`);
}
