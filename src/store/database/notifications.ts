import type { Client } from "pg";
import { CHANNELS, type Channel, type Listening } from "./database.ts";

/** Milliseconds before a connection that broke is made again. */
const AGAIN_AFTER = 1_000;

const LISTEN = CHANNELS.map((channel) => `listen ${channel}`).join("; ");

interface Listener {
  readonly channel: Channel;
  readonly onNotification: (payload: string) => void;
}

/** What a server's processes say to each other, heard on one connection, made again when it breaks. */
export class Notifications {
  readonly #newClient: () => Client;
  readonly #onError: (error: Error) => void;
  readonly #listeners = new Set<Listener>();
  #client: Client | null = null;
  #opening: Promise<boolean> | null = null;
  #again: NodeJS.Timeout | undefined;

  constructor(newClient: () => Client, onError: (error: Error) => void) {
    this.#newClient = newClient;
    this.#onError = onError;
  }

  /** As `Database.listen`. The connection lives for as long as somebody listens. */
  async listen(channel: Channel, onNotification: (payload: string) => void): Promise<Listening> {
    const listener = { channel, onNotification };
    this.#listeners.add(listener);
    this.#opening ??= this.#open();
    // Nobody heard what was said before. Where there is no connection, this is said when there is.
    if (await this.#opening) onNotification("");
    return { close: () => this.#leave(listener) };
  }

  async #leave(listener: Listener): Promise<void> {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearTimeout(this.#again);
    this.#opening = null;
    await this.#client?.end();
  }

  /** Answers whether there is a connection that hears. */
  async #open(): Promise<boolean> {
    const client = this.#newClient();
    this.#client = client;
    client.on("notification", ({ channel, payload = "" }) => {
      for (const listener of this.#listeners)
        if (listener.channel === channel) listener.onNotification(payload);
    });
    // A broken connection tells of it by both, and more than once; it is made again once.
    const broken = Promise.withResolvers<Error>();
    client.on("error", broken.resolve);
    client.once("end", () => {
      broken.resolve(new Error("The connection that listens has ended."));
    });
    void broken.promise.then((error) => {
      this.#retry(error);
    });
    try {
      await client.connect();
      await client.query(LISTEN);
      return true;
    } catch (error) {
      broken.resolve(error instanceof Error ? error : new Error(String(error)));
      // A server that refuses to tell, as one that only copies another, refuses it every second.
      void client.end().catch(() => undefined);
      return false;
    }
  }

  #retry(error: Error): void {
    if (this.#listeners.size === 0) return;
    this.#onError(error);
    this.#again = setTimeout(() => void this.#openAgain(), AGAIN_AFTER);
  }

  async #openAgain(): Promise<void> {
    this.#opening = this.#open();
    if (!(await this.#opening)) return;
    // What was said while nobody listened is not said again.
    for (const { onNotification } of this.#listeners) onNotification("");
  }
}
