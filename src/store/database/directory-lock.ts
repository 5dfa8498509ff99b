import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { socketPath } from "./socket-path.ts";

/** Somebody else has the embedded database open: two at once would destroy it. */
export class DirectoryInUse extends Error {
  readonly directory: string;

  constructor(directory: string) {
    super(
      `Another Portcullis uses the data in ${directory}: stop it first, or keep the data in PostgreSQL (DATABASE_URL), which several can use.`,
    );
    this.name = "DirectoryInUse";
    this.directory = directory;
  }
}

/**
 * Takes a directory for this process, and answers how to give it back. The lock is a socket: the
 * system closes it with the process, however that ends, while a file with a process's number would
 * stay behind, and in a container name the wrong one.
 * @throws DirectoryInUse
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = socketPath(directory, "lock");
  const own = randomUUID();
  const server = (await listen(path, own)) ?? (await takeOver(path, own));
  if (server === null) throw new DirectoryInUse(directory);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Two who find the same dead lock have both taken it over after so many milliseconds. */
const BOTH_WITHIN_MS = 200;

/**
 * Takes a socket whose process is dead; null where it lives. Whoever takes it last has it: the others
 * find that out, and leave it alone (to close theirs would take the path away from the last one).
 */
async function takeOver(path: string, own: string): Promise<Server | null> {
  if ((await holderOf(path)) !== null) return null;
  await rm(path, { force: true });
  const server = await listen(path, own);
  if (server === null) return null;
  await sleep(BOTH_WITHIN_MS);
  return (await holderOf(path)) === own ? server : null;
}

/** Null where the path is taken already. Whoever connects is told who holds it. */
function listen(path: string, own: string): Promise<Server | null> {
  const server = createServer((socket) => socket.end(own));
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (isInUse(error)) resolve(null);
      else reject(error);
    });
    // It keeps nobody alive who has nothing else to do.
    server.listen(path, () => {
      resolve(server.unref());
    });
  });
}

/** Who holds the socket; null: nobody who lives. */
async function holderOf(path: string): Promise<string | null> {
  const socket = connect(path);
  try {
    return await text(socket);
  } catch {
    return null;
  }
}

function isInUse(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "EADDRINUSE";
}
