import type { Files, Reading, Range } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { changesOf } from "./changes.ts";
import type { CommitAnswer } from "./commits.ts";
import { textAt } from "./entries-at.ts";
import { filesAt } from "./files.ts";
import { mergeBaseOf } from "./merge-base.ts";
import { partly, read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";
import { PULL_REQUEST_AT, type Sight } from "./sight.ts";
import { startIn } from "./snapshot-answer.ts";
import { START_AT } from "./snapshot-query.ts";

/** What a pull request changes against its base, and the compared documents as they were there. */
export function rangeOf(
  api: Api,
  sight: Sight,
  commits: readonly CommitAnswer[] | null,
  remembered: Remembered,
): Promise<Reading<Range | null>> {
  return partly("What changed", () => readRange(api, sight, commits, remembered));
}

async function readRange(
  api: Api,
  sight: Sight,
  commits: readonly CommitAnswer[] | null,
  remembered: Remembered,
): Promise<Reading<Range | null>> {
  const { pullRequest, fullName, errors } = sight;
  const reason = errors.reasonAt([...PULL_REQUEST_AT, "files"], "Pull requests: read");
  if (reason !== null) return unreadable(reason);
  // Without all commits, the head among them, nobody knows where the pull request begins.
  if (!commits?.some((commit) => commit.oid === pullRequest.headRefOid))
    return unreadable("The commits could not be read to their end.");
  const between = {
    repository: fullName,
    base: pullRequest.baseRefOid,
    head: pullRequest.headRefOid,
  };
  const mergeBase = await mergeBaseOf(api, commits, between, remembered.mergeBases);
  // As soon as the first commit leads to the start again, no detour is needed next time.
  if (commits[0]?.parents.nodes?.[0]?.oid === mergeBase) remembered.starts.delete(keyOf(sight));
  const changes = await changesOf(
    api,
    pullRequest.files,
    {
      id: pullRequest.id,
      repository: fullName,
      number: pullRequest.number,
      head: pullRequest.headRefOid,
      mergeBase,
      changedFiles: pullRequest.changedFiles,
    },
    remembered.renames,
  );
  if (changes.status !== "read") return changes;
  const before = await beforeOf(api, sight, mergeBase, remembered);
  return read({
    from: mergeBase,
    fromName: pullRequest.baseRefName,
    changes: changes.value,
    before,
  });
}

/** From the same read, where that found the commit; else in one request more. */
async function beforeOf(
  api: Api,
  sight: Sight,
  mergeBase: string,
  remembered: Remembered,
): Promise<Files> {
  const { before } = sight.paths;
  if (before.length === 0) return {};
  const start = startIn(sight.repository);
  if (start?.oid === mergeBase) {
    const commit = { at: START_AT[sight.startBy.how], answer: start, errors: sight.errors };
    return Object.fromEntries(
      before.map((path, index) => [path, textAt(commit, `b${index}`)] as const),
    );
  }
  remembered.starts.set(keyOf(sight), mergeBase);
  const asked = { repository: sight.fullName, commit: mergeBase, paths: before, withText: true };
  return filesAt(api, asked, remembered.files);
}

function keyOf(sight: Sight): string {
  return `${sight.fullName.toLowerCase()}#${sight.pullRequest.number}`;
}
