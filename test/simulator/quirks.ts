/** Points that GitHub's documentation leaves open; a client must be right either way. */
export interface Quirks {
  /** What happens when a completed check run is set back to "in_progress". */
  reopeningCheckRuns: "accept" | "refuse";
  /** `git/trees` with `recursive` lists at most this many entries and says `truncated`. */
  treeEntries: number;
  /** Whether releases become immutable when they are published. */
  immutableReleases: boolean;
  /** Whether Apps hear of what happens to a draft: `created`, `edited`, `deleted`. */
  draftReleaseEvents: boolean;
  /** Whether a release turned into a draft without `tag_name` loses its tag's name. */
  untaggedRedrafts: boolean;
  /** How a release is refused to an App that lacks `workflows: write` where it needs it. */
  missingWorkflowsPermission: 404 | 403;
  /** Whether the release that becomes a draft because its tag was deleted sends `unpublished`. */
  tagDeletionUnpublishes: boolean;
  /** Whether `deployment_protection_rule` carries the deployment, or null. */
  deploymentInEvents: boolean;
  /** Whether its `ref` is "refs/heads/main" or "main". */
  deploymentEventRef: "full" | "short";
  /** What a second answer to a deployment, or one to a run that was cancelled, is met with. */
  answeredDeployments: 422 | 404;
}

/** What the simulator does unless told otherwise. */
export function defaultQuirks(): Quirks {
  return {
    reopeningCheckRuns: "accept",
    treeEntries: 100_000,
    immutableReleases: false,
    draftReleaseEvents: true,
    untaggedRedrafts: true,
    missingWorkflowsPermission: 404,
    tagDeletionUnpublishes: true,
    deploymentInEvents: true,
    deploymentEventRef: "full",
    answeredDeployments: 422,
  };
}
