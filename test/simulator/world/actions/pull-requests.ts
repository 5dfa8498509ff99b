import type { Account, Team } from "../accounts.ts";
import type { PullRequest } from "../issues.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";
import { labelNamed } from "./create-repositories.ts";
import { recordEvent } from "./record-event.ts";

/** What a pull request is opened with. */
export interface PullRequestOptions {
  readonly by: Account;
  /** The branch with the changes. */
  readonly head: string;
  /** The fork that has that branch; the repository itself unless said otherwise. */
  readonly from?: Repository;
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
  /** Labels chosen while opening; GitHub sends a `labeled` for each, after `opened`. */
  readonly labels?: readonly string[];
}

/** Opens a pull request. */
export function openPullRequest(
  world: World,
  repository: Repository,
  options: PullRequestOptions,
): PullRequest {
  const headRepository = options.from ?? repository;
  const baseRef = options.base ?? repository.defaultBranch;
  const baseOid = branchTip(repository, baseRef);
  const headOid = branchTip(headRepository, options.head);
  const number = repository.issues.size + 1;
  const now = world.now();
  const pullRequest: PullRequest = {
    kind: "pull-request",
    issueId: world.identify("Issue").id,
    ...world.identify("PullRequest"),
    number,
    repository,
    author: options.by,
    title: options.title ?? `Merge ${options.head}`,
    body: options.body ?? "",
    state: "OPEN",
    draft: options.draft ?? false,
    baseRef,
    baseOid,
    headRepository,
    headRef: options.head,
    headOid,
    labels: [],
    comments: [],
    timeline: [],
    reviews: [],
    requestedReviewers: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeCommitOid: null,
    introducedOids: new Set(),
    lastEditedAt: null,
    editor: null,
  };
  repository.issues.set(number, world.register("PullRequest", pullRequest));
  repository.refs.set(`refs/pull/${number}/head`, headOid);
  world.emit({ event: "pull_request", action: "opened", pullRequest, sender: options.by });
  for (const label of options.labels ?? []) addLabel(world, pullRequest, label, options.by);
  return pullRequest;
}

/** Opens a closed pull request again. */
export function reopenPullRequest(world: World, pullRequest: PullRequest, by: Account): void {
  if (pullRequest.state !== "CLOSED") throw new Error("Only a closed pull request can be reopened");
  pullRequest.state = "OPEN";
  pullRequest.closedAt = null;
  recordEvent(world, pullRequest, by, { type: "ReopenedEvent" });
  world.emit({ event: "pull_request", action: "reopened", pullRequest, sender: by });
}

/** Changes title, body or base branch. */
export function editPullRequest(
  world: World,
  pullRequest: PullRequest,
  by: Account,
  edit: { title?: string; body?: string; base?: string },
): void {
  const changes: Record<string, unknown> = {};
  if (edit.title !== undefined && edit.title !== pullRequest.title) {
    changes["title"] = { from: pullRequest.title };
    const titles = { previousTitle: pullRequest.title, currentTitle: edit.title };
    recordEvent(world, pullRequest, by, { type: "RenamedTitleEvent", ...titles });
    pullRequest.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== pullRequest.body) {
    changes["body"] = { from: pullRequest.body };
    pullRequest.body = edit.body;
    pullRequest.lastEditedAt = world.now();
    pullRequest.editor = by;
  }
  if (edit.base !== undefined && edit.base !== pullRequest.baseRef) {
    const previousRefName = pullRequest.baseRef;
    changes["base"] = { ref: { from: previousRefName }, sha: { from: pullRequest.baseOid } };
    pullRequest.baseOid = branchTip(pullRequest.repository, edit.base);
    pullRequest.baseRef = edit.base;
    const names = { previousRefName, currentRefName: edit.base };
    recordEvent(world, pullRequest, by, { type: "BaseRefChangedEvent", ...names });
  }
  if (Object.keys(changes).length === 0) return;
  pullRequest.updatedAt = world.now();
  world.emit({ event: "pull_request", action: "edited", pullRequest, changes, sender: by });
}

/** Puts a label on a pull request, making it where the repository lacks it. */
export function addLabel(world: World, pullRequest: PullRequest, name: string, by: Account): void {
  const label = labelNamed(world, pullRequest.repository, name);
  if (pullRequest.labels.includes(label)) return;
  pullRequest.labels.push(label);
  recordEvent(world, pullRequest, by, { type: "LabeledEvent", label });
  world.emit({ event: "pull_request", action: "labeled", pullRequest, label, sender: by });
}

/** Takes a label off a pull request. */
export function removeLabel(
  world: World,
  pullRequest: PullRequest,
  name: string,
  by: Account,
): void {
  const label = labelNamed(world, pullRequest.repository, name);
  const index = pullRequest.labels.indexOf(label);
  if (index === -1) return;
  pullRequest.labels.splice(index, 1);
  recordEvent(world, pullRequest, by, { type: "UnlabeledEvent", label });
  world.emit({ event: "pull_request", action: "unlabeled", pullRequest, label, sender: by });
}

/** Turns a pull request into a draft, or a draft into one that is ready for review. */
export function setDraft(
  world: World,
  pullRequest: PullRequest,
  draft: boolean,
  by: Account,
): void {
  if (pullRequest.draft === draft) return;
  pullRequest.draft = draft;
  const type = draft ? "ConvertToDraftEvent" : "ReadyForReviewEvent";
  recordEvent(world, pullRequest, by, { type });
  const action = draft ? "converted_to_draft" : "ready_for_review";
  world.emit({ event: "pull_request", action, pullRequest, sender: by });
}

/** Asks a person or team for a review; those asked already are not asked again. */
export function requestReview(
  world: World,
  pullRequest: PullRequest,
  reviewer: Account | Team,
  by: Account,
): void {
  if (pullRequest.requestedReviewers.includes(reviewer)) return;
  pullRequest.requestedReviewers.push(reviewer);
  pullRequest.updatedAt = world.now();
  const requested = { pullRequest, requestedReviewer: reviewer, sender: by };
  world.emit({ event: "pull_request", action: "review_requested", ...requested });
}

/** Withdraws a request for a review. */
export function withdrawReviewRequest(
  world: World,
  pullRequest: PullRequest,
  reviewer: Account | Team,
  by: Account,
): void {
  const index = pullRequest.requestedReviewers.indexOf(reviewer);
  if (index === -1) return;
  pullRequest.requestedReviewers.splice(index, 1);
  const requested = { pullRequest, requestedReviewer: reviewer, sender: by };
  world.emit({ event: "pull_request", action: "review_request_removed", ...requested });
}

function branchTip(repository: Repository, branch: string): string {
  const oid = repository.refs.get(`refs/heads/${branch}`);
  if (oid === undefined) {
    throw new Error(`${repository.owner.login}/${repository.name} has no branch ${branch}`);
  }
  return oid;
}
