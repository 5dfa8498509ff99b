import type { GitObject } from "../git/objects.ts";
import { entryAt } from "../git/trees.ts";
import { peel, resolveName } from "../rest/git-names.ts";
import type { Repository } from "../world/repositories.ts";

/**
 * What a Git revision expression means: "main", "v1^{commit}", "HEAD~2", "<oid>:docs/plan.md".
 * As on GitHub a symbolic link is its blob, and a submodule is nothing.
 */
export function resolveExpression(
  repository: Repository,
  expression: string,
): GitObject | undefined {
  const colon = expression.indexOf(":");
  if (colon === -1) return resolveRevision(repository, expression);
  const root = peel(repository, resolveRevision(repository, expression.slice(0, colon)));
  const path = expression.slice(colon + 1);
  const tree = root?.type === "commit" ? root.tree : root?.type === "tree" ? root.oid : undefined;
  if (tree === undefined) return undefined;
  if (path === "") return repository.objects.get(tree);
  const entry = entryAt(repository.objects, tree, path);
  if (entry === undefined || entry.mode === "160000") return undefined;
  return repository.objects.get(entry.oid);
}

function resolveRevision(repository: Repository, revision: string): GitObject | undefined {
  const [, name = "", steps = ""] = /^(.*?)((?:\^\{\w*\}|[~^]\d*)*)$/.exec(revision) ?? [];
  let object = resolveName(repository, name);
  for (const [step] of steps.matchAll(/\^\{\w*\}|[~^]\d*/g)) {
    object = follow(repository, object, step);
  }
  return object;
}

function follow(
  repository: Repository,
  from: GitObject | undefined,
  step: string,
): GitObject | undefined {
  const object = peel(repository, from);
  if (object?.type !== "commit") return step.startsWith("^{") ? object : undefined;
  if (step === "^{tree}") return repository.objects.get(object.tree);
  if (step.startsWith("^{")) return object;
  const count = step.length === 1 ? 1 : Number(step.slice(1));
  if (step.startsWith("^")) {
    const parent = object.parents[count - 1];
    return count === 0 ? object : parent === undefined ? undefined : repository.objects.get(parent);
  }
  let current: GitObject | undefined = object;
  for (let index = 0; index < count; index++) {
    if (current?.type !== "commit") return undefined;
    const parent: string | undefined = current.parents[0];
    current = parent === undefined ? undefined : repository.objects.get(parent);
  }
  return current;
}
