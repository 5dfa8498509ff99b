import type { FileEntry } from "../../domain/index.ts";
import type { Git } from "./git.ts";

/** Everything that lies in a commit, by its path. */
export type Tree = ReadonlyMap<string, TreeEntry>;

export interface TreeEntry {
  readonly what: "file" | "symlink" | "submodule" | "directory";
  readonly oid: string;
}

/** Lists a commit's whole tree. Nothing of the working tree is looked at. */
export async function listTree(git: Git, commit: string): Promise<Tree> {
  const answer = await git.read(["ls-tree", "-r", "-t", "-z", "--full-tree", commit]);
  const tree = new Map<string, TreeEntry>();
  for (const line of answer.toString("utf8").split("\0")) {
    const tab = line.indexOf("\t");
    const [mode, , oid] = line.slice(0, tab).split(" ");
    if (tab < 0 || mode === undefined || oid === undefined) continue;
    tree.set(line.slice(tab + 1), { what: whatLiesThere(mode), oid });
  }
  return tree;
}

/** What lies at a path, as evidence; without its text. */
export function entryOf(entry: TreeEntry | undefined): FileEntry {
  if (entry === undefined) return { kind: "missing" };
  return entry.what === "file"
    ? { kind: "file", oid: entry.oid }
    : { kind: "not-a-file", what: entry.what };
}

/**
 * Whether git could not give the path as text: its bytes are not UTF-8. Two such paths can look the
 * same, so nothing may be concluded from one.
 */
export function isGarbled(path: string): boolean {
  return path.includes("\u{fffd}");
}

function whatLiesThere(mode: string): TreeEntry["what"] {
  if (mode === "120000") return "symlink";
  if (mode === "160000") return "submodule";
  return mode.startsWith("04") ? "directory" : "file";
}
