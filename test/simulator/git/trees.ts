import type { ObjectStore } from "./object-store.ts";
import type { TreeEntry, TreeMode } from "./objects.ts";

/**
 * What a commit can do to a path: text or bytes make a file, `null` deletes, and the objects
 * make an executable, a symbolic link, or a submodule.
 */
export type FileChange =
  | string
  | Buffer
  | null
  | { readonly executable: string | Buffer }
  | { readonly symlink: string }
  | { readonly submodule: string };

/** A file at a path, seen from the root of a tree. */
export interface FlatEntry {
  readonly path: string;
  readonly mode: TreeMode;
  readonly oid: string;
}

/** Every file below a tree, by path, in Git's order; directories only when asked for. */
export function flattenTree(
  store: ObjectStore,
  treeOid: string,
  options: { directories?: boolean } = {},
  prefix = "",
): FlatEntry[] {
  return store.read("tree", treeOid).entries.flatMap((entry) => {
    const path = prefix + entry.name;
    const own = { path, mode: entry.mode, oid: entry.oid };
    if (entry.mode !== "040000") return [own];
    const below = flattenTree(store, entry.oid, options, `${path}/`);
    return options.directories === true ? [own, ...below] : below;
  });
}

/** The entry at a path, or undefined; the empty path has no entry. */
export function entryAt(
  store: ObjectStore,
  treeOid: string,
  path: string,
): (TreeEntry & { path: string }) | undefined {
  let tree = treeOid;
  const names = path.split("/").filter((name) => name !== "");
  for (const [index, name] of names.entries()) {
    const entry = store.read("tree", tree).entries.find((candidate) => candidate.name === name);
    if (entry === undefined) return undefined;
    if (index === names.length - 1) return { ...entry, path: names.join("/") };
    if (entry.mode !== "040000") return undefined;
    tree = entry.oid;
  }
  return undefined;
}

/** A new tree: the old one with changes laid over it. Directories that become empty disappear. */
export function applyChanges(
  store: ObjectStore,
  base: string | undefined,
  changes: Readonly<Record<string, FileChange>>,
): string {
  const files = new Map<string, FlatEntry>();
  if (base !== undefined) {
    for (const entry of flattenTree(store, base)) files.set(entry.path, entry);
  }
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) files.delete(path);
    else files.set(path, { path, ...storeChange(store, change) });
  }
  return buildTree(store, [...files.values()]);
}

/** Builds nested trees from flat entries. */
export function buildTree(store: ObjectStore, files: readonly FlatEntry[]): string {
  const directories = new Map<string, FlatEntry[]>();
  const entries: TreeEntry[] = [];
  for (const file of files) {
    const slash = file.path.indexOf("/");
    if (slash === -1) {
      entries.push({ mode: file.mode, name: file.path, oid: file.oid });
      continue;
    }
    const name = file.path.slice(0, slash);
    const list = directories.get(name) ?? [];
    list.push({ ...file, path: file.path.slice(slash + 1) });
    directories.set(name, list);
  }
  for (const [name, list] of directories) {
    entries.push({ mode: "040000", name, oid: buildTree(store, list) });
  }
  entries.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return store.putTree(entries);
}

function sortKey(entry: TreeEntry): string {
  return entry.mode === "040000" ? `${entry.name}/` : entry.name;
}

function storeChange(
  store: ObjectStore,
  change: Exclude<FileChange, null>,
): { mode: TreeMode; oid: string } {
  const blob = (content: string | Buffer): string => store.putBlob(Buffer.from(content));
  if (typeof change === "string" || Buffer.isBuffer(change)) {
    return { mode: "100644", oid: blob(change) };
  }
  if ("executable" in change) return { mode: "100755", oid: blob(change.executable) };
  if ("symlink" in change) return { mode: "120000", oid: blob(change.symlink) };
  return { mode: "160000", oid: change.submodule };
}
