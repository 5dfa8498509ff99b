import type { Change, Files, PreviousRelease, Range, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { changesOf } from "./changes.ts";
import type { CommitAnswer } from "./commits.ts";
import { textAt } from "./entries-at.ts";
import { filesAt } from "./files.ts";
import { mergeBaseOf } from "./merge-base.ts";
import { partly, read, unreadable } from "./readings.ts";
import type { Since } from "./releases.ts";
import type { Remembered } from "./remembered.ts";
import { PULL_REQUEST_AT, type CommitSight, type Sight } from "./sight.ts";
import { startIn } from "./snapshot-answer.ts";
import { START_AT } from "./snapshot-query.ts";

/** From where something changed, and what. */
export interface Changed {
  /** A commit, itself not in it, and how people know it. */
  readonly from: string;
  readonly fromName: string;
  readonly changes: readonly Change[];
}

/** What a pull request itself changes against its base. */
export function ownChangesOf(
  api: Api,
  sight: Sight,
  commits: readonly CommitAnswer[] | null,
  remembered: Remembered,
): Promise<Reading<Changed>> {
  return partly("What changed", () => readOwnChanges(api, sight, commits, remembered));
}

async function readOwnChanges(
  api: Api,
  sight: Sight,
  commits: readonly CommitAnswer[] | null,
  remembered: Remembered,
): Promise<Reading<Changed>> {
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
  return changes.status === "read"
    ? read({ from: mergeBase, fromName: pullRequest.baseRefName, changes: changes.value })
    : changes;
}

/** The range a decision is about, with the previous release at which it begins. */
export interface History {
  readonly previousRelease: Reading<PreviousRelease | null>;
  readonly range: Reading<Range | null>;
}

/**
 * What changed since the previous release. Where there is none, what `otherwise` says: a pull request's
 * own changes, or nothing at all.
 */
export async function historyOf(
  api: Api,
  sight: CommitSight,
  since: Reading<Since | null>,
  otherwise: Reading<Changed> | null,
  remembered: Remembered,
): Promise<History> {
  if (since.status !== "read") return { previousRelease: since, range: since };
  const release = since.value?.release ?? null;
  const changed = since.value === null ? otherwise : sinceThe(since.value);
  const previousRelease = read(release);
  if (changed === null) return { previousRelease, range: read(null) };
  if (changed.status !== "read") return { previousRelease, range: changed };
  const range = await partly("The documents at the start of the range", async () =>
    read({ ...changed.value, before: await beforeAt(api, sight, changed.value.from, remembered) }),
  );
  return { previousRelease, range };
}

function sinceThe({ release, comparison }: Since): Reading<Changed> {
  const { changes, mergeBase } = comparison;
  if (changes.status !== "read") return changes;
  return read({ from: mergeBase, fromName: release.tag, changes: changes.value });
}

/** From the same read, where that found the commit; else in one request more. */
async function beforeAt(
  api: Api,
  sight: CommitSight,
  commit: string,
  remembered: Remembered,
): Promise<Files> {
  const { before } = sight.paths;
  if (before.length === 0) return {};
  const start = startIn(sight.repository);
  if (start?.oid === commit) {
    const place = { at: START_AT[sight.startBy.how], answer: start, errors: sight.errors };
    return Object.fromEntries(
      before.map((path, index) => [path, textAt(place, `b${index}`)] as const),
    );
  }
  // The next read of this candidate will look there by itself.
  remembered.starts.set(sight.key, commit);
  const asked = { repository: sight.fullName, commit, paths: before, withText: true };
  return filesAt(api, asked, remembered.files);
}
