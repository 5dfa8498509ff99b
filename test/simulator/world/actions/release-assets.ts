import { createHash } from "node:crypto";
import type { Account } from "../accounts.ts";
import { Refused } from "../refused.ts";
import type { Release, ReleaseAsset } from "../releases.ts";
import type { World } from "../world.ts";
import { frozen } from "./release-rules.ts";

/** Attaches a file to a release; GitHub tells nobody of it. */
export function uploadAsset(
  world: World,
  release: Release,
  by: Account,
  file: { name: string; content: Buffer; contentType: string; label?: string },
): ReleaseAsset {
  if (release.immutable) throw frozen("files");
  checkName(release, file.name);
  const asset: ReleaseAsset = {
    ...world.identify("ReleaseAsset"),
    name: file.name,
    label: file.label ?? null,
    contentType: file.contentType,
    content: file.content,
    digest: `sha256:${createHash("sha256").update(file.content).digest("hex")}`,
    uploader: by,
    createdAt: world.now(),
  };
  release.assets.push(world.register("ReleaseAsset", asset));
  return asset;
}

/** Changes the name or label of a file. */
export function renameAsset(
  release: Release,
  asset: ReleaseAsset,
  edit: { name?: string; label?: string },
): void {
  if (release.immutable) throw frozen("files");
  if (edit.name !== undefined && edit.name !== asset.name) {
    checkName(release, edit.name);
    asset.name = edit.name;
  }
  if (edit.label !== undefined) asset.label = edit.label;
}

/** Removes a file from a release. */
export function removeAsset(world: World, release: Release, asset: ReleaseAsset): void {
  if (release.immutable) throw frozen("files");
  release.assets.splice(release.assets.indexOf(asset), 1);
  world.nodes.delete(asset.nodeId);
}

function checkName(release: Release, name: string): void {
  if (!release.assets.some((file) => file.name === name)) return;
  throw new Refused(422, "Validation Failed", [
    { resource: "ReleaseAsset", code: "already_exists", field: "name" },
  ]);
}
