import { MAX_BYTES } from "../../text/index.ts";
import { type Git, GitFailure } from "./git.ts";

/** A blob's text, or why it cannot be had: a sentence in which the file is "it". */
export type BlobText = { readonly text: string } | { readonly reason: string };

/**
 * What a revision stands for, as full object ids, or null where the clone knows no such commit.
 * Names go in through standard input, so that none of them is ever taken for an option.
 */
export async function findCommit(
  git: Git,
  revision: string,
): Promise<{ readonly commit: string; readonly tree: string } | null> {
  if (!isRevision(revision)) return null;
  const wanted = `${revision}^{commit}\n${revision}^{tree}\n`;
  const answer = await git.ask(["cat-file", "--batch-check=%(objectname) %(objecttype)"], wanted);
  const [commit, tree] = answer.stdout.toString("utf8").split("\n");
  const commitId = /^([0-9a-f]{40,64}) commit$/.exec(commit ?? "")?.[1];
  const treeId = /^([0-9a-f]{40,64}) tree$/.exec(tree ?? "")?.[1];
  return commitId === undefined || treeId === undefined ? null : { commit: commitId, tree: treeId };
}

/** Whether a text can be a revision at all: one line, printable, and no option. */
export function isRevision(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  return text !== "" && !text.startsWith("-") && !/[\u0000-\u001f\u007f]/.test(text);
}

/** The texts of blobs, by their ids. Every id that was asked for is in the answer. */
export async function readTexts(
  git: Git,
  oids: readonly string[],
): Promise<ReadonlyMap<string, BlobText>> {
  const wanted = [...new Set(oids)];
  const texts = new Map<string, BlobText>();
  const small: string[] = [];
  for (const [oid, size] of await sizesOf(git, wanted)) {
    if (size === null) texts.set(oid, { reason: NOT_IN_CLONE });
    else if (size > MAX_BYTES) texts.set(oid, { reason: tooLarge(size) });
    else small.push(oid);
  }
  for (const [oid, bytes] of await contentsOf(git, small)) texts.set(oid, textOf(bytes));
  return texts;
}

const NOT_IN_CLONE = "git does not have it here. Clone again, in full (without `--filter`).";

function tooLarge(size: number): string {
  const [bytes, most] = [size, MAX_BYTES].map((number) => number.toLocaleString("en"));
  return `it has ${bytes ?? ""} bytes, and at most ${most ?? ""} are read.`;
}

async function sizesOf(
  git: Git,
  oids: readonly string[],
): Promise<readonly (readonly [string, number | null])[]> {
  if (oids.length === 0) return [];
  const answer = await git.ask(["cat-file", "--batch-check=%(objectsize)"], lines(oids));
  if (answer.code !== 0) {
    // In a partial clone git gives up at the first object that is not there.
    const [only, ...others] = oids;
    if (only !== undefined && others.length === 0) return [[only, null]];
    return (await Promise.all(oids.map((oid) => sizesOf(git, [oid])))).flat();
  }
  const sizes = answer.stdout.toString("utf8").split("\n");
  return oids.map((oid, index) => {
    const size = sizes[index] ?? "";
    return [oid, /^\d+$/.test(size) ? Number(size) : null] as const;
  });
}

async function contentsOf(
  git: Git,
  oids: readonly string[],
): Promise<readonly (readonly [string, Buffer])[]> {
  if (oids.length === 0) return [];
  const answer = await git.read(["cat-file", "--batch"], lines(oids));
  let at = 0;
  return oids.map((oid) => {
    const endOfHeader = answer.indexOf("\n", at);
    const header = answer.toString("utf8", at, endOfHeader);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1];
    if (endOfHeader < 0 || size === undefined) {
      throw new GitFailure("failed", `git cat-file: object ${oid} could not be read`);
    }
    const start = endOfHeader + 1;
    at = start + Number(size) + 1;
    return [oid, answer.subarray(start, start + Number(size))] as const;
  });
}

function lines(oids: readonly string[]): string {
  return oids.map((oid) => `${oid}\n`).join("");
}

// A byte order mark stays: the readers of documents know what to do with it.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(bytes: Buffer): BlobText {
  if (bytes.includes(0)) return { reason: "it is binary, not text: it has NUL bytes." };
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { reason: "it is not text in UTF-8. Save it as UTF-8." };
  }
}
