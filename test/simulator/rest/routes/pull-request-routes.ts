import type { Account, Team } from "../../world/accounts.ts";
import type { MergeMethod } from "../../world/actions/merge-pull-request.ts";
import { mergePullRequest, mergeability } from "../../world/actions/merge-pull-request.ts";
import {
  editPullRequest,
  requestReview,
  withdrawReviewRequest,
} from "../../world/actions/pull-requests.ts";
import type { PullRequest } from "../../world/issues.ts";
import { isTeam } from "../../world/accounts.ts";
import { pullRequestsOf } from "../../world/repositories.ts";
import { pullsWith } from "../pulls-with.ts";
import { reviewRequestProblem } from "../review-requests.ts";
import { paginated } from "../pagination.ts";
import { RestError, created, notFound, ok, unprocessable } from "../reply.ts";
import { simpleUser, teamJson } from "../resources/account-json.ts";
import { commitJson, diffEntry } from "../resources/commit-json.ts";
import {
  commitsOf,
  filesOf,
  pullRequestJson,
  reviewJson,
  simplePullRequest,
} from "../resources/pull-request-json.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const root = "/repos/{owner}/{repo}/pulls";
const one = `${root}/{pull_number}`;
const read = [["pull_requests", "read"]] as const;
const write = [["pull_requests", "write"]] as const;
/** REST shows no more, https://docs.github.com/en/rest/pulls/pulls. */
const [mostCommits, mostFiles] = [250, 3000];

/** Pull requests. */
export const pullRequestRoutes: readonly Route[] = [
  repositoryRoute("GET", root, read, listPulls),
  repositoryRoute("GET", one, read, (call) => ok(pullRequestJson(call.site, pullOf(call)))),
  repositoryRoute("PATCH", one, write, (call) => {
    const pull = pullOf(call);
    const { title, body, base } = call.body;
    editPullRequest(call.site.world, pull, call.actor, {
      ...(typeof title === "string" ? { title } : {}),
      ...(typeof body === "string" ? { body } : {}),
      ...(typeof base === "string" ? { base } : {}),
    });
    return ok(pullRequestJson(call.site, pull));
  }),
  repositoryRoute("GET", `${one}/files`, read, (call) => {
    const pull = pullOf(call);
    return paginated(call, filesOf(pull).slice(0, mostFiles), (file) =>
      diffEntry(call.site, call.repository, pull.headOid, file),
    );
  }),
  repositoryRoute("GET", `${one}/commits`, read, (call) =>
    paginated(call, commitsOf(pullOf(call)).slice(0, mostCommits), (commit) =>
      commitJson(call.site, call.repository, commit),
    ),
  ),
  repositoryRoute("GET", `${one}/reviews`, read, (call) =>
    paginated(call, pullOf(call).reviews, (review) => reviewJson(call.site, review, "upper")),
  ),
  repositoryRoute("GET", `${one}/requested_reviewers`, read, (call) => {
    const { requestedReviewers } = pullOf(call);
    const people = requestedReviewers.filter((reviewer): reviewer is Account => !isTeam(reviewer));
    return ok({
      users: people.map((person) => simpleUser(call.site, person)),
      teams: requestedReviewers.filter(isTeam).map((team) => teamJson(call.site, team)),
    });
  }),
  repositoryRoute("POST", `${one}/requested_reviewers`, write, (call) => {
    const pull = pullOf(call);
    const wanted = reviewersOf(call);
    const problem = reviewRequestProblem(pull, wanted);
    if (problem !== undefined) throw unprocessable(problem);
    for (const reviewer of wanted) requestReview(call.site.world, pull, reviewer, call.actor);
    return created(simplePullRequest(call.site, pull));
  }),
  repositoryRoute("DELETE", `${one}/requested_reviewers`, write, (call) => {
    const pull = pullOf(call);
    for (const reviewer of reviewersOf(call)) {
      withdrawReviewRequest(call.site.world, pull, reviewer, call.actor);
    }
    return ok(simplePullRequest(call.site, pull));
  }),
  repositoryRoute("PUT", `${one}/merge`, [["contents", "write"]], merge),
  repositoryRoute("GET", "/repos/{owner}/{repo}/commits/{commit_sha}/pulls", read, (call) => {
    const sha = call.params["commit_sha"] ?? "";
    const found = pullsWith(call.repository, sha);
    return paginated(call, found, (pull) => simplePullRequest(call.site, pull));
  }),
];

function listPulls(call: RepositoryCall): ReturnType<typeof ok> {
  const { query } = call;
  const state = query.get("state") ?? "open";
  const [head, base] = [query.get("head"), query.get("base")];
  const matching = pullRequestsOf(call.repository)
    .filter((pull) => state === "all" || (pull.state === "OPEN") === (state === "open"))
    .filter((pull) => base === null || pull.baseRef === base)
    // A head without "owner:" is ignored, as GitHub does.
    .filter((pull) => head?.includes(":") !== true || label(pull) === head);
  const key = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const direction = query.get("direction") ?? (query.has("sort") ? "asc" : "desc");
  matching.sort((a, b) => a[key].getTime() - b[key].getTime() || a.number - b.number);
  if (direction === "desc") matching.reverse();
  return paginated(call, matching, (pull) => simplePullRequest(call.site, pull));
}

function merge(call: RepositoryCall): ReturnType<typeof ok> {
  const pull = pullOf(call);
  const { sha, merge_method: method, commit_title: title, commit_message: message } = call.body;
  if (sha !== undefined && sha !== pull.headOid) {
    throw new RestError(409, "Head branch was modified. Review and try the merge again.");
  }
  if (mergeability(pull) !== "MERGEABLE" || pull.draft) {
    throw new RestError(405, "Pull Request is not mergeable");
  }
  const merged = mergePullRequest(call.site.world, pull, call.actor, {
    method: (method as MergeMethod | undefined) ?? "merge",
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof message === "string" ? { message } : {}),
  });
  return ok({ sha: merged, merged: true, message: "Pull Request successfully merged" });
}

function reviewersOf(call: RepositoryCall): (Account | Team)[] {
  const logins = (call.body["reviewers"] ?? []) as readonly string[];
  const slugs = (call.body["team_reviewers"] ?? []) as readonly string[];
  const { world } = call.site;
  const organization = world.organization(call.repository.owner.login);
  const users = logins.map((login) => world.account(login));
  const teams = slugs.map((slug) => organization?.teams.find((team) => team.slug === slug));
  if (users.includes(undefined)) {
    throw unprocessable(
      "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the " +
        `${call.repository.owner.login}/${call.repository.name} repository.`,
    );
  }
  if (teams.includes(undefined)) throw unprocessable("Could not resolve to a node");
  return [...users, ...teams].filter((reviewer) => reviewer !== undefined);
}

function pullOf(call: RepositoryCall): PullRequest {
  const issue = call.repository.issues.get(Number(call.params["pull_number"]));
  if (issue?.kind !== "pull-request") throw notFound();
  return issue;
}

function label(pull: PullRequest): string {
  return `${pull.headRepository?.owner.login ?? "unknown"}:${pull.headRef}`;
}
