import { join, relative } from "node:path";

/** What a socket's path may be long, in bytes: https://man7.org/linux/man-pages/man7/unix.7.html */
const LONGEST_PATH = 100;

/** The path of a socket in the folder of the data. @throws where it would be too long */
export function socketPath(directory: string, name: string): string {
  const path = join(directory, name);
  const shorter = relative(process.cwd(), path);
  const chosen = Buffer.byteLength(shorter) < Buffer.byteLength(path) ? shorter : path;
  if (Buffer.byteLength(chosen) <= LONGEST_PATH) return chosen;
  throw new Error(`The path of DATA_DIR is too long: ${directory}. Choose a shorter one.`);
}
