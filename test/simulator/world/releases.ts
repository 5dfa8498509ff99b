import type { Account } from "./accounts.ts";
import type { Repository } from "./repositories.ts";

/** A file attached to a release. */
export interface ReleaseAsset {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  label: string | null;
  readonly contentType: string;
  readonly content: Buffer;
  readonly digest: string;
  readonly uploader: Account;
  readonly createdAt: Date;
}

/** A release, draft or published. */
export interface Release {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly author: Account;
  tagName: string;
  targetCommitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  /** Whether it is immutable now: only what is published can be. */
  immutable: boolean;
  /** Whether publishing makes it immutable, as a setting of the repository or organisation does. */
  immutableOncePublished: boolean;
  /** "true" makes it the latest, "false" keeps it from that, "legacy" leaves it to the dates. */
  makeLatest: "true" | "false" | "legacy";
  readonly createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
  readonly assets: ReleaseAsset[];
}

/**
 * What `GET /releases/latest` and GraphQL's `isLatest` mean.
 * https://docs.github.com/en/rest/releases/releases#get-the-latest-release
 */
export function latestRelease(repository: Repository): Release | undefined {
  const candidates = repository.releases
    .filter((one) => !one.draft && !one.prerelease && one.makeLatest !== "false")
    .sort((a, b) => (a.publishedAt?.getTime() ?? 0) - (b.publishedAt?.getTime() ?? 0));
  return candidates.filter((one) => one.makeLatest === "true").at(-1) ?? candidates.at(-1);
}
