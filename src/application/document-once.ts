import type { FileEntry } from "../domain/index.ts";
import { readOnce } from "../text/index.ts";

/**
 * What a reader of documents makes of a file, read once however often it is asked for. The answer
 * has to depend on nothing but what the reader is given.
 */
export function documentOnce<Reading extends object, More extends readonly unknown[]>(
  read: (path: string, entry: FileEntry | undefined, ...more: More) => Reading,
  path: string,
  entry: FileEntry | undefined,
  ...more: More
): Reading {
  if (entry?.kind !== "file" || entry.text === undefined) return read(path, entry, ...more);
  const what = [read.name, path, entry.oid, ...more];
  return readOnce(what, entry.text, () => read(path, entry, ...more));
}
