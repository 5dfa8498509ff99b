import { changedFiles, commitsBetween, mergeBase } from "../../git/history.ts";
import { resolveCommit } from "../git-names.ts";
import { paginated } from "../pagination.ts";
import { notFound, ok } from "../reply.ts";
import { commitJson, diffEntry } from "../resources/commit-json.ts";
import { repositoryPage, repositoryUrl } from "../resources/repository-json.ts";
import type { Json } from "../resources/site.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

/**
 * Without pages there are 250 commits at most; with them only the first page has the files, and
 * there are never more than 300 of them.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
const [mostCommits, mostFiles] = [250, 300];

/** Comparing two commits. */
export const compareRoutes: readonly Route[] = [
  repositoryRoute(
    "GET",
    "/repos/{owner}/{repo}/compare/{basehead}",
    [["contents", "read"]],
    compare,
  ),
];

function compare(call: RepositoryCall): ReturnType<typeof ok> {
  const { repository, site } = call;
  const { objects } = repository;
  const range = call.params["basehead"] ?? "";
  const [left, right] = range.split("...").map((name) => {
    // "owner:branch" names a branch of a fork.
    const colon = name.indexOf(":");
    const owner = colon === -1 ? undefined : name.slice(0, colon);
    const branch = name.slice(colon + 1);
    const fork = owner === undefined ? undefined : site.world.repository(owner, repository.name);
    return resolveCommit(fork ?? repository, branch);
  });
  if (left === undefined || right === undefined) throw notFound();
  const base = mergeBase(objects, left, right);
  if (base === undefined) throw notFound();
  const ahead = commitsBetween(objects, left, right);
  const behind = commitsBetween(objects, right, left);
  const files = changedFiles(
    objects,
    objects.read("commit", base).tree,
    objects.read("commit", right).tree,
  );
  const isFirst = Number(call.query.get("page") ?? 1) <= 1;
  const url = `${repositoryUrl(site, repository)}/compare/${range}`;
  const page = `${repositoryPage(site, repository)}/compare/${range}`;
  const commit = (oid: string): Json => commitJson(site, repository, objects.read("commit", oid));
  const wrap = (commits: Json[]): Json => ({
    url,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commit(left),
    merge_base_commit: commit(base),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits,
    files: isFirst
      ? files.slice(0, mostFiles).map((file) => diffEntry(site, repository, right, file))
      : [],
  });
  const toJson = (one: (typeof ahead)[number]): Json => commitJson(site, repository, one);
  if (call.query.has("page") || call.query.has("per_page")) {
    return paginated(call, ahead, toJson, wrap);
  }
  return ok(wrap(ahead.slice(0, mostCommits).map(toJson)));
}

function statusOf(ahead: number, behind: number): string {
  if (ahead === 0) return behind === 0 ? "identical" : "behind";
  return behind === 0 ? "ahead" : "diverged";
}
