import { historyOf, ancestors } from "../../git/history.ts";
import { blobText } from "../../git/blob-text.ts";
import type { GitObject, Signature, TreeEntry, Typed } from "../../git/objects.ts";
import { entryAt } from "../../git/trees.ts";
import type { Repository } from "../../world/repositories.ts";
import { fullName } from "../../world/repositories.ts";
import { pullsWith } from "../../rest/pulls-with.ts";
import { isoDate } from "../../rest/resources/site.ts";
import { connection } from "../connections.ts";
import type { Fields, View } from "../view.ts";
import { field, isAbsent, require } from "../view.ts";

/** A blob, tree, commit or annotated tag. */
export function objectNode(view: View, repository: Repository, object: GitObject): Fields {
  switch (object.type) {
    case "commit":
      return view.nodes.commit(view, repository, object);
    case "blob":
      return {
        __typename: "Blob",
        ...common(view, repository, object),
        ...blobText(object.content),
      };
    case "tree":
      return {
        __typename: "Tree",
        ...common(view, repository, object),
        entries: () =>
          object.entries.map((entry) => view.nodes.treeEntry(view, repository, entry, entry.name)),
      };
    case "tag":
      return {
        __typename: "Tag",
        ...common(view, repository, object),
        name: object.name,
        message: object.message,
        tagger: () => gitActor(view, object.tagger),
        target: () => {
          const target = repository.objects.get(object.object);
          return target === undefined ? null : objectNode(view, repository, target);
        },
      };
  }
}

/** An entry of a tree. A submodule's object lives elsewhere, so it has none here. */
export function treeEntryNode(
  view: View,
  repository: Repository,
  entry: TreeEntry,
  path: string,
): Fields {
  const object = repository.objects.get(entry.oid);
  const types = { "040000": "tree", "160000": "commit" } as const;
  const mode = entry.mode;
  return {
    __typename: "TreeEntry",
    name: entry.name,
    path,
    oid: entry.oid,
    mode: Number.parseInt(mode, 8),
    type: mode === "040000" || mode === "160000" ? types[mode] : "blob",
    extension: /\.[^.]*$/.exec(entry.name)?.[0] ?? "",
    size: object?.type === "blob" ? object.content.length : 0,
    object: () =>
      object === undefined || mode === "160000" ? null : objectNode(view, repository, object),
  };
}

/** A commit. Reading its checks takes `checks: read`, its pull requests `pull_requests: read`. */
export function commitNode(view: View, repository: Repository, commit: Typed<"commit">): Fields {
  const { objects } = repository;
  const [headline = "", ...rest] = commit.message.split("\n");
  const toCommit = (one: Typed<"commit">): Fields => commitNode(view, repository, one);
  return {
    __typename: "Commit",
    ...common(view, repository, commit),
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join("\n").trim(),
    committedDate: isoDate(commit.committer.date),
    authoredDate: isoDate(commit.author.date),
    authoredByCommitter: commit.author.email === commit.committer.email,
    committedViaWeb: repository.commitsViaWeb.has(commit.oid),
    signature: () => signatureOf(repository, commit),
    url: `${view.site.html}/${fullName(repository)}/commit/${commit.oid}`,
    author: () => gitActor(view, commit.author),
    committer: () => gitActor(view, commit.committer),
    authors: field((args, _view, info) =>
      connection(authorsOf(commit), args, info, (one) => gitActor(view, one)),
    ),
    tree: () => objectNode(view, repository, objects.read("tree", commit.tree)),
    parents: field((args, _view, info) =>
      connection(commit.parents, args, info, (oid) => toCommit(objects.read("commit", oid))),
    ),
    file: ({ path }: { path: string }) => {
      const entry = entryAt(objects, commit.tree, path);
      return entry === undefined ? null : treeEntryNode(view, repository, entry, entry.path);
    },
    history: field((args, _view, info) => {
      const { path } = args;
      const found =
        typeof path === "string"
          ? historyOf(objects, commit.oid, path)
          : ancestors(objects, commit.oid);
      return connection(found, args, info, toCommit);
    }),
    associatedPullRequests: field((args, _view, info) => {
      require(view, repository, ["pull_requests", "read"]);
      const pulls = pullsWith(repository, commit.oid);
      return connection(pulls, args, info, (pull) => view.nodes.pullRequest(view, pull));
    }),
    checkSuites: field((args, _view, info) => {
      require(view, repository, ["checks", "read"]);
      const filter = args["filterBy"] as { appId?: number; checkName?: string } | undefined;
      const suites = repository.checkSuites
        .filter((suite) => suite.headSha === commit.oid)
        .filter((suite) => isAbsent(filter?.appId) || suite.app.id === filter.appId)
        .filter(
          (suite) =>
            isAbsent(filter?.checkName) || suite.runs.some((run) => run.name === filter.checkName),
        );
      return connection(suites, args, info, (suite) => view.nodes.checkSuite(view, suite));
    }),
  };
}

/** Whoever a commit names, and the account behind the address if there is one. */
function gitActor(view: View, signature: Signature): Fields {
  const account = view.site.world.accountByEmail(signature.email);
  // GraphQL finds nobody behind GitHub's own address, where REST shows "web-flow":
  // https://github.com/change-metrics/monocle/issues/66
  const isPerson = account?.type === "User" && account.login !== "web-flow";
  return {
    __typename: "GitActor",
    name: signature.name,
    email: signature.email,
    date: isoDate(signature.date),
    user: () => (isPerson ? view.nodes.account(view, account) : null),
  };
}

/** GitHub signs what it commits itself; other commits are unsigned here. */
function signatureOf(repository: Repository, commit: Typed<"commit">): Fields | null {
  if (!repository.commitsViaWeb.has(commit.oid)) return null;
  return {
    __typename: "GpgSignature",
    email: commit.committer.email,
    isValid: true,
    state: "VALID",
    wasSignedByGitHub: true,
    // Signed with github.com's own key, which belongs to no account that a person has.
    signer: null,
    verifiedAt: isoDate(commit.committer.date),
  };
}

/** The author, then whom the trailers name, each once. */
function authorsOf(commit: Typed<"commit">): Signature[] {
  const { date } = commit.author;
  const trailers = commit.message.matchAll(/^co-authored-by:\s*(.+?)\s*<([^>]+)>\s*$/gim);
  const named = [...trailers].map(([, name = "", email = ""]) => ({ name, email, date }));
  const all = [commit.author, ...named];
  return all.filter((one, index) => all.findIndex((other) => other.email === one.email) === index);
}

function common(view: View, repository: Repository, object: GitObject): Record<string, unknown> {
  const kind = object.type.charAt(0).toUpperCase();
  const id = Buffer.from(`${object.type}:${repository.id}:${object.oid}`).toString("base64url");
  return {
    id: `${kind}_${id}`,
    oid: object.oid,
    abbreviatedOid: object.oid.slice(0, 7),
    repository: () => view.nodes.repository(view, repository),
    commitUrl: `${view.site.html}/${fullName(repository)}/commit/${object.oid}`,
  };
}
