import { encodeCommit, encodeTag, encodeTree, objectId } from "./objects.ts";
import type { CommitContent, GitObject, TagContent, TreeEntry, Typed } from "./objects.ts";

/**
 * The objects of a repository and of all its forks: GitHub shares them within a fork network,
 * so a commit of a fork can be read through the repository it was forked from.
 */
export class ObjectStore {
  readonly #objects = new Map<string, GitObject>();

  /** Keeps a blob and returns its id. */
  putBlob(content: Buffer): string {
    return this.#put({ type: "blob", oid: objectId("blob", content), content });
  }

  /** Keeps a tree and returns its id. */
  putTree(entries: readonly TreeEntry[]): string {
    return this.#put({ type: "tree", oid: objectId("tree", encodeTree(entries)), entries });
  }

  /** Keeps a commit and returns its id. Dates are cut to seconds, as Git stores them. */
  putCommit(commit: CommitContent): string {
    const kept = {
      ...commit,
      author: { ...commit.author, date: wholeSeconds(commit.author.date) },
      committer: { ...commit.committer, date: wholeSeconds(commit.committer.date) },
    };
    return this.#put({ type: "commit", oid: objectId("commit", encodeCommit(kept)), ...kept });
  }

  /** Keeps an annotated tag and returns its id. */
  putTag(tag: TagContent): string {
    const kept = { ...tag, tagger: { ...tag.tagger, date: wholeSeconds(tag.tagger.date) } };
    return this.#put({ type: "tag", oid: objectId("tag", encodeTag(kept)), ...kept });
  }

  /** The object with this id, if there is one. */
  get(oid: string): GitObject | undefined {
    return this.#objects.get(oid);
  }

  /** The object whose id starts with this; undefined when none or several do. */
  find(prefix: string): GitObject | undefined {
    const whole = this.#objects.get(prefix);
    if (whole !== undefined || prefix.length < 7 || prefix.length === 40) return whole;
    const matches = [...this.#objects.values()].filter((object) => object.oid.startsWith(prefix));
    return matches.length === 1 ? matches[0] : undefined;
  }

  /** The object with this id, which must exist and be of this type. */
  read<T extends GitObject["type"]>(type: T, oid: string): Typed<T> {
    const object = this.#objects.get(oid);
    if (object?.type !== type) throw new Error(`The repository has no ${type} ${oid}`);
    return object as Typed<T>;
  }

  #put(object: GitObject): string {
    this.#objects.set(object.oid, object);
    return object.oid;
  }
}

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
