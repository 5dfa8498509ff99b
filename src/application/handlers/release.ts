import { worst, type Instant, type Outcome } from "../../domain/index.ts";
import { isNamed } from "../candidacy.ts";
import { judgeCommit, type Decided } from "../judge.ts";
import { EvidenceUnavailable, type CommitSnapshot, type Platform, type Release } from "../ports.ts";
import type { ReleaseJob, TagJob } from "../queue.ts";
import { RELEASE, releaseRun, withoutNotes, type ReleaseReport } from "../report/index.ts";
import { FIRST_ATTEMPT_SHOWN, type Surroundings } from "../surroundings.ts";
import { sayItCouldNotBeTold } from "./could-not-tell.ts";
import { isPartlyUnread, lookAgainInTime, lookAgainSoon, wakeHeld } from "./look-again.ts";
import { policyOf, type StandingPolicy } from "./policy-of.ts";
import { isAtRest, isSettled, markOf, readMarks, writeMarks, type Marks } from "./release-marks.ts";
import { releaseReport } from "./release-report-of.ts";
import { act, closeIssues, whatToDo } from "./take-back.ts";

type DecidedRelease = Decided<CommitSnapshot> & { readonly release: Release | null };

/** Where releases are decided: their repository, and by which policy. */
export interface ReleaseDesk {
  readonly platform: Platform;
  readonly repository: string;
  readonly standing: StandingPolicy;
}

/** Decides one release, and takes it back if it was published without passing. */
export async function decideRelease(
  job: ReleaseJob,
  attempt: number,
  around: Surroundings,
): Promise<void> {
  const { repository, id } = job;
  const platform = await around.platform(job.installationId);
  const standing = await policyOf(platform, repository, around.knowledge);
  if (standing === null) return;
  const desk = { platform, repository, standing };
  const all = await releasesOf(platform, repository, { id });
  const release = all.find((each) => each.id === id);
  if (!release) {
    freeOthers(job, around);
    return closeIssues(desk, id, null, "deleted");
  }
  if (!isCandidateTag(release.tag, standing)) {
    if (await removeNotes(desk, release)) freeOthers(job, around);
    return;
  }
  if (release.commit === null) return;
  if (await isHistory(release, desk)) return;
  // A tag that comes back to where it had passed leaves notes, and perhaps an issue, to be mended.
  if (isAtRest(release) && !job.again && job.movedFrom === null) return;
  const others = all.filter(
    (other) =>
      other.id !== id && other.commit === release.commit && isCandidateTag(other.tag, standing),
  );
  await decideAndPublish(job, { release, others, commit: release.commit }, attempt, desk, around);
}

/** A tag that was made, moved or taken away: the releases that have it, else the tag by itself. */
export async function decideTag(job: TagJob, attempt: number, around: Surroundings): Promise<void> {
  const { repository, tag, installationId } = job;
  const platform = await around.platform(installationId);
  const standing = await policyOf(platform, repository, around.knowledge);
  if (standing === null || !isCandidateTag(tag, standing)) return;
  const all = await releasesOf(platform, repository, { tag });
  const having = all.filter((release) => release.tag === tag);
  for (const { id } of having) {
    const { movedFrom } = job;
    around
      .queue()
      .add({ kind: "release", installationId, repository, id, movedFrom, again: false });
  }
  const commit = having.length === 0 ? await platform.tagCommit(repository, tag) : null;
  if (commit === null) {
    around.held.release(job);
    return;
  }
  // No event tells that an approval came in the pull request that brought it.
  around.held.keep({ job: { ...job, movedFrom: null }, told: null });
  const others = all.filter(
    (other) => other.commit === commit && isCandidateTag(other.tag, standing),
  );
  const desk = { platform, repository, standing };
  const subject = { release: null, others, commit };
  const outcome = await decideAndPublish(job, subject, attempt, desk, around);
  if (outcome === "passed") around.held.release(job);
}

interface Subject {
  /** Null: a tag without a release. */
  readonly release: Release | null;
  /** Other releases of the same commit. */
  readonly others: readonly Release[];
  readonly commit: string;
}

