import type { Files } from "./evidence.ts";

/** Whether something lies at a path of the candidate's commit. `why` completes a sentence. */
export type Lies =
  | { readonly is: "there"; readonly oid: string | null }
  | { readonly is: "not-there"; readonly why: string }
  | { readonly is: "unknown"; readonly why: string };

/**
 * Looks a path up. A file whose text cannot be read is there all the same; a symbolic link or a
 * submodule is not, since what it points at is not part of the commit; a directory is.
 */
export function lies(files: Files, path: string): Lies {
  const entry = Object.hasOwn(files, path) ? files[path] : undefined;
  if (entry === undefined) return { is: "unknown", why: "it was not looked up" };
  switch (entry.kind) {
    case "file":
      return { is: "there", oid: entry.oid };
    case "missing":
      return { is: "not-there", why: "does not exist at this commit" };
    case "not-a-file":
      return entry.what === "directory"
        ? { is: "there", oid: null }
        : {
            is: "not-there",
            why: `is a ${entry.what === "symlink" ? "symbolic link" : "submodule"}`,
          };
    case "unreadable":
      return entry.oid === null
        ? { is: "unknown", why: entry.reason }
        : { is: "there", oid: entry.oid };
  }
}
