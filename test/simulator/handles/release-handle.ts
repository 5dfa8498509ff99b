import type { Account } from "../world/accounts.ts";
import type { ReleaseFields } from "../world/actions/releases.ts";
import { deleteRelease, editRelease, uploadAsset } from "../world/actions/releases.ts";
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
}
