import type { Pattern, Policy } from "../../domain/index.ts";
import { hasWildcards } from "../../text/index.ts";
import { AGGREGATE } from "../report/index.ts";
import type { RefTarget } from "./administration.ts";
import { refPatterns } from "./ref-patterns.ts";

/** The check that is required on tags: only ever green for what was decided as a release itself. */
export const RELEASE_CHECK = "portcullis/release";

export const DEFAULT_BRANCH = "~DEFAULT_BRANCH";

/** The locks that a policy needs so that GitHub itself refuses what did not pass. */
export interface WantedProtection {
  readonly appId: number;
  /** In order: branches, tags. None where the policy names no such candidates. */
  readonly rulesets: readonly WantedRuleset[];
  readonly environments: readonly Pattern[];
  /** What no lock can hold, in words. */
  readonly notes: readonly string[];
}

export interface WantedRuleset {
  readonly name: string;
  readonly target: RefTarget;
  readonly include: readonly string[];
  readonly check: RequiredCheck;
  /** Further rules, by type; none of them has parameters that matter. */
  readonly further: readonly string[];
}

/** A status check that must be required, from exactly one App. */
export interface RequiredCheck {
  readonly context: string;
  readonly appId: number;
  /** Whether the head must have the newest base in it; a merge queue sees to that by itself. */
  readonly strict: "always" | "unless-queued" | "never";
  /** Whether a ref that is new may be made without the check. */
  readonly mayBeCreatedWithout: boolean;
}

/** What a policy makes worth locking. `defaultBranch` is the repository's. */
export function wantedProtection(
  policy: Policy,
  { defaultBranch, appId }: { readonly defaultBranch: string; readonly appId: number },
): WantedProtection {
  const { pullRequests, tags, environments } = policy.candidates;
  const branches = said(pullRequests.base ?? [], "refs/heads/", defaultBranch);
  const released = said(tags, "refs/tags/", null);
  const include = pullRequests.base === null ? [DEFAULT_BRANCH] : branches.patterns;
  return {
    appId,
    rulesets: [branchRuleset(include, appId), tagRuleset(released.patterns, appId)].filter(
      (ruleset) => ruleset.include.length > 0,
    ),
    environments,
    notes: [
      ...(pullRequests.base === null ? [ANY_BASE] : []),
      ...branches.notes,
      ...released.notes,
    ],
  };
}

const ANY_BASE =
  "The policy does not say into which branches releases are merged, so only the default branch is protected. Name others in candidates.pull-requests.base.";

function branchRuleset(include: readonly string[], appId: number): WantedRuleset {
  return {
    name: "portcullis",
    target: "branch",
    include,
    check: {
      context: AGGREGATE,
      appId,
      strict: "unless-queued",
      // The default branch is never made anew; a release branch is cut from a merged commit, and
      // the check stands on the head of the pull request, not on the merge.
      mayBeCreatedWithout: include.some((pattern) => pattern !== DEFAULT_BRANCH),
    },
    further: [],
  };
}

function tagRuleset(include: readonly string[], appId: number): WantedRuleset {
  return {
    name: "portcullis tags",
    target: "tag",
    include,
    check: { context: RELEASE_CHECK, appId, strict: "never", mayBeCreatedWithout: false },
    // A tag that was let through must not be moved to another commit afterwards.
    further: ["update", "deletion"],
  };
}

function said(
  globs: readonly Pattern[],
  prefix: string,
  defaultBranch: string | null,
): { readonly patterns: readonly string[]; readonly notes: readonly string[] } {
  const patterns: string[] = [];
  const notes: string[] = [];
  for (const { text } of globs) {
    const found = text === defaultBranch ? null : refPatterns(text, prefix);
    if (found === null) patterns.push(DEFAULT_BRANCH);
    else if (found.status === "said") patterns.push(...found.patterns);
    else notes.push(`Not protected: ${found.reason}. Write it otherwise in the policy.`);
  }
  return { patterns: [...new Set(patterns)], notes };
}

/** The environments to lock: those named in full, and those there are that match a glob. */
export function environmentsToLock(
  wanted: readonly Pattern[],
  existing: readonly string[],
): { readonly existing: readonly string[]; readonly absent: readonly string[] } {
  // GitHub does not tell environments apart by the case of their letters.
  const absent = wanted
    .map(({ text }) => text)
    .filter((text) => !hasWildcards(text) && !existing.some((name) => isSame(name, text)));
  const matching = existing.filter((name) =>
    wanted.some((pattern) => pattern.matches(name) || isSame(pattern.text, name)),
  );
  return { existing: matching, absent: [...new Set(absent)] };
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The one branch that a ruleset's pattern means; null where it means several. */
export function branchOf(pattern: string, defaultBranch: string): string | null {
  if (pattern === DEFAULT_BRANCH) return defaultBranch;
  return /[*?[]/.test(pattern) ? null : pattern.replace(/^refs\/heads\//, "");
}
