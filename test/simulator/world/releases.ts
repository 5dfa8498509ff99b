import type { Account } from "./accounts.ts";
import type { Repository } from "./repositories.ts";

/** A file attached to a release. */
export interface ReleaseAsset {
  readonly id: number;
  readonly nodeId: string;
  readonly name: string;
  readonly label: string | null;
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
  /** Set when the repository makes its releases immutable on publication. */
  immutable: boolean;
  readonly createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
  readonly assets: ReleaseAsset[];
}
