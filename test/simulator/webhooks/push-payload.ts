import { changedFiles, commitsBetween, ancestors } from "../git/history.ts";
import type { Typed } from "../git/objects.ts";
import type { WorldEvent } from "../world/events.ts";
import type { Repository } from "../world/repositories.ts";
import { repositoryJson, repositoryPage } from "../rest/resources/repository-json.ts";
import type { Json, Site } from "../rest/resources/site.ts";
import { isoDate } from "../rest/resources/site.ts";

type Push = Extract<WorldEvent, { event: "push" }>;

/** A push lists at most this many commits. */
const listedCommits = 2048;

/** What is particular to a `push`: the refs, and the commits that are new with it. */
export function pushPayload(site: Site, push: Push): Json {
  const { repository, ref, before, after } = push;
  const created = /^0+$/.test(before);
  const deleted = /^0+$/.test(after);
  const target = deleted ? undefined : peel(repository, after);
  const commits = deleted || target === undefined ? [] : newCommits(repository, push, target);
  const page = repositoryPage(site, repository);
  const range = created ? after.slice(0, 12) : `${before.slice(0, 12)}...${after.slice(0, 12)}`;
  const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);
  return {
    ref,
    before,
    after,
    created,
    deleted,
    forced: push.forced,
    base_ref: null,
    compare: `${page}/compare/${range}`,
    commits: commits.slice(-listedCommits).map((commit) => commitOf(site, repository, commit)),
    head_commit: target === undefined ? null : commitOf(site, repository, target),
    pusher: { name: push.sender.login, email: push.sender.email },
    repository: {
      ...repositoryJson(site, repository),
      // Only here does GitHub write these two as numbers.
      created_at: seconds(repository.createdAt),
      pushed_at: seconds(repository.pushedAt),
      stargazers: 0,
      master_branch: repository.defaultBranch,
    },
  };
}

function newCommits(
  repository: Repository,
  push: Push,
  target: Typed<"commit">,
): Typed<"commit">[] {
  const { objects } = repository;
  if (push.ref.startsWith("refs/tags/")) return [];
  if (!/^0+$/.test(push.before)) return commitsBetween(objects, push.before, push.after);
  const trunk = repository.refs.get(`refs/heads/${repository.defaultBranch}`);
  if (trunk === undefined || trunk === push.after) return ancestors(objects, target.oid).reverse();
  return commitsBetween(objects, trunk, push.after);
}

function peel(repository: Repository, oid: string): Typed<"commit"> | undefined {
  const object = repository.objects.get(oid);
  if (object?.type === "tag") return peel(repository, object.object);
  return object?.type === "commit" ? object : undefined;
}

function commitOf(site: Site, repository: Repository, commit: Typed<"commit">): Json {
  const { objects } = repository;
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : objects.read("commit", parent).tree;
  const files = changedFiles(objects, before, commit.tree);
  const paths = (...statuses: string[]): string[] =>
    files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
  const person = (key: "author" | "committer"): Json => {
    const { name, email } = commit[key];
    const account = site.world.accountByEmail(email);
    return { name, email, ...(account === undefined ? {} : { username: account.login }) };
  };
  const previous = files.flatMap((file) =>
    file.previousPath === undefined ? [] : [file.previousPath],
  );
  return {
    id: commit.oid,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: isoDate(commit.committer.date),
    url: `${repositoryPage(site, repository)}/commit/${commit.oid}`,
    author: person("author"),
    committer: person("committer"),
    added: paths("added", "renamed"),
    removed: [...paths("removed"), ...previous],
    modified: paths("modified", "changed"),
  };
}
