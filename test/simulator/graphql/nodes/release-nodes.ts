import type { Release, ReleaseAsset } from "../../world/releases.ts";
import { latestRelease } from "../../world/releases.ts";
import { fullName } from "../../world/repositories.ts";
import { isoDate, isoDateOrNull } from "../../rest/resources/site.ts";
import { peel } from "../../rest/git-names.ts";
import { connection } from "../connections.ts";
import type { Fields, View } from "../view.ts";
import { field, isAbsent } from "../view.ts";

/** A release. GraphQL has neither `immutable` nor digests. */
export function releaseNode(view: View, release: Release): Fields {
  const { nodes } = view;
  const { repository } = release;
  const ref = `refs/tags/${release.tagName}`;
  const oid = repository.refs.get(ref);
  const path = `/${fullName(repository)}/releases/tag/${encodeURIComponent(release.tagName)}`;
  return {
    __typename: "Release",
    id: release.nodeId,
    databaseId: release.id,
    name: release.name,
    tagName: release.tagName,
    description: release.body,
    isDraft: release.draft,
    isPrerelease: release.prerelease,
    isLatest: latestRelease(repository) === release,
    createdAt: isoDate(release.createdAt),
    updatedAt: isoDate(release.updatedAt),
    publishedAt: isoDateOrNull(release.publishedAt),
    author: () => nodes.account(view, release.author),
    repository: () => nodes.repository(view, repository),
    url: view.site.html + path,
    resourcePath: path,
    tag: () => (oid === undefined ? null : nodes.ref(view, repository, ref, oid)),
    tagCommit: () => {
      const target = oid === undefined ? undefined : repository.objects.get(oid);
      const commit = peel(repository, target);
      return commit?.type === "commit" ? nodes.commit(view, repository, commit) : null;
    },
    releaseAssets: field((args, _view, info) => {
      const { name } = args;
      const found = release.assets.filter((one) => isAbsent(name) || one.name === name);
      return connection(found, args, info, (one) => nodes.releaseAsset(view, release, one));
    }),
  };
}

/** A file attached to a release. */
export function releaseAssetNode(view: View, release: Release, asset: ReleaseAsset): Fields {
  const { repository, tagName } = release;
  const path = `${fullName(repository)}/releases/download/${encodeURIComponent(tagName)}`;
  const url = `${view.site.html}/${path}/${encodeURIComponent(asset.name)}`;
  return {
    __typename: "ReleaseAsset",
    id: asset.nodeId,
    name: asset.name,
    contentType: asset.contentType,
    size: asset.content.length,
    downloadCount: 0,
    downloadUrl: url,
    url,
    createdAt: isoDate(asset.createdAt),
    updatedAt: isoDate(asset.createdAt),
    release: () => view.nodes.release(view, release),
    uploadedBy: () => view.nodes.account(view, asset.uploader),
  };
}
