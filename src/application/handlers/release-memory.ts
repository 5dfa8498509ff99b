import type { Release } from "../ports.ts";
import type { ReleaseJob, TagJob } from "../queue.ts";
import { RELEASE } from "../report/index.ts";
import type { DecidedRelease, ReleaseDesk, Subject } from "./release-desk.ts";
import { isSettled, markOf, readMarks, type Marks } from "./release-marks.ts";

/** What the check run is to remember after this. */
export async function marksOf(
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
