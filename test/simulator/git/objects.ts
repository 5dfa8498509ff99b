import { createHash } from "node:crypto";

/** The modes a tree entry can have: file, executable, symbolic link, submodule, directory. */
export type TreeMode = "100644" | "100755" | "120000" | "160000" | "040000";

/** One line of a tree: what it is, what it is called, and the object it points at. */
export interface TreeEntry {
  readonly mode: TreeMode;
  readonly name: string;
  readonly oid: string;
}

/** Who wrote or committed something, and when; Git keeps seconds and a zone, here always UTC. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}

/** A commit as Git knows it. */
export interface CommitContent {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** An annotated tag as Git knows it. */
export interface TagContent {
  readonly object: string;
  readonly objectType: GitObject["type"];
  readonly name: string;
  readonly tagger: Signature;
  readonly message: string;
}

/** Any object of a Git repository, with its id. */
export type GitObject =
  | { readonly type: "blob"; readonly oid: string; readonly content: Buffer }
  | { readonly type: "tree"; readonly oid: string; readonly entries: readonly TreeEntry[] }
  | ({ readonly type: "commit"; readonly oid: string } & CommitContent)
  | ({ readonly type: "tag"; readonly oid: string } & TagContent);

/** The object of one type, e.g. `Typed<"commit">`. */
export type Typed<T extends GitObject["type"]> = Extract<GitObject, { type: T }>;

/** The id Git would give: SHA-1 over the header and the bytes. */
export function objectId(type: GitObject["type"], body: Buffer): string {
  return createHash("sha1").update(`${type} ${body.length}\0`).update(body).digest("hex");
}

/** The bytes of a tree, entries sorted as Git sorts them (directories as if they ended in "/"). */
export function encodeTree(entries: readonly TreeEntry[]): Buffer {
  const key = (entry: TreeEntry): Buffer =>
    Buffer.from(entry.mode === "040000" ? `${entry.name}/` : entry.name);
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
  return Buffer.concat(
    sorted.flatMap((entry) => [
      // Git writes the mode of a directory without the leading zero.
      Buffer.from(`${entry.mode.replace(/^0/, "")} ${entry.name}\0`),
      Buffer.from(entry.oid, "hex"),
    ]),
  );
}

/** The bytes of a commit. */
export function encodeCommit(commit: CommitContent): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${encodeSignature(commit.author)}`,
    `committer ${encodeSignature(commit.committer)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${commit.message}`);
}

/** The bytes of an annotated tag. */
export function encodeTag(tag: TagContent): Buffer {
  const lines = [
    `object ${tag.object}`,
    `type ${tag.objectType}`,
    `tag ${tag.name}`,
    `tagger ${encodeSignature(tag.tagger)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${tag.message}`);
}

function encodeSignature(signature: Signature): string {
  const seconds = Math.floor(signature.date.getTime() / 1000);
  return `${signature.name} <${signature.email}> ${seconds} +0000`;
}
