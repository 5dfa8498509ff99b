import { EvidenceUnavailable, type Platform, type Release } from "../ports.ts";
import type { ReleaseJob, TagJob } from "../queue.ts";
import { withoutNotes } from "../report/index.ts";
import type { Surroundings } from "../surroundings.ts";
import { policyOf } from "./policy-of.ts";
import { decideAndPublish } from "./release-decision.ts";
import { isCandidateTag, isHistory, type ReleaseDesk } from "./release-desk.ts";
import { isAtRest } from "./release-marks.ts";
import { closeIssues } from "./take-back.ts";

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
    await freeOthers(job, around);
    return closeIssues(desk, id, null, "deleted");
  }
  if (!isCandidateTag(release.tag, standing)) {
    if (await removeNotes(desk, release)) await freeOthers(job, around);
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
    await around.queue.add({
      kind: "release",
      installationId,
      repository,
      id,
      movedFrom,
      again: false,
    });
  }
  const commit = having.length === 0 ? await platform.tagCommit(repository, tag) : null;
  if (commit === null) {
    await around.held.release(job);
    return;
  }
  // No event tells that an approval came in the pull request that brought it.
  await around.held.keep({ job: { ...job, movedFrom: null }, told: null });
  const others = all.filter(
    (other) => other.commit === commit && isCandidateTag(other.tag, standing),
  );
  const desk = { platform, repository, standing };
  const subject = { release: null, others, commit };
  const outcome = await decideAndPublish(job, subject, attempt, desk, around);
  if (outcome === "passed") await around.held.release(job);
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
async function freeOthers(
  { installationId, repository }: ReleaseJob,
  around: Surroundings,
): Promise<void> {
  const all = { installationId, repository, commit: null, again: false };
  await around.queue.add({ kind: "releases", ...all });
}
