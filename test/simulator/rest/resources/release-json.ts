import { createHash } from "node:crypto";
import type { Release, ReleaseAsset } from "../../world/releases.ts";
import { simpleUser } from "./account-json.ts";
import { repositoryPage, repositoryUrl } from "./repository-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate, isoDateOrNull } from "./site.ts";

/** A release. A draft's page has an untagged name, since its tag need not exist yet. */
export function releaseJson(site: Site, release: Release): Json {
  const { repository } = release;
  const root = repositoryUrl(site, repository);
  const url = `${root}/releases/${release.id}`;
  const upload = url.replace("/api/v3/", "/api/uploads/");
  const tag = release.draft ? untagged(release) : release.tagName;
  const archive = (kind: string): string | null =>
    release.draft ? null : `${root}/${kind}/${encodeURIComponent(release.tagName)}`;
  return {
    id: release.id,
    node_id: release.nodeId,
    url,
    assets_url: `${url}/assets`,
    upload_url: `${upload}/assets{?name,label}`,
    html_url: `${repositoryPage(site, repository)}/releases/tag/${encodeURIComponent(tag)}`,
    tag_name: release.tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    body: release.body ?? "",
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: isoDate(release.createdAt),
    updated_at: isoDate(release.updatedAt),
    published_at: isoDateOrNull(release.publishedAt),
    author: simpleUser(site, release.author),
    assets: release.assets.map((asset) => assetJson(site, release, asset)),
    tarball_url: archive("tarball"),
    zipball_url: archive("zipball"),
  };
}

/** The name under which GitHub shows a draft, and which can become its tag's name. */
export function untagged(release: Release): string {
  return `untagged-${createHash("sha1").update(release.nodeId).digest("hex").slice(0, 20)}`;
}

/** A file attached to a release. */
export function assetJson(site: Site, release: Release, asset: ReleaseAsset): Json {
  const { repository } = release;
  const tag = encodeURIComponent(release.tagName);
  const page = repositoryPage(site, repository);
  return {
    id: asset.id,
    node_id: asset.nodeId,
    url: `${repositoryUrl(site, repository)}/releases/assets/${asset.id}`,
    browser_download_url: `${page}/releases/download/${tag}/${encodeURIComponent(asset.name)}`,
    name: asset.name,
    label: asset.label,
    state: "uploaded",
    content_type: asset.contentType,
    size: asset.content.length,
    digest: asset.digest,
    download_count: 0,
    created_at: isoDate(asset.createdAt),
    updated_at: isoDate(asset.createdAt),
    uploader: simpleUser(site, asset.uploader),
  };
}
