import type { DocumentReading, Evidence } from "../domain/index.ts";
import { hasWildcards } from "../text/index.ts";

/** More files than any team divides a document into. */
export const MOST_FILES = 100;

type Missing = Exclude<DocumentReading<never>, { readonly status: "read" }>;

/** The files that paths and globs of a policy name, each once, and what cannot be told or is not there. */
export function placesOf(
  named: readonly string[],
  listings: Evidence["listings"],
): { readonly paths: readonly string[]; readonly lacking: readonly Missing[] } {
  const paths = new Set<string>();
  const lacking: Missing[] = [];
  for (const path of named) {
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
