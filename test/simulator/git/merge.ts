import { mergeBase } from "./history.ts";
import type { ObjectStore } from "./object-store.ts";
import type { FlatEntry } from "./trees.ts";
import { buildTree, flattenTree } from "./trees.ts";

/**
 * The tree that merging one commit into another would give, or undefined when both sides changed
 * the same path differently. Merging lines within a file is not modelled.
 */
export function mergedTree(store: ObjectStore, into: string, from: string): string | undefined {
  const base = mergeBase(store, into, from);
  if (base === undefined) return undefined;
  const files = (commit: string): Map<string, FlatEntry> =>
    new Map(flattenTree(store, store.read("commit", commit).tree).map((file) => [file.path, file]));
  const [old, ours, theirs] = [files(base), files(into), files(from)];
  const result: FlatEntry[] = [];
  for (const path of new Set([...old.keys(), ...ours.keys(), ...theirs.keys()])) {
    const [before, mine, yours] = [old.get(path), ours.get(path), theirs.get(path)];
    if (!same(before, mine) && !same(before, yours) && !same(mine, yours)) return undefined;
    const kept = same(before, mine) ? yours : mine;
    if (kept !== undefined) result.push(kept);
  }
  return buildTree(store, result);
}

function same(one: FlatEntry | undefined, other: FlatEntry | undefined): boolean {
  return one?.oid === other?.oid && one?.mode === other?.mode;
}
