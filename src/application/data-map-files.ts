import { readDataMap } from "../documents/index.ts";
import type { DataMapReading, Evidence, Files, Policy, Range } from "../domain/index.ts";
import { checkedPattern } from "../text/index.ts";
import { documentOnce } from "./document-once.ts";
import { MOST_FILES, placesOf } from "./places.ts";
import type { EvidenceSource, Snapshot } from "./ports.ts";

/** The data map at the candidate's commit. */
export function dataMapOf(
  { files, listings }: Pick<Evidence, "files" | "listings">,
  policy: Policy,
): DataMapReading {
  const { paths, lacking } = placesOf(policy.documents.dataMap, listings);
  return [...paths.map((path) => documentOnce(readDataMap, path, files[path])), ...lacking];
}

/** The data map at the start of the range. */
export function dataMapBefore(
  evidence: Pick<Evidence, "files" | "listings">,
  range: Range,
  policy: Policy,
): DataMapReading {
  return pathsBefore(policy, evidence.listings, range).map((path) =>
    documentOnce(readDataMap, path, range.before[path]),
  );
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
    texts(candidate.commit, snapshot.files, placesOf(policy.documents.dataMap, listings).paths),
    started && texts(started.from, started.before, pathsBefore(policy, listings, started)),
  ]);
  if (started === null || before === null) return { ...snapshot, files };
  return { ...snapshot, files, range: { status: "read", value: { ...started, before } } };
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
  const stayed = placesOf(policy.documents.dataMap, listings).paths.filter(
    (path) => !came.has(path),
  );
  const left = changes.flatMap(({ kind, path, previousPath }) =>
    kind === "removed" ? [path] : (previousPath ?? []),
  );
  return [...new Set([...stayed, ...left.filter(isPart)])].slice(0, 2 * MOST_FILES);
}
