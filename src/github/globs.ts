import type { Pattern } from "../domain/index.ts";

/** How the files that match a glob are found with the least asking. */
export type GlobPlan =
  /** No wildcard at all: one path. */
  | { readonly how: "literal"; readonly path: string }
  /** Only the last segment varies: the entries of one directory ("" is the root). */
  | { readonly how: "directory"; readonly directory: string }
  /** Everything below a directory. */
  | { readonly how: "subtree"; readonly directory: string };

const WILDCARD = /[*?[\]{}()!+@|\\]/;

/** Splits a glob into the directory that it names literally, and how deep it reaches below. */
export function planOf(pattern: Pattern): GlobPlan {
  const segments = pattern.text.split("/");
  const firstWild = segments.findIndex((segment) => WILDCARD.test(segment));
  if (firstWild === -1) return { how: "literal", path: pattern.text };
  const directory = segments.slice(0, firstWild).join("/");
  const rest = segments.slice(firstWild);
  const isOneSegment = rest.length === 1 && !rest[0]?.includes("**");
  return { how: isOneSegment ? "directory" : "subtree", directory };
}
