import type { GitObject, TreeEntry, Typed } from "../../git/objects.ts";
import type { Repository } from "../../world/repositories.ts";
import { repositoryPage, repositoryUrl } from "./repository-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate } from "./site.ts";

/** A branch or tag with the object it points at. */
export function refJson(site: Site, repository: Repository, name: string, oid: string): Json {
  const url = repositoryUrl(site, repository);
  const type = repository.objects.get(oid)?.type ?? "commit";
  return {
    ref: name,
    node_id: Buffer.from(`Ref:${repository.id}:${name}`).toString("base64url"),
    url: `${url}/git/${name}`,
    object: { type, sha: oid, url: `${url}/git/${type}s/${oid}` },
  };
}

/** An annotated tag. */
export function tagJson(site: Site, repository: Repository, tag: Typed<"tag">): Json {
  const url = repositoryUrl(site, repository);
  return {
    node_id: Buffer.from(`Tag:${repository.id}:${tag.oid}`).toString("base64url"),
    sha: tag.oid,
    url: `${url}/git/tags/${tag.oid}`,
    tag: tag.name,
    message: tag.message,
    tagger: { name: tag.tagger.name, email: tag.tagger.email, date: isoDate(tag.tagger.date) },
    object: {
      type: tag.objectType,
      sha: tag.object,
      url: `${url}/git/${tag.objectType}s/${tag.object}`,
    },
  };
}

/** A blob, always in base64. */
export function blobJson(site: Site, repository: Repository, blob: Typed<"blob">): Json {
  return {
    sha: blob.oid,
    node_id: Buffer.from(`Blob:${repository.id}:${blob.oid}`).toString("base64url"),
    size: blob.content.length,
    url: `${repositoryUrl(site, repository)}/git/blobs/${blob.oid}`,
    content: base64Lines(blob.content),
    encoding: "base64",
  };
}

/** A directory's listing or a file's metadata, as `contents` shows them; files add their content. */
export function contentJson(
  site: Site,
  repository: Repository,
  at: { entry: TreeEntry; path: string; ref: string; listed: boolean },
): Json {
  const { entry, path, ref } = at;
  const object = repository.objects.get(entry.oid);
  const root = repositoryUrl(site, repository);
  const page = repositoryPage(site, repository);
  const encoded = encodeURI(path);
  const url = `${root}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const kinds = { "040000": "dir", "120000": "symlink", "160000": "submodule" } as const;
  const type = entry.mode === "100644" || entry.mode === "100755" ? "file" : kinds[entry.mode];
  const isElsewhere = type === "submodule";
  const git = isElsewhere ? null : `${root}/git/${gitKind(object)}s/${entry.oid}`;
  const html = isElsewhere
    ? null
    : `${page}/${type === "dir" ? "tree" : "blob"}/${encodeURIComponent(ref)}/${encoded}`;
  const downloadable = type === "file" || type === "symlink";
  return {
    name: entry.name,
    path,
    sha: entry.oid,
    size: object?.type === "blob" ? object.content.length : 0,
    url,
    html_url: html,
    git_url: git,
    download_url: downloadable ? `${page}/raw/${encodeURIComponent(ref)}/${encoded}` : null,
    // In a listing GitHub calls a submodule a file, for clients older than submodules.
    type: isElsewhere && at.listed ? "file" : type,
    _links: { self: url, git, html },
    ...(at.listed ? {} : body(type, object)),
  };
}

function body(type: string, object: GitObject | undefined): Json {
  if (type === "submodule") return { submodule_git_url: "https://github.com/unknown/unknown.git" };
  if (object?.type !== "blob") return {};
  if (type === "symlink") return { target: object.content.toString("utf8") };
  // https://docs.github.com/en/rest/repos/contents: between 1 and 100 MB there is no content.
  const tooLarge = object.content.length > 1024 * 1024;
  return tooLarge
    ? { content: "", encoding: "none" }
    : { content: base64Lines(object.content), encoding: "base64" };
}

function gitKind(object: GitObject | undefined): string {
  return object?.type ?? "blob";
}

/** GitHub breaks base64 into lines of sixty characters. */
function base64Lines(content: Buffer): string {
  return content.toString("base64").replaceAll(/.{60}/g, "$&\n");
}
