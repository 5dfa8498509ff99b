import type { Account } from "../world/accounts.ts";
import type { ReleaseFields } from "../world/actions/releases.ts";
import { deleteRelease, editRelease } from "../world/actions/releases.ts";
import { removeAsset, uploadAsset } from "../world/actions/release-assets.ts";
import type { Release, ReleaseAsset } from "../world/releases.ts";
import type { World } from "../world/world.ts";

/** A release and what people do with it. */
export class ReleaseHandle {
  readonly #world: World;
  /** The state itself, to look at. */
  readonly record: Release;

  constructor(world: World, record: Release) {
    this.#world = world;
    this.record = record;
  }

  /** Its number in REST, and `databaseId` in GraphQL. */
  get id(): number {
    return this.record.id;
  }

  /** The name of its tag. */
  get tag(): string {
    return this.record.tagName;
  }

  /** Its notes. */
  get body(): string {
    return this.record.body ?? "";
  }

  /** Whether it is a draft. */
  get draft(): boolean {
    return this.record.draft;
  }

  /** Whether it is a pre-release. */
  get prerelease(): boolean {
    return this.record.prerelease;
  }

  /** Whether everybody who sees the repository sees it. */
  get published(): boolean {
    return !this.record.draft;
  }

  /** Whether its state, its tag and its files are fixed. */
  get immutable(): boolean {
    return this.record.immutable;
  }

  /** The names of its files. */
  get assets(): string[] {
    return this.record.assets.map((asset) => asset.name);
  }

  /** The bytes of a file, or undefined. */
  asset(name: string): Buffer | undefined {
    return this.record.assets.find((asset) => asset.name === name)?.content;
  }

  /** Publishes a draft. */
  publish(by: Account): void {
    editRelease(this.#world, this.record, by, { draft: false });
  }

  /** Turns it back into a draft. */
  redraft(by: Account): void {
    editRelease(this.#world, this.record, by, { draft: true });
  }

  /** Changes its fields. */
  edit(by: Account, fields: ReleaseFields): void {
    editRelease(this.#world, this.record, by, fields);
  }

  /** Deletes it; the tag stays. */
  delete(by: Account): void {
    deleteRelease(this.#world, this.record, by);
  }

  /** Attaches a file. */
  upload(
    by: Account,
    name: string,
    content: string | Buffer,
    contentType = "application/octet-stream",
  ): ReleaseAsset {
    const file = { name, content: Buffer.from(content), contentType };
    return uploadAsset(this.#world, this.record, by, file);
  }

  /** The same under the name that GitHub gives to the files. */
  uploadAsset(by: Account, name: string, content: string | Buffer): ReleaseAsset {
    return this.upload(by, name, content);
  }

  /** Removes a file; GitHub has no event that says who did. */
  deleteAsset(_by: Account, name: string): void {
    const asset = this.record.assets.find((one) => one.name === name);
    if (asset === undefined) throw new Error(`The release has no file ${name}`);
    removeAsset(this.#world, this.record, asset);
  }
}
