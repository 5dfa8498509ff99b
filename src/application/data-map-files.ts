import { readDataMap } from "../documents/index.ts";
import type {
  DataMapReading,
  DocumentReading,
  Evidence,
  Files,
  Policy,
  Range,
} from "../domain/index.ts";
import { checkedPattern, hasWildcards } from "../text/index.ts";
import type { EvidenceSource, Snapshot } from "./ports.ts";

/** More files than any team divides its map into; each is read at two commits. */
const MOST_FILES = 100;

type Missing = Exclude<DocumentReading<never>, { readonly status: "read" }>;

/** The data map at the candidate's commit. */
export function dataMapOf(
  { files, listings }: Pick<Evidence, "files" | "listings">,
  policy: Policy,
): DataMapReading {
  const { paths, lacking } = placesOf(policy, listings);
  return [...paths.map((path) => readDataMap(path, files[path])), ...lacking];
}

/** The data map at the start of the range; `now` saves reading again what did not change. */
export function dataMapBefore(
  evidence: Pick<Evidence, "files" | "listings">,
  range: Range,
  policy: Policy,
  now: DataMapReading,
): DataMapReading {
  return pathsBefore(policy, evidence.listings, range).map((path) => {
    const [then, still] = [range.before[path], evidence.files[path]];
    const unchanged = then?.kind === "file" && still?.kind === "file" && then.oid === still.oid;
    const known = now.find(
      (reading) => reading.status === "read" && reading.document.path === path,
    );
    return (unchanged ? known : undefined) ?? readDataMap(path, then);
  });
}

/**
 * The snapshot with the texts of all files of the data map: which files a glob matches is only known
 * once a commit was read, so these are read after it. Nothing more is asked where the policy names no glob.
 */
export async function withDataMaps<S extends Snapshot>(
  source: EvidenceSource<S>,
  snapshot: S,
  policy: Policy,
): Promise<S> {
  const { candidate, range, listings } = snapshot;
  const lacks = (files: Files) => (path: string) => {
    const entry = files[path];
    return entry === undefined || (entry.kind === "file" && entry.text === undefined);
  };
  const texts = async (commit: string, files: Files, paths: readonly string[]) => {
    const wanted = paths.filter(lacks(files));
    if (wanted.length === 0) return files;
    return { ...files, ...(await source.files(commit, wanted, { withText: true })) };
  };
  const started = range.status === "read" ? range.value : null;
  const [files, before] = await Promise.all([
    texts(candidate.commit, snapshot.files, placesOf(policy, listings).paths),
    started && texts(started.from, started.before, pathsBefore(policy, listings, started)),
  ]);
  if (started === null || before === null) return { ...snapshot, files };
  return { ...snapshot, files, range: { status: "read", value: { ...started, before } } };
}

function placesOf(
  policy: Policy,
  listings: Evidence["listings"],
): { readonly paths: readonly string[]; readonly lacking: readonly Missing[] } {
  const paths = new Set<string>();
  const lacking: Missing[] = [];
  for (const path of policy.documents.dataMap) {
    const found = filesAt(path, listings);
    if ("status" in found) lacking.push(found);
    else for (const one of found) paths.add(one);
  }
  return { paths: [...paths], lacking };
}

function filesAt(path: string, listings: Evidence["listings"]): readonly string[] | Missing {
  if (!hasWildcards(path)) return [path];
  const listing = listings[path];
  if (listing?.status !== "read") {
    const why = listing?.status === "unreadable" ? listing.reason : "Nobody looked them up.";
    return { status: "unreadable", path, reason: `Could not tell which files match. ${why}` };
  }
  if (listing.value.length === 0) return { status: "missing", path, why: "No file matches it." };
  if (listing.value.length <= MOST_FILES) return listing.value;
  return { status: "unreadable", path, reason: `More than ${MOST_FILES} files match.` };
}

/**
 * Which files were the map's when the range began, by the present policy: those that are now, but for
 * what was added, and what was removed or renamed since. A file that lay outside of the map then was
 * none of its files, so what is moved into it is new.
 */
function pathsBefore(
  policy: Policy,
  listings: Evidence["listings"],
  { changes }: Range,
): readonly string[] {
  const patterns = policy.documents.dataMap.map(checkedPattern);
  const isPart = (path: string) => patterns.some((pattern) => pattern.matches(path));
  const came = new Set(
    changes.flatMap(({ kind, path }) => (kind === "added" || kind === "renamed" ? [path] : [])),
  );
  const stayed = placesOf(policy, listings).paths.filter((path) => !came.has(path));
  const left = changes.flatMap(({ kind, path, previousPath }) =>
    kind === "removed" ? [path] : (previousPath ?? []),
  );
  return [...new Set([...stayed, ...left.filter(isPart)])].slice(0, 2 * MOST_FILES);
}
