import type { Repository } from "../../world/repositories.ts";
import { fullName, pullRequestsOf } from "../../world/repositories.ts";
import { simpleUser } from "./account-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate } from "./site.ts";

const links: Readonly<Record<string, string>> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** The root of a repository in REST. */
export function repositoryUrl(site: Site, repository: Repository): string {
  return `${site.api}/repos/${fullName(repository)}`;
}

/** The page of a repository. */
export function repositoryPage(site: Site, repository: Repository): string {
  return `${site.html}/${fullName(repository)}`;
}

/** A repository as lists, pull requests and webhooks carry it. */
export function repositoryJson(site: Site, repository: Repository): Json {
  const url = repositoryUrl(site, repository);
  const page = repositoryPage(site, repository);
  const open = [...repository.issues.values()].filter((issue) => issue.state === "OPEN").length;
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    visibility: repository.private ? "private" : "public",
    owner: simpleUser(site, repository.owner),
    html_url: page,
    description: null,
    fork: repository.parent !== null,
    url,
    ...Object.fromEntries(Object.entries(links).map(([name, path]) => [name, url + path])),
    git_url: `git://${page.replace(/^\w+:\/\//, "")}.git`,
    ssh_url: `git@${new URL(page).hostname}:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    size: repository.refs.size,
    default_branch: repository.defaultBranch,
    topics: [],
    is_template: false,
    archived: false,
    disabled: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks: 0,
    forks_count: 0,
    watchers: 0,
    watchers_count: 0,
    stargazers_count: 0,
    open_issues: open,
    open_issues_count: open,
    created_at: isoDate(repository.createdAt),
    updated_at: isoDate(repository.pushedAt),
    pushed_at: isoDate(repository.pushedAt),
  };
}

/** A repository in full, `GET /repos/{owner}/{repo}`. */
export function fullRepository(site: Site, repository: Repository): Json {
  return {
    ...repositoryJson(site, repository),
    subscribers_count: 0,
    network_count: 0,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    ...(repository.parent === null ? {} : { parent: repositoryJson(site, repository.parent) }),
    ...(repository.parent === null ? {} : { source: repositoryJson(site, repository.parent) }),
  };
}

/** The short form of pull requests in check runs: those of this repository with this head. */
export function pullRequestReferences(site: Site, repository: Repository, sha: string): Json[] {
  const reference = (of: Repository): Json => ({
    id: of.id,
    url: repositoryUrl(site, of),
    name: of.name,
  });
  return pullRequestsOf(repository)
    .filter((pull) => pull.state === "OPEN" && pull.headOid === sha)
    .filter((pull) => pull.headRepository === repository)
    .map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: `${repositoryUrl(site, repository)}/pulls/${pull.number}`,
      head: { ref: pull.headRef, sha: pull.headOid, repo: reference(repository) },
      base: { ref: pull.baseRef, sha: pull.baseOid, repo: reference(repository) },
    }));
}
