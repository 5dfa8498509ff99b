import { unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join, relative } from "node:path";

/** Somebody else has the embedded database open: two at once would destroy it. */
export class DirectoryInUse extends Error {
  constructor(directory: string) {
    super(
      `Another Portcullis uses the data in ${directory}: stop it first, or keep the data in PostgreSQL (DATABASE_URL), which several can use.`,
    );
    this.name = "DirectoryInUse";
  }
}

/** What a socket's path may be long, in bytes: https://man7.org/linux/man-pages/man7/unix.7.html */
const LONGEST_PATH = 100;

/**
 * Takes a directory for this process, and answers how to give it back. The lock is a socket: the
 * system closes it with the process, however that ends, while a file with a process's number would
 * stay behind, and in a container name the wrong one.
 * @throws DirectoryInUse
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = socketIn(directory);
  let server: Server;
  try {
    server = await listen(path);
  } catch (error) {
    if (!isInUse(error)) throw error;
    if (await answers(path)) throw new DirectoryInUse(directory);
    await unlink(path);
    server = await listen(path);
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function socketIn(directory: string): string {
  const path = join(directory, "lock");
  const shorter = relative(process.cwd(), path);
  const chosen = Buffer.byteLength(shorter) < Buffer.byteLength(path) ? shorter : path;
  if (Buffer.byteLength(chosen) <= LONGEST_PATH) return chosen;
  throw new Error(`The path of DATA_DIR is too long: ${directory}. Choose a shorter one.`);
}

function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.end());
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // It keeps nobody alive who has nothing else to do.
    server.listen(path, () => resolve(server.unref()));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function isInUse(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "EADDRINUSE";
}
