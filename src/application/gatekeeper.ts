import { decideBranch } from "./handlers/branch.ts";
import { decideDeployment } from "./handlers/deployment.ts";
import { decideMergeGroup } from "./handlers/merge-group.ts";
import { peopleChanged, peoplePaused } from "./handlers/people.ts";
import { decidePullRequest } from "./handlers/pull-request.ts";
import { redeliver } from "./handlers/redeliver.ts";
import { decideRelease, decideTag } from "./handlers/release.ts";
import {
  sweepApp,
  sweepCommit,
  sweepReleases,
  sweepInstallation,
  sweepRepository,
} from "./handlers/sweeps.ts";
import { InstallationGone } from "./ports.ts";
import { keyOf, type Job, type JobOf } from "./queue.ts";
import type { Surroundings } from "./surroundings.ts";
import { inTurn } from "./turns.ts";

/** So often GitHub has to say that an installation is gone: one that was just made may be known late. */
const GONE_AFTER = 5;

/**
 * Does one job. A rejection means that it has to be done again later. One of an installation that is
 * gone ends: it would be refused for ever. What comes back is found by the hourly look at everything.
 */
export async function handleJob(job: Job, attempt: number, around: Surroundings): Promise<void> {
  const turn = await around.turns.begin();
  try {
    await handle(job, attempt, {
      ...around,
      platform: async (installationId) => inTurn(await around.platform(installationId), turn),
    });
  } catch (error) {
    if (!(error instanceof InstallationGone) || attempt < GONE_AFTER) throw error;
    around.log.info({ job: job.kind }, "the App is not installed there any more: the job ends");
  }
}

async function handle(job: Job, attempt: number, around: Surroundings): Promise<void> {
  switch (job.kind) {
    case "pull-request":
      return decidePullRequest(job, attempt, around);
    case "branch":
      return decideBranch(job, attempt, around);
    case "merge-group":
      return decideMergeGroup(job, attempt, around);
    case "release":
      return decideRelease(job, attempt, around);
    case "tag":
      return decideTag(job, attempt, around);
    case "deployment":
      return decideDeployment(job, attempt, around);
    case "commit":
      return sweepCommit(job, around);
    case "releases":
      return sweepReleases(job, around);
    case "repository":
      return sweepRepository(job, around);
    case "extending": {
      const { installationId } = job;
      const platform = await around.platform(installationId);
      for (const repository of platform.extending(job.repository))
        await around.queue.add({ kind: "repository", installationId, repository });
      return;
    }
    case "recheck":
      return recheck(job, around);
    case "people":
      return peopleChanged(job, around);
    case "people-pause":
      return peoplePaused(job, around);
    case "installation":
      return sweepInstallation(job, around);
    case "app":
      return sweepApp(job, around);
    case "deliveries":
      return redeliver(job, around);
    default:
      // It waits for a process of the version that asked for it.
      throw new Error(`This version does not know such a job: ${keyOf(job)}`);
  }
}

async function recheck(job: JobOf<"recheck">, around: Surroundings): Promise<void> {
  const platform = await around.platform(job.ref.installationId);
  const { repository, number } = job.ref;
  if (!(await platform.canWrite(repository, job.login))) return;
  const open = await platform.openPullRequests(repository);
  const head = open.find((each) => each.number === number)?.head ?? null;
  await around.queue.add({ kind: "pull-request", ref: job.ref, head, again: true });
}
