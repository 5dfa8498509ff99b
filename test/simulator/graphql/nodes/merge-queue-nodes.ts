import { latestRuns } from "../../world/checks.ts";
import type { MergeQueue, QueueEntry } from "../../world/merge-queues.ts";
import { fullName } from "../../world/repositories.ts";
import { isoDate } from "../../rest/resources/site.ts";
import { connection } from "../connections.ts";
import type { Fields, View } from "../view.ts";
import { field } from "../view.ts";

/** A merge queue. Reading one takes `merge_queues: read`. */
export function mergeQueueNode(view: View, queue: MergeQueue): Fields {
  const { repository, branch } = queue;
  const path = `/${fullName(repository)}/queue/${branch}`;
  return {
    __typename: "MergeQueue",
    id: `MQ_${Buffer.from(`${repository.id}:${branch}`).toString("base64url")}`,
    repository: () => view.nodes.repository(view, repository),
    nextEntryEstimatedTimeToMerge: null,
    url: view.site.html + path,
    resourcePath: path,
    entries: field((args, _view, info) =>
      connection(queue.entries, args, info, (entry) => entryNode(view, queue, entry)),
    ),
  };
}

function entryNode(view: View, queue: MergeQueue, entry: QueueEntry): Fields {
  const { repository } = queue;
  const commit = (oid: string | null): Fields | null =>
    oid === null
      ? null
      : view.nodes.commit(view, repository, repository.objects.read("commit", oid));
  return {
    __typename: "MergeQueueEntry",
    id: entry.nodeId,
    position: queue.entries.indexOf(entry) + 1,
    state: stateOf(queue, entry),
    headCommit: () => commit(entry.headOid),
    baseCommit: () => commit(entry.baseOid),
    pullRequest: () => view.nodes.pullRequest(view, entry.pullRequest),
    mergeQueue: () => mergeQueueNode(view, queue),
    enqueuer: () => view.nodes.account(view, entry.enqueuer),
    enqueuedAt: isoDate(entry.enqueuedAt),
    estimatedTimeToMerge: null,
    jump: false,
    solo: false,
  };
}

/** https://docs.github.com/en/graphql/reference/enums#mergequeueentrystate */
function stateOf(queue: MergeQueue, entry: QueueEntry): string {
  if (entry.headOid === null) return "QUEUED";
  const runs = queue.repository.checkSuites
    .filter((suite) => suite.headSha === entry.headOid)
    .flatMap(latestRuns);
  const isDone = runs.length > 0 && runs.every((run) => run.conclusion === "success");
  return isDone ? "MERGEABLE" : "AWAITING_CHECKS";
}
