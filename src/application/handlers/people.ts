import type { Job, JobOf } from "../queue.ts";
import type { Surroundings } from "../surroundings.ts";

/**
 * A directory that is synchronised changes hundreds of memberships, one after the other, and each may
 * change every decision. All are looked at with the first, and then after so many milliseconds at the
 * most; whatever is decided by itself meanwhile is decided with the memberships as they are then.
 */
const PAUSE_MS = 30_000;

/** Who is in which team, or in the organisation, has changed. */
export async function peopleChanged(
  { installationId }: JobOf<"people">,
  around: Surroundings,
): Promise<void> {
  await around.forgetting.forget({ installationId, what: { people: true } });
  const changed: Job = { kind: "people-pause", installationId, changed: true };
  if ((await around.queue.waiting(changed)) === null) await lookAtAll(installationId, around);
  else await around.queue.add(changed, afterPause(around));
}

/** The pause is over. */
export async function peoplePaused(
  { installationId, changed }: JobOf<"people-pause">,
  around: Surroundings,
): Promise<void> {
  if (changed) await lookAtAll(installationId, around);
}

async function lookAtAll(installationId: number, around: Surroundings): Promise<void> {
  const pause: Job = { kind: "people-pause", installationId, changed: false };
  await around.queue.add(pause, afterPause(around));
  await around.queue.add({ kind: "installation", installationId });
}

function afterPause({ now }: Surroundings): string {
  return new Date(Date.parse(now()) + PAUSE_MS).toISOString();
}
