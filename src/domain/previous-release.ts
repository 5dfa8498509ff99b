import type { Candidate } from "./candidate.ts";
import type { Pattern } from "./policy.ts";
import { compareInstants, type Instant } from "./time.ts";
import { compareVersions } from "./version.ts";

/** A release as GitHub lists it. */
export interface ListedRelease {
  readonly tag: string;
  /** What the tag points at; null where it is gone. */
  readonly commit: string | null;
  /** Null for a draft. */
  readonly publishedAt: Instant | null;
  readonly prerelease: boolean;
  /** Whether the commit carries our own green `portcullis/release`. */
  readonly passed: boolean;
}

type Earlier = ListedRelease & { readonly commit: string; readonly publishedAt: Instant };

/**
 * The releases that may be the previous one, best first: it is the first whose commit is an ancestor of
 * the candidate's. Drafts and pre-releases are none. A release that never passed does not count, so
 * that nobody forges a short range; except where none has passed, as before Portcullis came.
 */
export function previousReleases(
  listed: readonly ListedRelease[],
  candidate: Pick<Candidate, "commit" | "stage" | "release">,
  tags: readonly Pattern[],
): readonly Earlier[] {
  const { release, stage } = candidate;
  const own = release !== null && stage === "release" ? release : null;
  const alike = own === null ? tags : likeIt(own, tags);
  const earlier = listed.filter(
    (each): each is Earlier =>
      each.commit !== null &&
      each.publishedAt !== null &&
      !each.prerelease &&
      alike.some((tag) => tag.matches(each.tag)) &&
      (own === null
        ? // What is released already is looked at again without standing in its own way.
          each.commit !== candidate.commit
        : compareVersions(each.tag, own) < 0),
  );
  const passed = earlier.filter((each) => each.passed);
  const counted = passed.length > 0 ? passed : earlier;
  return counted.toSorted(
    (a, b) => (own === null ? 0 : compareVersions(b.tag, a.tag)) || later(a, b),
  );
}

/** `api-v*` and `web-v*` are two lines of releases: only those of the same line came before. */
function likeIt(own: string, tags: readonly Pattern[]): readonly Pattern[] {
  const matching = tags.filter((tag) => tag.matches(own));
  return matching.length > 0 ? matching : tags;
}

function later(a: Earlier, b: Earlier): number {
  return compareInstants(b.publishedAt, a.publishedAt);
}
