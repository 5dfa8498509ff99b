import type { GitObject } from "../git/objects.ts";
import type { Repository } from "../world/repositories.ts";

/** The object that a name means: a full or short id, a branch, a tag, "HEAD", or a full ref. */
export function resolveName(repository: Repository, name: string): GitObject | undefined {
  const { refs, objects } = repository;
  const oid =
    refs.get(name) ??
    refs.get(`refs/${name}`) ??
    refs.get(`refs/heads/${name}`) ??
    refs.get(`refs/tags/${name}`) ??
    (name === "HEAD" || name === "" ? refs.get(`refs/heads/${repository.defaultBranch}`) : name);
  return oid === undefined || (!/^[0-9a-f]{4,40}$/.test(oid) && !refs.has(name))
    ? undefined
    : objects.find(oid);
}

/** The commit that a name leads to, through annotated tags. */
export function resolveCommit(repository: Repository, name: string): string | undefined {
  const object = peel(repository, resolveName(repository, name));
  return object?.type === "commit" ? object.oid : undefined;
}

/** What an annotated tag finally points at; anything else is itself. */
export function peel(repository: Repository, object: GitObject | undefined): GitObject | undefined {
  if (object?.type !== "tag") return object;
  return peel(repository, repository.objects.get(object.object));
}
