import type { Account } from "../accounts.ts";
import { Refused } from "../refused.ts";
import type { Release } from "../releases.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";
import { moveRef } from "./move-refs.ts";
import { redraft } from "./redraft.ts";
import { checkPublishable, checkText, frozen, targetOf } from "./release-rules.ts";

/** What a release can be made of or changed to. */
export interface ReleaseFields {
  readonly tagName?: string;
  readonly target?: string;
  readonly name?: string | null;
  readonly body?: string | null;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  readonly makeLatest?: Release["makeLatest"];
}

/** What a new release is made of. */
export type NewRelease = ReleaseFields & {
  readonly tagName: string;
  readonly immutable?: boolean;
};

/** Creates a release. Publishing makes the tag where there is none; a draft has none yet. */
export function createRelease(
  world: World,
  repository: Repository,
  by: Account,
  fields: NewRelease,
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
    immutableOncePublished: fields.immutable ?? false,
    makeLatest: fields.makeLatest ?? "legacy",
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
    assets: [],
  };
  checkText(fields);
  if (fields.draft !== true) makePublic(world, release, by);
  repository.releases.push(world.register("Release", release));
  world.emit({ event: "release", action: "created", release, sender: by });
  if (!release.draft) announcePublication(world, release, by);
  return release;
}

/** Changes a release: publishes a draft, turns it back into one, or edits its fields. */
export function editRelease(
  world: World,
  release: Release,
  by: Account,
  fields: ReleaseFields,
): void {
  checkText(fields);
  const moves = fields.tagName !== undefined && fields.tagName !== release.tagName;
  if (release.immutable && (fields.draft === true || moves)) throw frozen("state");
  const { draft: wasDraft, prerelease: wasPrerelease } = release;
  const before = { ...release };
  const changes = applyFields(release, fields);
  release.updatedAt = world.now();
  if (fields.draft === true && !wasDraft) {
    redraft(world, release, by, { announced: true });
    return;
  }
  if (fields.draft === false && wasDraft) {
    try {
      makePublic(world, release, by);
    } catch (error) {
      // Nothing of a request that is refused is kept.
      Object.assign(release, before);
      throw error;
    }
    announcePublication(world, release, by);
    return;
  }
  if (!release.draft && moves) {
    try {
      checkPublishable(release);
    } catch (error) {
      Object.assign(release, before);
      throw error;
    }
    makeTag(world, release, by);
  }
  if (Object.keys(changes).length > 0 || wasPrerelease !== release.prerelease) {
    world.emit({ event: "release", action: "edited", release, changes, sender: by });
  }
  if (wasPrerelease && !release.prerelease && !release.draft) {
    world.emit({ event: "release", action: "released", release, sender: by });
  }
}

/** Deletes a release; its tag stays. That of an immutable one can never be used again. */
export function deleteRelease(world: World, release: Release, by: Account): void {
  const { releases, burntTags } = release.repository;
  if (release.immutable) burntTags.add(release.tagName);
  releases.splice(releases.indexOf(release), 1);
  world.nodes.delete(release.nodeId);
  world.emit({ event: "release", action: "deleted", release, sender: by });
}

function applyFields(release: Release, fields: ReleaseFields): Record<string, unknown> {
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
  if (fields.makeLatest !== undefined && fields.makeLatest !== release.makeLatest) {
    if (fields.makeLatest !== "legacy")
      changes["make_latest"] = { to: fields.makeLatest === "true" };
    release.makeLatest = fields.makeLatest;
  }
  if (fields.target !== undefined) release.targetCommitish = fields.target;
  if (fields.prerelease !== undefined) release.prerelease = fields.prerelease;
  return changes;
}

function makePublic(world: World, release: Release, by: Account): void {
  checkPublishable(release);
  makeTag(world, release, by);
  release.draft = false;
  release.publishedAt = world.now();
  release.immutable = release.immutableOncePublished;
}

function makeTag(world: World, release: Release, by: Account): void {
  const { repository } = release;
  const ref = `refs/tags/${release.tagName}`;
  const target = targetOf(release);
  if (repository.refs.has(ref) || target === undefined) return;
  try {
    moveRef(world, repository, ref, target, { by });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // https://github.com/googleapis/release-please-action/issues/1194 shows this answer.
    throw new Refused(422, "Validation Failed", [
      {
        resource: "Release",
        code: "custom",
        field: "pre_receive",
        message: `pre_receive ${error.headline}`,
      },
      { resource: "Release", code: "custom", message: "Published releases must have a valid tag" },
    ]);
  }
}

function announcePublication(world: World, release: Release, by: Account): void {
  world.emit({ event: "release", action: "published", release, sender: by });
  const action = release.prerelease ? "prereleased" : "released";
  world.emit({ event: "release", action, release, sender: by });
}
