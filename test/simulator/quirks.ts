/** Points that GitHub's documentation leaves open; a client must be right either way. */
export interface Quirks {
  /** What happens when a completed check run is set back to "in_progress". */
  reopeningCheckRuns: "accept" | "refuse";
  /** `git/trees` with `recursive` lists at most this many entries and says `truncated`. */
  treeEntries: number;
  /** Whether releases become immutable when they are published. */
  immutableReleases: boolean;
}

/** What the simulator does unless told otherwise. */
export function defaultQuirks(): Quirks {
  return { reopeningCheckRuns: "accept", treeEntries: 100_000, immutableReleases: false };
}
