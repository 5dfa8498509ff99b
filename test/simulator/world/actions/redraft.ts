import type { Account } from "../accounts.ts";
import type { Release } from "../releases.ts";
import type { World } from "../world.ts";

/** Makes a published release a draft; its tag stays as it is. */
export function redraft(
  world: World,
  release: Release,
  by: Account,
  { announced }: { announced: boolean },
): void {
  release.draft = true;
  release.publishedAt = null;
  release.updatedAt = world.now();
  if (!announced) return;
  world.emit({ event: "release", action: "unpublished", release, sender: by });
}
