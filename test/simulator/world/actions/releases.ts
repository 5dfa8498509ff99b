import { createHash } from "node:crypto";
import type { Account } from "../accounts.ts";
import type { Release, ReleaseAsset } from "../releases.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";
import { moveRef } from "./move-refs.ts";

/** What a release can be made of or changed to. */
export interface ReleaseFields {
  readonly tagName?: string;
  readonly target?: string;
  readonly name?: string | null;
  readonly body?: string | null;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
}

/** Creates a release. Publishing makes the tag where there is none; a draft has none yet. */
export function createRelease(
  world: World,
  repository: Repository,
  by: Account,
  fields: ReleaseFields & { readonly tagName: string; readonly immutable?: boolean },
): Release {
  const now = world.now();
  const release: Release = {
    ...world.identify("Release"),
    repository,
    author: by,
    tagName: fields.tagName,
    targetCommitish: fields.target ?? repository.defaultBranch,
    name: fields.name ?? null,
    body: fields.body ?? null,
    draft: true,
    prerelease: fields.prerelease ?? false,
    immutable: false,
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
    assets: [],
  };
  repository.releases.push(world.register("Release", release));
  world.emit({ event: "release", action: "created", release, sender: by });
  if (fields.draft !== true) publish(world, release, by);
  release.immutable = !release.draft && fields.immutable === true;
  return release;
}

/** Changes a release: publishes a draft, turns it back into one, or edits its fields. */
export function editRelease(
  world: World,
  release: Release,
  by: Account,
  fields: ReleaseFields,
): void {
  const changes: Record<string, unknown> = {};
  if (fields.tagName !== undefined && fields.tagName !== release.tagName) {
    changes["tag_name"] = { from: release.tagName };
    release.tagName = fields.tagName;
  }
  if (fields.name !== undefined && fields.name !== release.name) {
    changes["name"] = { from: release.name ?? "" };
    release.name = fields.name;
  }
  if (fields.body !== undefined && fields.body !== release.body) {
    changes["body"] = { from: release.body ?? "" };
    release.body = fields.body;
  }
  if (fields.target !== undefined) release.targetCommitish = fields.target;
  const wasPrerelease = release.prerelease;
  if (fields.prerelease !== undefined) release.prerelease = fields.prerelease;
  release.updatedAt = world.now();
  if (fields.draft === true && !release.draft) {
    // https://docs.github.com/en/webhooks/webhook-events-and-payloads#release
    release.draft = true;
    release.publishedAt = null;
    world.emit({ event: "release", action: "unpublished", release, sender: by });
    return;
  }
  if (fields.draft === false && release.draft) {
    publish(world, release, by);
    return;
  }
  if (Object.keys(changes).length > 0 || wasPrerelease !== release.prerelease) {
    world.emit({ event: "release", action: "edited", release, changes, sender: by });
  }
  if (wasPrerelease && !release.prerelease && !release.draft) {
    world.emit({ event: "release", action: "released", release, sender: by });
  }
}

/** Deletes a release; its tag stays. */
export function deleteRelease(world: World, release: Release, by: Account): void {
  const { releases } = release.repository;
  releases.splice(releases.indexOf(release), 1);
  world.nodes.delete(release.nodeId);
  world.emit({ event: "release", action: "deleted", release, sender: by });
}

/** Attaches a file to a release. */
export function uploadAsset(
  world: World,
  release: Release,
  by: Account,
  file: { name: string; content: Buffer; contentType: string; label?: string },
): ReleaseAsset {
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

function publish(world: World, release: Release, by: Account): void {
  const { repository } = release;
  const ref = `refs/tags/${release.tagName}`;
  release.draft = false;
  release.publishedAt = world.now();
  if (!repository.refs.has(ref)) {
    const target = release.targetCommitish;
    const oid = repository.refs.get(`refs/heads/${target}`) ?? target;
    moveRef(world, repository, ref, oid, { by });
  }
  world.emit({ event: "release", action: "published", release, sender: by });
  const action = release.prerelease ? "prereleased" : "released";
  world.emit({ event: "release", action, release, sender: by });
}
