import type { Repository } from "../../world/repositories.ts";
import { fullName, pullRequestsOf } from "../../world/repositories.ts";
import { latestRelease } from "../../world/releases.ts";
import type { Issue, PullRequest } from "../../world/issues.ts";
import { isoDate } from "../../rest/resources/site.ts";
import { mergeQueueNode } from "./merge-queue-nodes.ts";
import { connection } from "../connections.ts";
import { resolveExpression } from "../git-expression.ts";
import { notResolved } from "../query-error.ts";
import type { Args, Fields, View } from "../view.ts";
import { field, isAbsent, require } from "../view.ts";

/** A repository. Its content takes `contents: read`, its pull requests `pull_requests: read`. */
export function repositoryNode(view: View, repository: Repository): Fields {
  const { nodes } = view;
  const contents = (): void => require(view, repository, ["contents", "read"]);
  const pulls = (): void => require(view, repository, ["pull_requests", "read"]);
  const ref = (name: string): Fields | null => {
    const oid = repository.refs.get(name);
    return oid === undefined ? null : nodes.ref(view, repository, name, oid);
  };
  const url = `${view.site.html}/${fullName(repository)}`;
  return {
    __typename: "Repository",
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: () => nodes.account(view, repository.owner),
    isPrivate: repository.private,
    visibility: repository.private ? "PRIVATE" : "PUBLIC",
    isArchived: false,
    isFork: repository.parent !== null,
    isEmpty: repository.refs.size === 0,
    isInOrganization: repository.owner.type === "Organization",
    description: null,
    url,
    resourcePath: `/${fullName(repository)}`,
    createdAt: isoDate(repository.createdAt),
    pushedAt: isoDate(repository.pushedAt),
    updatedAt: isoDate(repository.pushedAt),
    parent: () => (repository.parent === null ? null : nodes.repository(view, repository.parent)),
    defaultBranchRef: () => {
      contents();
      return ref(`refs/heads/${repository.defaultBranch}`);
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      contents();
      const candidates = [
        qualifiedName,
        `refs/heads/${qualifiedName}`,
        `refs/tags/${qualifiedName}`,
      ];
      return ref(candidates.find((name) => repository.refs.has(name)) ?? qualifiedName);
    },
    refs: field((args, _view, info) => {
      contents();
      return connection(refsWith(repository, args), args, info, ([name]) => ref(name));
    }),
    object: ({ expression, oid }: { expression?: string; oid?: string }) => {
      contents();
      const object =
        oid === undefined
          ? resolveExpression(repository, expression ?? "")
          : repository.objects.get(oid);
      return object === undefined ? null : nodes.object(view, repository, object);
    },
    issue: ({ number }: { number: number }) => {
      require(view, repository, ["issues", "read"]);
      const issue = repository.issues.get(number);
      if (issue?.kind === "issue") return nodes.issue(view, issue);
      throw notResolved(`an Issue with the number of ${number}`);
    },
    issues: field((args, _view, info) => {
      require(view, repository, ["issues", "read"]);
      const found = selectIssues(repository, args);
      return connection(found, args, info, (issue) => nodes.issue(view, issue));
    }),
    pullRequest: ({ number }: { number: number }) => {
      pulls();
      const pull = repository.issues.get(number);
      if (pull?.kind === "pull-request") return nodes.pullRequest(view, pull);
      throw notResolved(`a PullRequest with the number of ${number}`);
    },
    pullRequests: field((args, _view, info) => {
      pulls();
      const found = selectPulls(pullRequestsOf(repository), args);
      return connection(found, args, info, (pull) => nodes.pullRequest(view, pull));
    }),
    mergeQueue: ({ branch }: { branch?: string | null }) => {
      require(view, repository, ["merge_queues", "read"]);
      const queue = repository.mergeQueues.get(branch ?? repository.defaultBranch);
      return queue === undefined ? null : mergeQueueNode(view, queue);
    },
    label: ({ name }: { name: string }) => {
      const label = repository.labels.get(name.toLowerCase());
      return label === undefined ? null : nodes.label(view, repository, label);
    },
    release: ({ tagName }: { tagName: string }) => {
      contents();
      const release = repository.releases.find((one) => !one.draft && one.tagName === tagName);
      return release === undefined ? null : nodes.release(view, release);
    },
    latestRelease: () => {
      contents();
      const release = latestRelease(repository);
      return release === undefined ? null : nodes.release(view, release);
    },
    releases: field((args, _view, info) => {
      require(view, repository, ["contents", "read"]);
      const order = args["orderBy"] as { direction: string } | undefined;
      const sorted = [...repository.releases].sort(
        (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id,
      );
      if (order?.direction !== "ASC") sorted.reverse();
      // Drafts are only for those who can write.
      const shown = sorted.filter((release) => !release.draft || mayWrite(view, repository));
      return connection(shown, args, info, (release) => nodes.release(view, release));
    }),
  };
}

/** A branch or tag. */
export function refNode(view: View, repository: Repository, name: string, oid: string): Fields {
  const prefix = /^refs\/(?:heads|tags)\//.exec(name)?.[0] ?? "refs/";
  return {
    __typename: "Ref",
    id: `REF_${Buffer.from(`${repository.id}:${name}`).toString("base64url")}`,
    name: name.slice(prefix.length),
    prefix,
    repository: () => view.nodes.repository(view, repository),
    target: () => {
      const object = repository.objects.get(oid);
      return object === undefined ? null : view.nodes.object(view, repository, object);
    },
    associatedPullRequests: field((args, _view, info) => {
      require(view, repository, ["pull_requests", "read"]);
      const pulls = pullRequestsOf(repository).filter(
        (pull) => pull.headRepository === repository && `refs/heads/${pull.headRef}` === name,
      );
      return connection(selectPulls(pulls, args), args, info, (pull) =>
        view.nodes.pullRequest(view, pull),
      );
    }),
  };
}

function mayWrite(view: View, repository: Repository): boolean {
  try {
    require(view, repository, ["contents", "write"]);
    return true;
  } catch {
    return false;
  }
}

function refsWith(repository: Repository, args: Args): [string, string][] {
  const prefix = String(args["refPrefix"]);
  const { query } = args;
  const found = [...repository.refs].filter(
    ([name]) => name.startsWith(prefix) && (typeof query !== "string" || name.includes(query)),
  );
  const order = args["orderBy"] as { field: string; direction: string } | undefined;
  const date = ([, oid]: [string, string]): number => {
    const object = repository.objects.get(oid);
    if (object?.type === "commit") return object.committer.date.getTime();
    return object?.type === "tag" ? object.tagger.date.getTime() : 0;
  };
  found.sort((a, b) => {
    const byDate = order?.field === "TAG_COMMIT_DATE" ? date(a) - date(b) : 0;
    return byDate !== 0 ? byDate : a[0] < b[0] ? -1 : 1;
  });
  const direction = order?.direction ?? args["direction"];
  return direction === "DESC" ? found.reverse() : found;
}

function selectIssues(repository: Repository, args: Args): Issue[] {
  const filter = (args["filterBy"] ?? {}) as {
    createdBy?: string;
    labels?: readonly string[];
    states?: readonly string[];
    since?: string;
  };
  const among = (list: unknown, has: (name: string) => boolean): boolean =>
    isAbsent(list) || (list as readonly string[]).some(has);
  const { createdBy, since } = filter;
  const found = [...repository.issues.values()]
    .filter((issue): issue is Issue => issue.kind === "issue")
    .filter((issue) =>
      [args["states"], filter.states].every((list) => among(list, (name) => name === issue.state)),
    )
    .filter((issue) =>
      [args["labels"], filter.labels].every((list) =>
        among(list, (name) => issue.labels.some((label) => label.name === name)),
      ),
    )
    .filter((issue) => isAbsent(createdBy) || issue.author.login === createdBy)
    .filter((issue) => isAbsent(since) || issue.updatedAt >= new Date(since));
  const order = args["orderBy"] as { field: string; direction: string } | undefined;
  const key = order?.field === "UPDATED_AT" ? "updatedAt" : "createdAt";
  found.sort((a, b) => a[key].getTime() - b[key].getTime() || a.number - b.number);
  return order?.direction === "DESC" ? found.reverse() : found;
}

function selectPulls(pulls: readonly PullRequest[], args: Args): PullRequest[] {
  const states = args["states"] as readonly string[] | undefined;
  const labels = args["labels"] as readonly string[] | undefined;
  const { headRefName, baseRefName } = args;
  const selected = pulls
    .filter((pull) => isAbsent(states) || states.includes(pull.state))
    .filter((pull) => isAbsent(headRefName) || pull.headRef === headRefName)
    .filter((pull) => isAbsent(baseRefName) || pull.baseRef === baseRefName)
    .filter((pull) => isAbsent(labels) || pull.labels.some((label) => labels.includes(label.name)));
  const order = args["orderBy"] as { field: string; direction: string } | undefined;
  const key = order?.field === "UPDATED_AT" ? "updatedAt" : "createdAt";
  selected.sort((a, b) => a[key].getTime() - b[key].getTime() || a.number - b.number);
  return order?.direction === "DESC" ? selected.reverse() : selected;
}
