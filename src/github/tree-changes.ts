import { z } from "zod";
import type { Change, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";

const treeSchema = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() }),
  ),
});

/**
 * Every file that differs between two trees (or commits), from their whole lists: what is moved shows
 * as removed and added. GitHub lists 100,000 entries at most, and says when there are more.
 * https://docs.github.com/en/rest/git/trees#get-a-tree
 */
export async function treeChanges(
  api: Api,
  repository: string,
  from: string,
  to: string,
): Promise<Reading<readonly Change[]>> {
  const before = await filesOf(api, repository, from);
  const after = await filesOf(api, repository, to);
  if (before === null || after === null)
    return unreadable("There are more files than GitHub lists, so what changed cannot be told.");
  const changes: Change[] = [];
  for (const [path, id] of after) {
    const was = before.get(path);
    if (was === id) continue;
    changes.push({ path, previousPath: null, kind: was === undefined ? "added" : "modified" });
  }
  for (const path of before.keys())
    if (!after.has(path)) changes.push({ path, previousPath: null, kind: "removed" });
  return read(changes.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
}

async function filesOf(
  api: Api,
  repository: string,
  tree_sha: string,
): Promise<ReadonlyMap<string, string> | null> {
  const { truncated, tree } = await api.rest(
    "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
    { ...repositoryOf(repository), tree_sha, recursive: "1" },
    treeSchema,
  );
  if (truncated) return null;
  return new Map(
    tree.flatMap(({ path, mode, type, sha }) =>
      type === "tree" ? [] : [[path, `${mode} ${sha}`] as const],
    ),
  );
}
