import type { ReleaseFields } from "../../world/actions/releases.ts";
import {
  createRelease,
  deleteRelease,
  editRelease,
  uploadAsset,
} from "../../world/actions/releases.ts";
import { allows } from "../../access/viewer.ts";
import type { Release, ReleaseAsset } from "../../world/releases.ts";
import { paginated } from "../pagination.ts";
import { created, invalidField, noContent, notFound, ok, unprocessable } from "../reply.ts";
import { assetJson, releaseJson } from "../resources/release-json.ts";
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
    const latest = visible(call)
      .filter((release) => !release.draft && !release.prerelease)
      .at(-1);
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
    if (release.immutable) throw frozen();
    release.assets.splice(release.assets.indexOf(file), 1);
    return noContent();
  }),
];

function create(call: RepositoryCall): ReturnType<typeof created> {
  const fields = readFields(call);
  const tagName = fields.tagName ?? "";
  const taken = call.repository.releases.some(
    (release) => !release.draft && release.tagName === tagName,
  );
  if (taken) throw invalidField("Release", "tag_name", "already_exists");
  const { immutableReleases: immutable } = call.quirks;
  const options = { ...fields, tagName, immutable };
  return created(
    releaseJson(call.site, createRelease(call.site.world, call.repository, call.actor, options)),
  );
}

function update(call: RepositoryCall): ReturnType<typeof ok> {
  const release = releaseOf(call);
  const fields = readFields(call);
  const moves = fields.tagName !== undefined && fields.tagName !== release.tagName;
  if (release.immutable && (fields.draft === true || moves)) {
    throw unprocessable("state cannot be changed when release is immutable");
  }
  const publishes = release.draft && fields.draft === false;
  const redrafts = !release.draft && fields.draft === true;
  editRelease(call.site.world, release, call.actor, {
    ...fields,
    // Without its tag's name a release that becomes a draft can lose it.
    ...(redrafts && fields.tagName === undefined
      ? { tagName: `untagged-${release.nodeId.slice(-20)}` }
      : {}),
  });
  if (publishes && call.quirks.immutableReleases) release.immutable = true;
  return ok(releaseJson(call.site, release));
}

function upload(call: RepositoryCall): ReturnType<typeof created> {
  const release = releaseOf(call);
  if (release.immutable) throw frozen();
  const name = call.query.get("name") ?? "";
  if (release.assets.some((file) => file.name === name)) {
    throw invalidField("ReleaseAsset", "name", "already_exists");
  }
  const label = call.query.get("label");
  const file = uploadAsset(call.site.world, release, call.actor, {
    name,
    content: call.request.body,
    contentType: call.request.headers["content-type"] ?? "application/octet-stream",
    ...(label === null ? {} : { label }),
  });
  return created(assetJson(call.site, release, file));
}

function frozen(): Error {
  return unprocessable("Cannot change the assets of an immutable release");
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
  const { name, body, draft, prerelease } = call.body;
  const fields = Object.entries({ tagName, target, name, body, draft, prerelease });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
