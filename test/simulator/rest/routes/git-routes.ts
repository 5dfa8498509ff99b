import { ancestors, historyOf } from "../../git/history.ts";
import type { GitObject, Typed } from "../../git/objects.ts";
import type { FlatEntry } from "../../git/trees.ts";
import { entryAt, flattenTree } from "../../git/trees.ts";
import { peel, resolveCommit, resolveName } from "../git-names.ts";
import { paginated } from "../pagination.ts";
import { RestError, notFound, ok } from "../reply.ts";
import { commitJson, fullCommit, gitCommitJson } from "../resources/commit-json.ts";
import { blobJson, contentJson, refJson, tagJson } from "../resources/git-json.ts";
import { repositoryUrl } from "../resources/repository-json.ts";
import type { Json } from "../resources/site.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const read = [["contents", "read"]] as const;
const root = "/repos/{owner}/{repo}";

/** Files, and Git's own objects. */
export const gitRoutes: readonly Route[] = [
  repositoryRoute("GET", `${root}/contents/{path}`, read, getContents),
  repositoryRoute("GET", `${root}/git/trees/{tree_sha}`, read, getTree),
  repositoryRoute("GET", `${root}/git/blobs/{file_sha}`, read, (call) =>
    ok(blobJson(call.site, call.repository, objectOf(call, "blob", call.params["file_sha"]))),
  ),
  repositoryRoute("GET", `${root}/git/commits/{commit_sha}`, read, (call) => {
    const commit = objectOf(call, "commit", call.params["commit_sha"]);
    return ok(gitCommitJson(call.site, call.repository, commit));
  }),
  repositoryRoute("GET", `${root}/git/tags/{tag_sha}`, read, (call) =>
    ok(tagJson(call.site, call.repository, objectOf(call, "tag", call.params["tag_sha"]))),
  ),
  repositoryRoute("GET", `${root}/git/ref/{ref}`, read, (call) => {
    const name = `refs/${call.params["ref"] ?? ""}`;
    const oid = call.repository.refs.get(name);
    if (oid === undefined) throw notFound();
    return ok(refJson(call.site, call.repository, name, oid));
  }),
  repositoryRoute("GET", `${root}/git/matching-refs/{ref}`, read, (call) => {
    const prefix = `refs/${call.params["ref"] ?? ""}`;
    const found = [...call.repository.refs].filter(([name]) => name.startsWith(prefix));
    return ok(found.map(([name, oid]) => refJson(call.site, call.repository, name, oid)));
  }),
  repositoryRoute("GET", `${root}/commits`, read, (call) => {
    const sha = resolveCommit(call.repository, call.query.get("sha") ?? "HEAD");
    if (sha === undefined) throw notFound();
    const path = call.query.get("path");
    const { objects } = call.repository;
    const found = path === null ? ancestors(objects, sha) : historyOf(objects, sha, path);
    return paginated(call, found, (commit) => commitJson(call.site, call.repository, commit));
  }),
  repositoryRoute("GET", `${root}/commits/{ref}`, read, (call) => {
    const sha = resolveCommit(call.repository, call.params["ref"] ?? "");
    if (sha === undefined)
      throw new RestError(422, `No commit found for SHA: ${call.params["ref"] ?? ""}`);
    const commit = call.repository.objects.read("commit", sha);
    return ok(fullCommit(call.site, call.repository, commit));
  }),
];

function getContents(call: RepositoryCall): ReturnType<typeof ok> {
  const { repository, site } = call;
  const ref = call.query.get("ref") ?? repository.defaultBranch;
  const sha = resolveCommit(repository, ref);
  if (sha === undefined) throw new RestError(404, `No commit found for the ref ${ref}`);
  const { tree } = repository.objects.read("commit", sha);
  const path = (call.params["path"] ?? "").replaceAll(/^\/+|\/+$/g, "");
  const entry = path === "" ? undefined : entryAt(repository.objects, tree, path);
  if (path !== "" && entry === undefined) throw notFound();
  if (entry === undefined || entry.mode === "040000") {
    const { entries } = repository.objects.read("tree", entry?.oid ?? tree);
    const below = path === "" ? "" : `${path}/`;
    return ok(
      entries.map((child) =>
        contentJson(site, repository, {
          entry: child,
          path: below + child.name,
          ref,
          listed: true,
        }),
      ),
    );
  }
  if (call.request.headers.accept?.includes("raw") === true) {
    const object = objectOf(call, "blob", entry.oid);
    const headers = { "content-type": "application/vnd.github.raw; charset=utf-8" };
    return { status: 200, headers, body: object.content };
  }
  // A symbolic link to a file of the repository is shown as that file.
  const target = entry.mode === "120000" ? follow(call, tree, path, entry.oid) : undefined;
  const shown = target === undefined ? { entry, path } : { entry: target, path };
  return ok(contentJson(site, repository, { ...shown, ref, listed: false }));
}

function follow(
  call: RepositoryCall,
  tree: string,
  path: string,
  oid: string,
): ReturnType<typeof entryAt> {
  const target = objectOf(call, "blob", oid).content.toString("utf8");
  const { pathname } = new URL(target, `http://repository/${path}`);
  const entry = entryAt(call.repository.objects, tree, decodeURIComponent(pathname));
  return entry?.mode === "100644" || entry?.mode === "100755" ? entry : undefined;
}

function getTree(call: RepositoryCall): ReturnType<typeof ok> {
  const { repository, site } = call;
  const named = peel(repository, resolveName(repository, call.params["tree_sha"] ?? ""));
  const oid =
    named?.type === "commit" ? named.tree : named?.type === "tree" ? named.oid : undefined;
  if (oid === undefined) throw notFound();
  const recursive = call.query.has("recursive");
  const direct = repository.objects.read("tree", oid).entries;
  const all: FlatEntry[] = recursive
    ? flattenTree(repository.objects, oid, { directories: true })
    : direct.map(({ name, ...rest }) => ({ path: name, ...rest }));
  const shown = all.slice(0, call.quirks.treeEntries);
  const url = repositoryUrl(site, repository);
  const toJson = (entry: FlatEntry): Json => {
    const object = repository.objects.get(entry.oid);
    const type = entry.mode === "160000" ? "commit" : (object?.type ?? "blob");
    return {
      path: entry.path,
      mode: entry.mode,
      type,
      sha: entry.oid,
      ...(object?.type === "blob" ? { size: object.content.length } : {}),
      ...(type === "commit" ? {} : { url: `${url}/git/${type}s/${entry.oid}` }),
    };
  };
  return ok({
    sha: oid,
    url: `${url}/git/trees/${oid}`,
    truncated: shown.length < all.length,
    tree: shown.map(toJson),
  });
}

function objectOf<T extends GitObject["type"]>(
  call: RepositoryCall,
  type: T,
  oid: string | undefined,
): Typed<T> {
  const object = call.repository.objects.get(oid ?? "");
  if (object?.type !== type) throw notFound();
  return object as Typed<T>;
}
