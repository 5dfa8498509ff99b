import type { PreviousRelease, Reading } from "../../domain/index.ts";
import type { Clone } from "./clone.ts";
import { GitFailure } from "./git.ts";
import { nearestRelease, type Search } from "./previous-release.ts";
import type { Tag } from "./tags.ts";

/** Where the range begins: a commit, and the name by which people know it. */
export interface RangeStart {
  readonly commit: string;
  readonly name: string;
}

export interface Base {
  readonly commit: string;
  /** As the person who asked wrote it. */
  readonly name: string;
}

/** What came before a candidate, as far as the clone can tell. */
export interface Before {
  readonly start: Reading<RangeStart | null>;
  readonly previousRelease: Reading<PreviousRelease | null>;
}

/**
 * Finds where the range begins: at the nearest ancestor tag of a release; without one, where the
 * history left BASE; without either there is no range (FORMATS, "Command line"). What a shallow
 * clone cannot know is unreadable, never "none".
 */
export async function findBefore(clone: Clone, search: Search, base: Base | null): Promise<Before> {
  const tag = await nearestRelease(clone, search);
  const doubt = await whyUnsure(clone, search.commit, tag, base);
  if (doubt !== null) {
    const unreadable = { status: "unreadable", reason: doubt } as const;
    return { start: unreadable, previousRelease: unreadable };
  }
  if (tag)
    return { start: read({ commit: tag.commit, name: tag.name }), previousRelease: dated(tag) };
  const start = base ? await leftAt(clone, base, search.commit) : null;
  return { start: read(start), previousRelease: read(null) };
}

const SHALLOW =
  "this clone is shallow, so the release before this one cannot be known. Run `git fetch --unshallow --tags`, or on GitHub Actions give actions/checkout `fetch-depth: 0`.";
const NO_TAGS =
  "this clone leaves tags out, so the release before this one cannot be known. Run `git config --unset-all remote.origin.tagOpt`, then `git fetch --tags`.";

/** Why the tag that was found (or none) may be the wrong one; null when it is right. */
async function whyUnsure(
  clone: Clone,
  commit: string,
  tag: Tag | null,
  base: Base | null,
): Promise<string | null> {
  if (clone.cutOffAt.size > 0) {
    const seen = tag ? [commit, `^${tag.commit}`] : [commit, ...(base ? [base.commit] : [])];
    const between = await clone.git.read(["rev-list", ...seen, "--"]);
    const isCut = between
      .toString("utf8")
      .split("\n")
      .some((oid) => clone.cutOffAt.has(oid));
    if (isCut) return SHALLOW;
  }
  return !tag && clone.leavesTagsOut && !(await hasTags(clone)) ? NO_TAGS : null;
}

async function hasTags(clone: Clone): Promise<boolean> {
  const first = await clone.git.read(["for-each-ref", "--count=1", "refs/tags"]);
  return first.length > 0;
}

/** The last commit that the candidate shares with BASE; BASE itself where they share none. */
async function leftAt(clone: Clone, base: Base, commit: string): Promise<RangeStart> {
  const shared = await clone.git.ask(["merge-base", base.commit, commit]);
  if (shared.code > 1) throw new GitFailure("failed", "git merge-base: the history cannot be read");
  const oid = shared.stdout.toString("utf8").trim();
  return { commit: oid === "" ? base.commit : oid, name: base.name };
}

function dated(tag: Tag): Reading<PreviousRelease> {
  const date = new Date(tag.time * 1000);
  if (tag.time === 0 || Number.isNaN(date.getTime())) {
    return { status: "unreadable", reason: `the tag ${tag.name} has no date. Tag it anew.` };
  }
  const publishedAt = date.toISOString().replace(".000Z", "Z");
  return read({ tag: tag.name, commit: tag.commit, publishedAt });
}

function read<T>(value: T): Reading<T> {
  return { status: "read", value };
}
