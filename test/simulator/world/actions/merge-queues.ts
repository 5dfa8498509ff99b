import { commitsBetween } from "../../git/history.ts";
import { mergedTree } from "../../git/merge.ts";
import type { Account } from "../accounts.ts";
import type { PullRequest } from "../issues.ts";
import type { MergeGroup, MergeQueue, QueueEntry } from "../merge-queues.ts";
import { Refused } from "../refused.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";
import { markMerged } from "./close-pull-requests.ts";
import { createBot } from "./create-accounts.ts";
import { enforceMergeRules, missingOn } from "./enforce-rules.ts";
import type { MergeMethod } from "./merge-pull-request.ts";
import { mergeCommit } from "./merge-pull-request.ts";
import { deleteRef, moveRef } from "./move-refs.ts";
import { violation } from "./rule-violation.ts";

/** The queue before a branch, made where there is none. */
export function queueBefore(repository: Repository, branch: string): MergeQueue {
  const existing = repository.mergeQueues.get(branch);
  if (existing !== undefined) return existing;
  const queue: MergeQueue = { repository, branch, entries: [], groups: [] };
  repository.mergeQueues.set(branch, queue);
  return queue;
}

/** Adds a pull request to a queue; the checks of its head must be there by then. */
export function enqueue(
  world: World,
  queue: MergeQueue,
  pullRequest: PullRequest,
  by: Account,
): QueueEntry {
  if (pullRequest.state !== "OPEN" || pullRequest.baseRef !== queue.branch) {
    throw new Refused(422, "Pull request is not open for the queue's branch");
  }
  enforceMergeRules(world, pullRequest, { by, bypass: false, viaQueue: true });
  const entry: QueueEntry = {
    ...world.identify("MergeQueueEntry"),
    pullRequest,
    enqueuer: by,
    enqueuedAt: world.now(),
    headOid: null,
    baseOid: null,
    rewrittenOids: [],
  };
  queue.entries.push(world.register("MergeQueueEntry", entry));
  world.emit({ event: "pull_request", action: "enqueued", pullRequest, sender: by });
  return entry;
}

/**
 * Puts the next pull requests on top of the branch, or of the group before them, and asks for
 * checks of the result.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export function formGroup(
  world: World,
  queue: MergeQueue,
  size: number,
  method: MergeMethod,
): MergeGroup {
  const { repository, branch } = queue;
  const entries = queue.entries.filter((entry) => entry.headOid === null).slice(0, size);
  const last = entries.at(-1);
  const base = queue.groups.at(-1)?.headOid ?? repository.refs.get(`refs/heads/${branch}`);
  if (last === undefined || base === undefined) throw new Error("Nothing waits in the queue");
  const by = queueBot(world);
  let tip = base;
  for (const entry of entries) tip = putOnTop(world, entry, { by, tip, method });
  const name = `gh-readonly-queue/${branch}/pr-${last.pullRequest.number}-${last.baseOid ?? base}`;
  const headRef = `refs/heads/${name}`;
  const group: MergeGroup = { queue, entries, headOid: tip, baseOid: base, headRef };
  queue.groups.push(group);
  moveRef(world, repository, headRef, tip, { by, checked: true });
  world.emit({ event: "merge_group", action: "checks_requested", group, sender: by });
  return group;
}

/** Moves the branch to a group whose checks are green, and records each of its merges. */
export function mergeGroup(world: World, group: MergeGroup): void {
  const { queue, headOid, entries } = group;
  const { repository, branch } = queue;
  if (queue.groups[0] !== group) throw new Error("Another group is merged before this one");
  const problems = missingOn(repository, branch, headOid);
  if (problems.length > 0) throw violation(problems, 405);
  const by = queueBot(world);
  // The state changes first: moving the branch would find the pull requests contained in it.
  for (const { pullRequest } of entries) pullRequest.state = "MERGED";
  moveRef(world, repository, `refs/heads/${branch}`, headOid, { by, checked: true });
  for (const entry of entries) {
    const { pullRequest, headOid: merged, rewrittenOids } = entry;
    markMerged(world, pullRequest, merged ?? headOid, by, rewrittenOids);
    leave(world, queue, entry);
  }
  destroy(world, group, "merged");
}

/** Gives a group up; its pull requests leave the queue, or are put together anew. */
export function dropGroup(
  world: World,
  group: MergeGroup,
  reason: "dequeued" | "invalidated",
): void {
  for (const entry of group.entries) {
    if (reason === "dequeued") leave(world, group.queue, entry);
    else Object.assign(entry, { headOid: null, baseOid: null, rewrittenOids: [] });
  }
  destroy(world, group, reason);
}

function putOnTop(
  world: World,
  entry: QueueEntry,
  merge: { by: Account; tip: string; method: MergeMethod },
): string {
  const { pullRequest } = entry;
  const { objects } = pullRequest.repository;
  const tree = mergedTree(objects, merge.tip, pullRequest.headOid);
  if (tree === undefined) throw new Error(`#${pullRequest.number} conflicts with those before it`);
  const oid = mergeCommit(world, pullRequest, { ...merge, tree });
  entry.baseOid = merge.tip;
  entry.headOid = oid;
  entry.rewrittenOids =
    merge.method === "merge" ? [] : commitsBetween(objects, merge.tip, oid).map((one) => one.oid);
  return oid;
}

function leave(world: World, queue: MergeQueue, entry: QueueEntry): void {
  queue.entries.splice(queue.entries.indexOf(entry), 1);
  world.nodes.delete(entry.nodeId);
}

function destroy(
  world: World,
  group: MergeGroup,
  reason: "merged" | "dequeued" | "invalidated",
): void {
  const { queue, headRef } = group;
  const sender = queueBot(world);
  queue.groups.splice(queue.groups.indexOf(group), 1);
  deleteRef(world, queue.repository, headRef, { by: sender, checked: true });
  world.emit({ event: "merge_group", action: "destroyed", group, reason, sender });
}

function queueBot(world: World): Account {
  const login = "github-merge-queue[bot]";
  return world.account(login) ?? createBot(world, login);
}
