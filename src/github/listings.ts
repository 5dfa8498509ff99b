import { z } from "zod";
import type { FileEntry, Files, Reading } from "../domain/index.ts";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import { answerAt, reasonAt, type CommitWithPaths } from "./entries-at.ts";
import { entryOf } from "./file-entries.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { directorySchema, type HeadAnswer, type TreeEntries } from "./snapshot-answer.ts";
import type { WantedPaths } from "./wanted-paths.ts";

/** All files below a tree, by their path in it; null when GitHub cut the list. Trees never change. */
export type RememberedTrees = Recent<Files | "truncated">;

/** More matching files than this are not gone through. */
const MOST_MATCHES = 5_000;

export interface Listings {
  readonly listings: Readonly<Record<string, Reading<readonly string[]>>>;
  /** The matching files with their blob ids. */
  readonly files: Files;
}

/**
 * The files that match each glob at the head. What stands in the one directory of a simple glob
 * came with the read; for deeper globs the subtree is asked once and remembered by its id:
 * https://docs.github.com/en/rest/git/trees#get-a-tree (cut at 100,000 entries: then unreadable).
 * Links and submodules that match are listed too: a gate must see that they are no files.
 */
export async function listingsOf(
  api: Api,
  head: { readonly commit: CommitWithPaths; readonly answer: HeadAnswer },
  asked: { readonly repository: string; readonly paths: WantedPaths; readonly known: Files },
  remembered: RememberedTrees,
): Promise<Listings> {
  const listings = new Map<string, Reading<readonly string[]>>();
  const files = new Map<string, FileEntry>();
  const below = new Map<string, Reading<Files>>();
  for (const { pattern, plan } of asked.paths.globs) {
    if (plan.how === "literal") {
      listings.set(pattern.text, literal(asked.known[plan.path], plan.path));
      continue;
    }
    const place = `${plan.how}:${plan.directory}`;
    const found =
      below.get(place) ??
      (plan.how === "directory"
        ? directoryOf(head, asked.paths, plan.directory)
        : await subtreeOf(api, head, asked, plan.directory, remembered));
    below.set(place, found);
    listings.set(
      pattern.text,
      matching(found, (path) => pattern.matches(path), files),
    );
  }
  return { listings: Object.fromEntries(listings), files: Object.fromEntries(files) };
}

function literal(entry: FileEntry | undefined, path: string): Reading<readonly string[]> {
  if (!entry) return unreadable("GitHub did not give the file.");
  if (entry.kind === "unreadable" && entry.oid === null) return unreadable(entry.reason);
  const isThere = entry.kind !== "missing" && !isDirectory(entry);
  return read(isThere ? [path] : []);
}

function matching(
  found: Reading<Files>,
  matches: (path: string) => boolean,
  into: Map<string, FileEntry>,
): Reading<readonly string[]> {
  if (found.status !== "read") return found;
  const hits = Object.entries(found.value).filter(
    ([path, entry]) => !isDirectory(entry) && matches(path),
  );
  if (hits.length > MOST_MATCHES) return unreadable(`More than ${MOST_MATCHES} files match.`);
  for (const [path, entry] of hits) into.set(path, entry);
  return read(hits.map(([path]) => path).sort());
}

function isDirectory(entry: FileEntry): boolean {
  return entry.kind === "not-a-file" && entry.what === "directory";
}

function directoryOf(
  head: { readonly commit: CommitWithPaths; readonly answer: HeadAnswer },
  paths: WantedPaths,
  directory: string,
): Reading<Files> {
  if (directory === "") return entriesOf(head.answer.tree.entries, "");
  const alias = `g${paths.directories.indexOf(directory)}`;
  const reason = reasonAt(head.commit, alias);
  if (reason !== null) return unreadable(reason);
  const answer = answerAt(head.commit, alias, directorySchema);
  return answer?.type === "tree" ? entriesOf(answer.object?.entries, `${directory}/`) : read({});
}

function entriesOf(entries: TreeEntries, prefix: string): Reading<Files> {
  if (!entries) return unreadable("GitHub did not give the directory's files.");
  return read(
    Object.fromEntries(entries.map((entry) => [prefix + entry.name, entryOf(entry)] as const)),
  );
}

async function subtreeOf(
  api: Api,
  head: { readonly commit: CommitWithPaths; readonly answer: HeadAnswer },
  asked: { readonly repository: string; readonly paths: WantedPaths },
  directory: string,
  remembered: RememberedTrees,
): Promise<Reading<Files>> {
  let tree = head.answer.tree.oid;
  if (directory !== "") {
    const alias = `s${asked.paths.subtrees.indexOf(directory)}`;
    const reason = reasonAt(head.commit, alias);
    if (reason !== null) return unreadable(reason);
    const answer = answerAt(head.commit, alias, directorySchema);
    // `docs/**` matches a file `docs` as well.
    if (answer?.type !== "tree") return read(answer ? { [directory]: entryOf(answer) } : {});
    tree = answer.oid;
  }
  const known = remembered.get(tree) ?? (await readTree(api, asked.repository, tree));
  remembered.set(tree, known);
  if (known === "truncated") return unreadable("There are too many files to go through.");
  const prefix = directory === "" ? "" : `${directory}/`;
  return read(
    Object.fromEntries(Object.entries(known).map(([path, entry]) => [prefix + path, entry])),
  );
}

async function readTree(api: Api, repository: string, tree: string): Promise<Files | "truncated"> {
  const answer = await api.rest(
    "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
    { ...repositoryOf(repository), tree_sha: tree, recursive: "1" },
    z.object({
      truncated: z.boolean(),
      tree: z.array(
        z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() }),
      ),
    }),
  );
  if (answer.truncated) return "truncated";
  return Object.fromEntries(
    answer.tree.map(({ path, mode, type, sha }) => [
      path,
      entryOf({ oid: sha, mode: Number.parseInt(mode, 8), type }),
    ]),
  );
}
