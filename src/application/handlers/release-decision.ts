import { worst, type Instant, type Outcome } from "../../domain/index.ts";
import { judgeCommit } from "../judge.ts";
import type { Release } from "../ports.ts";
import type { ReleaseJob, TagJob } from "../queue.ts";
import { releaseRun, type ReleaseReport } from "../report/index.ts";
import type { Surroundings } from "../surroundings.ts";
import { isWorthSaying, sayItCouldNotBeTold } from "./could-not-tell.ts";
import { record } from "./record.ts";
import { isPartlyUnread, lookAgainInTime, lookAgainSoon, wakeHeld } from "./look-again.ts";
import { isHistory, type DecidedRelease, type ReleaseDesk, type Subject } from "./release-desk.ts";
import { isSettled, markOf, writeMarks, type Marks } from "./release-marks.ts";
import { marksOf } from "./release-memory.ts";
import { releaseReport } from "./release-report-of.ts";
import { act, whatToDo } from "./take-back.ts";

export async function decideAndPublish(
  job: ReleaseJob | TagJob,
  subject: Subject,
  attempt: number,
  desk: ReleaseDesk,
  around: Surroundings,
): Promise<Outcome | null> {
  const { repository, platform } = desk;
  const { release, commit } = subject;
  let own: DecidedRelease | null;
  try {
    own = await judgeRelease(subject, release, "tag" in job ? job.tag : "", desk, around);
    if (own === null) return null;
    const others = await judgeOthers(subject, desk, around);
    const marks = await marksOf(job, own, others, subject, desk);
    const { policy } = desk.standing;
    const todo = whatToDo(release, { ...own, policy }, attempt);
    const said = { ...todo, movedFrom: marks.movedFrom };
    const report = releaseReport(own, others, said, around);
    const shown = worstOf([own, ...others]);
    const rest = [own, ...others].filter((each) => each !== shown);
    // The check belongs to the commit: it shows the worst of its releases, whichever was looked at.
    const all =
      shown === own ? report : releaseReport(shown, rest, { ...said, action: "none" }, around);
    await record([own], around);
    await publishRun(all, marks, own, job.again, desk);
    if (release) await act(desk, release, report, todo, around.log);
    if (!isPartlyUnread(own) && !(release && marks.settled.includes(markOf(release)))) {
      await lookAgainInTime(job, own, around);
    }
    const outcome = worst([own, ...others].map(({ decision }) => decision.outcome));
    around.log.info({ release: report.release.tag, outcome }, "decided");
  } catch (error) {
    if (isWorthSaying(error, attempt)) {
      const untold = { repository, commit, pullRequest: null, stage: "release" as const };
      await sayItCouldNotBeTold(untold, error, platform, around);
    }
    throw error;
  } finally {
    await wakeHeld(job, around, job.kind === "tag" ? "tag" : "anything");
  }
  if (isPartlyUnread(own)) await lookAgainSoon(job, around);
  return own.decision.outcome;
}

/** By id where several stand alike, so that the same one is shown every time. */
function worstOf(all: readonly [DecidedRelease, ...DecidedRelease[]]): DecidedRelease {
  const outcome = worst(all.map(({ decision }) => decision.outcome));
  const alike = all.filter(({ decision }) => decision.outcome === outcome);
  const [first] = alike.toSorted((a, b) => (a.release?.id ?? 0) - (b.release?.id ?? 0));
  return first ?? all[0];
}

async function judgeRelease(
  { commit }: Subject,
  release: Release | null,
  tag: string,
  { platform, repository }: ReleaseDesk,
  around: Surroundings,
): Promise<DecidedRelease | null> {
  const judged = await judgeCommit(
    platform.commit({
      repository,
      commit,
      kind: "release",
      stage: "release",
      release: release?.tag ?? tag,
      assets: { status: "read", value: release?.assets ?? [] },
      member: null,
    }),
    { now: timeOf(release, around), knowledge: around.knowledge, freshness: "anew" },
  );
  return judged.status === "decided" ? { ...judged, release } : null;
}

/** What was in order when it was published is not taken back because time has passed since. */
function timeOf(release: Release | null, around: Surroundings): Instant {
  const published = release && isSettled(release) ? release.publishedAt : null;
  return published ?? around.now();
}

async function judgeOthers(
  subject: Subject,
  desk: ReleaseDesk,
  around: Surroundings,
): Promise<readonly DecidedRelease[]> {
  const judged: DecidedRelease[] = [];
  for (const other of subject.others) {
    if (isSettled(other) || (await isHistory(other, desk))) continue;
    const one = await judgeRelease(subject, other, other.tag, desk, around);
    if (one) judged.push(one);
  }
  return judged;
}

async function publishRun(
  report: ReleaseReport,
  marks: Marks,
  { snapshot }: DecidedRelease,
  again: boolean,
  { platform, repository }: ReleaseDesk,
): Promise<void> {
  const remembers = writeMarks(marks);
  const run = releaseRun(report);
  await platform.publish(
    {
      repository,
      commit: snapshot.candidate.commit,
      pullRequest: null,
      page: pageOf(report.release),
      checks: [remembers === "" ? run : { ...run, remembers }],
      comment: null,
      requests: { users: [], teams: [] },
    },
    snapshot.published,
    { again },
  );
}

/** Drafts have no page of their own that we know; names of tags can hold nearly everything. */
function pageOf({ tag, id, draft }: ReleaseReport["release"]): string {
  if (draft) return "releases";
  const name = tag.split("/").map(encodeURIComponent).join("/");
  return id === null ? `tree/${name}` : `releases/tag/${name}`;
}