async function decideAndPublish(
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
    await publishRun(all, marks, own, job.again, desk);
    if (release) await act(desk, release, report, todo, around.log);
    if (!isPartlyUnread(own) && !(release && marks.settled.includes(markOf(release)))) {
      lookAgainInTime(job, own, around);
    }
    const outcome = worst([own, ...others].map(({ decision }) => decision.outcome));
    around.log.info({ candidate: { repository, release: report.release.tag }, outcome }, "decided");
  } catch (error) {
    if (attempt >= FIRST_ATTEMPT_SHOWN) {
      const untold = { repository, commit, pullRequest: null, stage: "release" as const };
      await sayItCouldNotBeTold(untold, error, platform, around);
    }
    throw error;
  } finally {
    wakeHeld(repository, around, job.kind === "tag" ? "tag" : "anything");
  }
  if (isPartlyUnread(own)) lookAgainSoon(job, around);
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

/** What the check run is to remember after this. */
async function marksOf(
  job: ReleaseJob | TagJob,
  own: DecidedRelease,
  others: readonly DecidedRelease[],
  { release, others: listed }: Subject,
  desk: ReleaseDesk,
): Promise<Marks> {
  const here = [release, ...listed].filter((each) => each !== null);
  const before = readMarks(here[0]?.remembers ?? null);
  const stillHolds = here.filter(isSettled).map(markOf);
  const isObserved = desk.standing.policy?.mode === "observe";
  const fresh = [own, ...others].flatMap(({ release: each, decision }) =>
    each && !each.draft && (decision.outcome === "passed" || isObserved) ? [markOf(each)] : [],
  );
  const id = String(release?.id ?? "");
  const moved = release && (await passedBefore(job, release, desk));
  return {
    settled: [...stillHolds, ...fresh],
    movedFrom: moved === null ? before.movedFrom : { ...before.movedFrom, [id]: moved },
  };
}

/** Where the release had passed, if its tag was moved away from there, perhaps by and by. */
async function passedBefore(
  { movedFrom }: ReleaseJob | TagJob,
  release: Release,
  { platform, repository }: ReleaseDesk,
): Promise<string | null> {
  // A push of an annotated tag tells the tag's own id.
  const from = movedFrom === null ? null : await platform.commitOf(repository, movedFrom);
  if (from === null || from === release.commit) return null;
  const { checks } = await platform.published(repository, from);
  const marks = readMarks(checks.find(({ name }) => name === RELEASE)?.remembers ?? null);
  if (marks.settled.includes(markOf({ ...release, commit: from }))) return from;
  return marks.movedFrom[String(release.id)] ?? null;
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

/** Published before anybody asked for gates: such releases are never touched. */
export async function isHistory(
  release: Release,
  { platform, repository }: Pick<ReleaseDesk, "platform" | "repository">,
): Promise<boolean> {
  if (release.draft || release.publishedAt === null) return false;
  const since: Instant | null = await platform.policySince(repository);
  return since !== null && Date.parse(release.publishedAt) < Date.parse(since);
}

async function releasesOf(
  platform: Platform,
  repository: string,
  also: { readonly id?: number; readonly tag?: string },
): Promise<readonly Release[]> {
  const reading = await platform.releases(repository, also);
  if (reading.status === "read") return reading.value;
  throw new EvidenceUnavailable(
    "forbidden",
    reading.status === "unreadable" ? reading.reason : "Nobody asked GitHub.",
  );
}

/** Where no policy was ever valid, whatever is tagged is taken for a release. */
export function isCandidateTag(tag: string, { policy }: StandingPolicy): boolean {
  return policy === null || isNamed(tag, policy.candidates.tags);
}

/** A release that is none any more by its tag keeps nothing of ours in its notes; whether it had any. */
async function removeNotes(
  { platform, repository }: ReleaseDesk,
  release: Release,
): Promise<boolean> {
  const body = withoutNotes(release.body);
  if (body === release.body) return false;
  await platform.editRelease(repository, release, { body });
  return true;
}

/** What is no release any more may have stood in the way of another one of its commit. */
function freeOthers({ installationId, repository }: ReleaseJob, around: Surroundings): void {
  const all = { installationId, repository, commit: null, again: false };
  around.queue().add({ kind: "releases", ...all });
}
