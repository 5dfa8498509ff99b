import type { Instant } from "../../domain/index.ts";
import { isNamed } from "../candidacy.ts";
import type { Decided } from "../judge.ts";
import type { CommitSnapshot, Platform, Release } from "../ports.ts";
import type { StandingPolicy } from "./policy-of.ts";

/** A release as it was decided; `release` is null for a tag without one. */
export type DecidedRelease = Decided<CommitSnapshot> & { readonly release: Release | null };

/** Where releases are decided: their repository, and by which policy. */
export interface ReleaseDesk {
  readonly platform: Platform;
  readonly repository: string;
  readonly standing: StandingPolicy;
}

/** What is decided: a release, or a tag by itself, and what shares its commit. */
export interface Subject {
  /** Null: a tag without a release. */
  readonly release: Release | null;
  /** Other releases of the same commit. */
  readonly others: readonly Release[];
  readonly commit: string;
}

/** Where no policy was ever valid, whatever is tagged is taken for a release. */
export function isCandidateTag(tag: string, { policy }: StandingPolicy): boolean {
  return policy === null || isNamed(tag, policy.candidates.tags);
}

/** Published before anybody asked for gates: such releases are never touched. */
export async function isHistory(
  release: Release,
  { platform, repository }: Pick<ReleaseDesk, "platform" | "repository">,
): Promise<boolean> {
  if (release.draft || release.publishedAt === null) return false;
  const since: Instant | null = await platform.policySince(repository);
  return since !== null && Date.parse(release.publishedAt) < Date.parse(since);
}
