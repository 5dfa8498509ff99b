import type { Account } from "../accounts.ts";
import type { PullRequest } from "../issues.ts";
import type { TimelineDetail } from "../timeline.ts";
import type { World } from "../world.ts";

/** Adds an event to the timeline of a pull request. */
export function recordEvent(
  world: World,
  pullRequest: PullRequest,
  actor: Account,
  detail: TimelineDetail,
): void {
  const now = world.now();
  const event = { ...detail, ...world.identify("TimelineEvent"), actor, createdAt: now };
  pullRequest.timeline.push(world.register("TimelineEvent", event));
  pullRequest.updatedAt = now;
}
