import type { ReleaseFields } from "../../world/actions/releases.ts";
import { createRelease, deleteRelease, editRelease } from "../../world/actions/releases.ts";
import { removeAsset, renameAsset, uploadAsset } from "../../world/actions/release-assets.ts";
import { changesWorkflows } from "../../world/actions/release-rules.ts";
import { allows } from "../../access/viewer.ts";
import type { Release, ReleaseAsset } from "../../world/releases.ts";
import { latestRelease } from "../../world/releases.ts";
import { paginated } from "../pagination.ts";
import { created, noContent, notAccessible, notFound, ok } from "../reply.ts";
import { assetJson, releaseJson, untagged } from "../resources/release-json.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const read = [["contents", "read"]] as const;
const write = [["contents", "write"]] as const;
const root = "/repos/{owner}/{repo}/releases";
const one = `${root}/{release_id}`;
const asset = `${root}/assets/{asset_id}`;

/** Releases and their files. Drafts exist only for those who can write. */
export const releaseRoutes: readonly Route[] = [
  repositoryRoute("GET", root, read, (call) => {
    const newestFirst = visible(call).reverse();
    return paginated(call, newestFirst, (release) => releaseJson(call.site, release));
  }),
  repositoryRoute("POST", root, write, create),
  repositoryRoute("GET", `${root}/latest`, read, (call) => {
    const latest = latestRelease(call.repository);
    if (latest === undefined) throw notFound();
    return ok(releaseJson(call.site, latest));
  }),
  repositoryRoute("GET", `${root}/tags/{tag}`, read, (call) => {
    const tag = call.params["tag"];
    const found = visible(call).find((release) => !release.draft && release.tagName === tag);
    if (found === undefined) throw notFound();
    return ok(releaseJson(call.site, found));
  }),
  repositoryRoute("GET", one, read, (call) => ok(releaseJson(call.site, releaseOf(call)))),
  repositoryRoute("PATCH", one, write, update),
  repositoryRoute("DELETE", one, write, (call) => {
    deleteRelease(call.site.world, releaseOf(call), call.actor);
    return noContent();
  }),
  repositoryRoute("GET", `${one}/assets`, read, (call) => {
    const release = releaseOf(call);
    return paginated(call, release.assets, (file) => assetJson(call.site, release, file));
  }),
  repositoryRoute("POST", `${one}/assets`, write, upload),
  repositoryRoute("GET", asset, read, (call) => {
    const { release, file } = assetOf(call);
    if (call.request.headers.accept?.includes("octet-stream") !== true) {
      return ok(assetJson(call.site, release, file));
    }
    const headers = { "content-type": "application/octet-stream" };
    return { status: 200, headers, body: file.content };
  }),
  repositoryRoute("DELETE", asset, write, (call) => {
    const { release, file } = assetOf(call);
    removeAsset(call.site.world, release, file);
    return noContent();
  }),
  repositoryRoute("PATCH", asset, write, (call) => {
    const { release, file } = assetOf(call);
    const { name, label } = call.body;
    renameAsset(release, file, {
      ...(typeof name === "string" ? { name } : {}),
      ...(typeof label === "string" ? { label } : {}),
    });
    return ok(assetJson(call.site, release, file));
  }),
];

function create(call: RepositoryCall): ReturnType<typeof created> {
  const fields = readFields(call);
  const tagName = fields.tagName ?? "";
  checkWorkflows(call, { tagName, target: fields.target ?? call.repository.defaultBranch });
  const { immutableReleases: immutable } = call.quirks;
  const options = { ...fields, tagName, immutable };
  return created(
    releaseJson(call.site, createRelease(call.site.world, call.repository, call.actor, options)),
  );
}

function update(call: RepositoryCall): ReturnType<typeof ok> {
  const release = releaseOf(call);
  const fields = readFields(call);
  const { tagName = release.tagName, target = release.targetCommitish } = fields;
  checkWorkflows(call, { tagName, target });
  if (call.quirks.immutableReleases && release.draft) release.immutableOncePublished = true;
  const loses =
    !release.draft &&
    !release.immutable &&
    fields.draft === true &&
    fields.tagName === undefined &&
    call.quirks.untaggedRedrafts;
  editRelease(call.site.world, release, call.actor, {
    ...fields,
    // Without its tag's name a release that becomes a draft can lose it.
    ...(loses ? { tagName: untagged(release) } : {}),
  });
  return ok(releaseJson(call.site, release));
}

/** Only an App is asked for the permission; it learns no more than that it cannot. */
function checkWorkflows(call: RepositoryCall, at: { tagName: string; target: string }): void {
  const { repository, viewer } = call;
  if (viewer.kind !== "installation") return;
  const needs = [["workflows", "write"]] as const;
  if (allows(viewer, repository, needs) || !changesWorkflows({ repository, ...at })) return;
  throw call.quirks.missingWorkflowsPermission === 404 ? notFound() : notAccessible(needs);
}

function upload(call: RepositoryCall): ReturnType<typeof created> {
  const release = releaseOf(call);
  const label = call.query.get("label");
  const file = uploadAsset(call.site.world, release, call.actor, {
    name: call.query.get("name") ?? "",
    content: call.request.body,
    contentType: call.request.headers["content-type"] ?? "application/octet-stream",
    ...(label === null ? {} : { label }),
  });
  return created(assetJson(call.site, release, file));
}

function visible(call: RepositoryCall): Release[] {
  const seesDrafts = allows(call.viewer, call.repository, write);
  return call.repository.releases.filter((release) => !release.draft || seesDrafts);
}

function releaseOf(call: RepositoryCall): Release {
  const id = Number(call.params["release_id"]);
  const found = visible(call).find((release) => release.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function assetOf(call: RepositoryCall): { release: Release; file: ReleaseAsset } {
  const id = Number(call.params["asset_id"]);
  for (const release of visible(call)) {
    const file = release.assets.find((candidate) => candidate.id === id);
    if (file !== undefined) return { release, file };
  }
  throw notFound();
}

function readFields(call: RepositoryCall): ReleaseFields {
  const { tag_name: tagName, target_commitish: target } = call.body;
  const { name, body, draft, prerelease, make_latest: makeLatest } = call.body;
  const fields = Object.entries({ tagName, target, name, body, draft, prerelease, makeLatest });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
