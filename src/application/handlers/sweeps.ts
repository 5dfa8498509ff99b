import { isReleaseBranch } from "../candidacy.ts";
import { EvidenceUnavailable, type Platform } from "../ports.ts";
import type { JobOf } from "../queue.ts";
import type { Surroundings } from "../surroundings.ts";
import { policyOf } from "./policy-of.ts";
import { isAtRest } from "./release-marks.ts";
import { isCandidateTag, isHistory } from "./release-desk.ts";

/** What is spread out over time comes at this pace. */
const REPOSITORIES_A_SECOND = 5;

/** Drafts can come and change without an event, and events can be lost: so often all is looked at. */
const AN_HOUR_MS = 60 * 60_000;

/** Everything that is up for release with one commit. */
export async function sweepCommit(job: JobOf<"commit">, around: Surroundings): Promise<void> {
  const { installationId, repository, head, again, analysed = false } = job;
  const platform = await around.platform(installationId);
  const standing = await policyOf(platform, repository, around.knowledge);
  if (again || analysed)
    await around.forgetting.forget({ installationId, what: { scrutinyOf: repository } });
  // Where nobody asked for a gate, it is not worth going through everything.
  if (standing === null) return;
  await queuePullRequests(job, head, again, platform, around);
  // A closed or moved pull request tells of its old head; releases have nothing to do with that.
  if (!again) return;
  const where = { installationId, repository, again };
  for (const { name, head: at } of await platform.branches(repository, basesOf(standing)))
    if (at === head) await around.queue.add({ ...where, kind: "branch", branch: name });
  await around.queue.add({ ...where, kind: "releases", commit: head });
  const tags = await platform.tagsAt(repository, head);
  for (const tag of tags.status === "read" ? tags.value : [])
    await around.queue.add({ ...where, kind: "tag", tag, movedFrom: null });
  for (const held of await around.held.of(where))
    if (held.kind === "merge-group" && held.head === head) await around.queue.add(held);
}

/** Everything, and again in an hour: what an event that was lost would have told is found so. */
export async function sweepApp(job: JobOf<"app">, around: Surroundings): Promise<void> {
  await around.queue.add(job, inAnHour(around));
  for (const installationId of await around.installations()) {
    await around.queue.add({ kind: "installation", installationId });
  }
}

/**
 * Everything in every repository, spread out over time: an organisation has many, and its hourly
 * limit is one.
 */
export async function sweepInstallation(
  { installationId }: JobOf<"installation">,
  around: Surroundings,
): Promise<void> {
  const platform = await around.platform(installationId);
  const begin = Date.parse(around.now());
  for (const [index, repository] of (await platform.repositories()).entries()) {
    const when = new Date(begin + Math.floor(index / REPOSITORIES_A_SECOND) * 1_000).toISOString();
    await around.queue.add({ kind: "repository", installationId, repository }, when);
  }
}

/** Everything that is up for release. */
export async function sweepRepository(
  job: JobOf<"repository">,
  around: Surroundings,
): Promise<void> {
  const { installationId, repository } = job;
  const platform = await around.platform(installationId);
  const where = { installationId, repository };
  await around.forgetting.forget({ installationId, what: { scrutinyOf: repository } });
  // Who waits for an answer gets one, also where there is no policy.
  for (const { runId, environment } of await platform.waitingDeployments(repository))
    await around.queue.add({ ...where, kind: "deployment", runId, environment });
  const standing = await policyOf(platform, repository, around.knowledge);
  if (standing === null) return;
  await queuePullRequests(job, undefined, false, platform, around);
  const { policy, defaultBranch } = standing;
  const branches = await platform.branches(repository, basesOf(standing));
  const names = policy
    ? branches
        .map(({ name }) => name)
        .filter((name) => isReleaseBranch(name, policy, defaultBranch))
    : [];
  for (const branch of new Set([defaultBranch, ...names])) {
    await around.queue.add({ ...where, kind: "branch", branch, again: false });
    for (const head of await groupsIn(branch, repository, platform, around))
      await around.queue.add({ ...where, kind: "merge-group", branch, head });
  }
  await around.queue.add({ ...where, kind: "releases", commit: null, again: false });
  for (const held of await around.held.of(where)) await around.queue.add(held);
}

/** An App that may not read merge queues can still look after everything else. */
async function groupsIn(
  branch: string,
  repository: string,
  platform: Platform,
  around: Surroundings,
): Promise<readonly string[]> {
  try {
    return (await platform.mergeGroups(repository, branch)).map(({ head }) => head);
  } catch (error) {
    if (!(error instanceof EvidenceUnavailable) || error.code !== "forbidden") throw error;
    around.log.warn({ repository, branch, err: error }, "the merge queue cannot be read");
    return [];
  }
}

/** Every release that may be up for one; with `commit`, those of that commit. */
export async function sweepReleases(job: JobOf<"releases">, around: Surroundings): Promise<void> {
  const { installationId, repository, commit, again } = job;
  const platform = await around.platform(installationId);
  const standing = await policyOf(platform, repository, around.knowledge);
  if (standing === null) return;
  const releases = await platform.releases(repository);
  if (releases.status === "read") {
    for (const release of releases.value) {
      if (!isCandidateTag(release.tag, standing)) continue;
      if (commit === null ? isAtRest(release) : release.commit !== commit) continue;
      if (await isHistory(release, { platform, repository })) continue;
      const { id } = release;
      await around.queue.add({
        kind: "release",
        installationId,
        repository,
        id,
        again,
        movedFrom: null,
      });
    }
  }
  if (commit !== null) return;
  await around.queue.add(job, inAnHour(around));
}

function inAnHour({ now }: Surroundings): string {
  return new Date(Date.parse(now()) + AN_HOUR_MS).toISOString();
}

function basesOf({ policy }: { readonly policy: Parameters<typeof isReleaseBranch>[1] | null }) {
  return policy?.candidates.pullRequests.base ?? [];
}

async function queuePullRequests(
  { installationId, repository }: { readonly installationId: number; readonly repository: string },
  head: string | undefined,
  again: boolean,
  platform: Platform,
  around: Surroundings,
): Promise<void> {
  for (const open of await platform.openPullRequests(repository, head)) {
    const ref = { installationId, repository, number: open.number };
    await around.queue.add({ kind: "pull-request", ref, head: open.head, again });
  }
}
