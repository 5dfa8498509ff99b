import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A connection as handlers see it: the bytes of a request, and ways to answer or cut it. */
export interface Connection {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  send(status: number, headers: Readonly<Record<string, string>>, body: string | Buffer): void;
  /** Cuts the connection without an answer. */
  cut(): void;
}

/** A running HTTP server on the loopback interface. */
export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Listens on a port (0: any that is free) and hands each request, read to its end, to `handle`. */
export async function listen(
  port: number,
  handle: (connection: Connection) => Promise<void>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void serve(request, response, handle);
  });
  // Clients keep connections open between the steps of a story.
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (connection: Connection) => Promise<void>,
): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await handle({
      request,
      body: Buffer.concat(chunks),
      send: (status, headers, body) => {
        response.writeHead(status, { "x-github-request-id": randomUUID(), ...headers });
        response.end(body);
      },
      cut: () => request.socket.destroy(),
    });
  } catch {
    // The client went away; there is nobody left to tell.
    request.socket.destroy();
  }
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
