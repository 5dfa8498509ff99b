import type { ObjectStore } from "./object-store.ts";
import type { Typed } from "./objects.ts";
import { entryAt, flattenTree } from "./trees.ts";

/** Every commit reachable from one, itself first, newest first, children before their parents. */
export function ancestors(store: ObjectStore, oid: string): Typed<"commit">[] {
  const reachable = reachableFrom(store, oid);
  const children = new Map<string, number>();
  for (const commit of reachable.values()) {
    for (const parent of commit.parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  const ready = [store.read("commit", oid)];
  const order: Typed<"commit">[] = [];
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    order.push(next);
    for (const parent of next.parents) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      if (left === 0) ready.push(store.read("commit", parent));
    }
    ready.sort((a, b) => b.committer.date.getTime() - a.committer.date.getTime());
  }
  return order;
}

/** Whether the first commit is the second one or reachable from it. */
export function isAncestor(store: ObjectStore, ancestor: string, of: string): boolean {
  return reachableFrom(store, of).has(ancestor);
}

/** The commits of `head` that `base` lacks, oldest first. */
export function commitsBetween(store: ObjectStore, base: string, head: string): Typed<"commit">[] {
  const known = reachableFrom(store, base);
  return ancestors(store, head)
    .filter((commit) => !known.has(commit.oid))
    .reverse();
}

/** The best common ancestor, or undefined for histories without one. */
export function mergeBase(store: ObjectStore, one: string, other: string): string | undefined {
  const known = reachableFrom(store, one);
  return ancestors(store, other).find((commit) => known.has(commit.oid))?.oid;
}

/** The commits that changed a path, newest first; a merge counts only if it differs from every parent. */
export function historyOf(store: ObjectStore, oid: string, path: string): Typed<"commit">[] {
  const at = (commit: string): string | undefined => {
    const entry = entryAt(store, store.read("commit", commit).tree, path);
    return entry === undefined ? undefined : `${entry.mode} ${entry.oid}`;
  };
  return ancestors(store, oid).filter((commit) => {
    const own = at(commit.oid);
    if (commit.parents.length === 0) return own !== undefined;
    return commit.parents.every((parent) => at(parent) !== own);
  });
}

/** How one path differs between two trees. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: "added" | "removed" | "modified" | "renamed" | "changed";
  readonly oid: string;
  readonly additions: number;
  readonly deletions: number;
}

/**
 * What changed from one tree to another, by path. A file that was deleted and appears unchanged
 * elsewhere is a rename; finding similar files as Git does is not modelled.
 */
export function changedFiles(
  store: ObjectStore,
  from: string | undefined,
  to: string,
): ChangedFile[] {
  const before = new Map(
    from === undefined ? [] : flattenTree(store, from).map((entry) => [entry.path, entry]),
  );
  const after = new Map(flattenTree(store, to).map((entry) => [entry.path, entry]));
  const removed = [...before.values()].filter((entry) => !after.has(entry.path));
  const changes: ChangedFile[] = [];
  for (const entry of after.values()) {
    const old = before.get(entry.path);
    const { path, oid } = entry;
    const additions = lineCount(store, oid);
    if (old === undefined) {
      const source = removed.findIndex((candidate) => candidate.oid === oid);
      if (source === -1) changes.push({ path, oid, status: "added", additions, deletions: 0 });
      else {
        const previousPath = removed.splice(source, 1)[0]?.path ?? path;
        changes.push({ path, previousPath, oid, status: "renamed", additions: 0, deletions: 0 });
      }
    } else if (old.oid !== oid) {
      const deletions = lineCount(store, old.oid);
      changes.push({ path, oid, status: "modified", additions, deletions });
    } else if (old.mode !== entry.mode) {
      changes.push({ path, oid, status: "changed", additions: 0, deletions: 0 });
    }
  }
  for (const { path, oid } of removed) {
    const deletions = lineCount(store, oid);
    changes.push({ path, oid, status: "removed", additions: 0, deletions });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function lineCount(store: ObjectStore, oid: string): number {
  const object = store.get(oid);
  if (object?.type !== "blob") return 1;
  const text = object.content.toString("latin1");
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}

function reachableFrom(store: ObjectStore, oid: string): Map<string, Typed<"commit">> {
  const found = new Map<string, Typed<"commit">>();
  const open = [oid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    const commit = store.read("commit", next);
    found.set(next, commit);
    open.push(...commit.parents);
  }
  return found;
}
