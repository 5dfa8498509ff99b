import { changedFiles } from "../../git/history.ts";
import type { ChangedFile } from "../../git/history.ts";
import type { Signature, Typed } from "../../git/objects.ts";
import type { Account } from "../../world/accounts.ts";
import type { Repository } from "../../world/repositories.ts";
import { simpleUser } from "./account-json.ts";
import { repositoryPage, repositoryUrl } from "./repository-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate } from "./site.ts";

type Commit = Typed<"commit">;

const unsigned = {
  verified: false,
  reason: "unsigned",
  signature: null,
  payload: null,
  verified_at: null,
};

/** GitHub signs what it commits itself; other commits are unsigned here. */
function verificationOf(repository: Repository, commit: Commit): Json {
  if (!repository.commitsViaWeb.has(commit.oid)) return unsigned;
  return {
    verified: true,
    reason: "valid",
    signature: "-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----",
    payload: commit.message,
    verified_at: isoDate(commit.committer.date),
  };
}

function person(signature: Signature): Json {
  return { name: signature.name, email: signature.email, date: isoDate(signature.date) };
}

function account(site: Site, signature: Signature): Json | null {
  const owner: Account | undefined = site.world.accountByEmail(signature.email);
  return owner === undefined ? null : simpleUser(site, owner);
}

/** A commit as the commit lists show it. */
export function commitJson(site: Site, repository: Repository, commit: Commit): Json {
  const url = repositoryUrl(site, repository);
  const page = repositoryPage(site, repository);
  return {
    sha: commit.oid,
    node_id: commitNodeId(repository, commit.oid),
    commit: {
      author: person(commit.author),
      committer: person(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.oid}`,
      comment_count: 0,
      verification: verificationOf(repository, commit),
    },
    url: `${url}/commits/${commit.oid}`,
    html_url: `${page}/commit/${commit.oid}`,
    comments_url: `${url}/commits/${commit.oid}/comments`,
    author: account(site, commit.author),
    committer: account(site, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** A commit with its files, `GET /repos/{owner}/{repo}/commits/{ref}`. */
export function fullCommit(site: Site, repository: Repository, commit: Commit): Json {
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : repository.objects.read("commit", parent).tree;
  const files = changedFiles(repository.objects, before, commit.tree);
  const sum = (key: "additions" | "deletions"): number =>
    files.reduce((total, file) => total + file[key], 0);
  return {
    ...commitJson(site, repository, commit),
    stats: {
      additions: sum("additions"),
      deletions: sum("deletions"),
      total: sum("additions") + sum("deletions"),
    },
    files: files.map((file) => diffEntry(site, repository, commit.oid, file)),
  };
}

/** A commit as Git's own data, `GET /repos/{owner}/{repo}/git/commits/{sha}`. */
export function gitCommitJson(site: Site, repository: Repository, commit: Commit): Json {
  const listed = commitJson(site, repository, commit);
  const inner = listed["commit"] as Json;
  return {
    sha: commit.oid,
    node_id: listed["node_id"],
    url: inner["url"],
    html_url: listed["html_url"],
    author: inner["author"],
    committer: inner["committer"],
    message: commit.message,
    tree: inner["tree"],
    parents: listed["parents"],
    verification: inner["verification"],
  };
}

/** A commit as check suites carry it. */
export function simpleCommit(commit: Commit): Json {
  const { author, committer } = commit;
  return {
    id: commit.oid,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: isoDate(commit.committer.date),
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}

/** A file of a comparison. */
export function diffEntry(
  site: Site,
  repository: Repository,
  ref: string,
  file: ChangedFile,
): Json {
  const path = encodeURI(file.path);
  const page = repositoryPage(site, repository);
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${ref}/${path}`,
    raw_url: `${page}/raw/${ref}/${path}`,
    contents_url: `${repositoryUrl(site, repository)}/contents/${path}?ref=${ref}`,
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

/** Objects have ids that name their repository too, as on GitHub. */
function commitNodeId(repository: Repository, oid: string): string {
  return `C_${Buffer.from(`Commit:${repository.id}:${oid}`).toString("base64url")}`;
}
