export * from "./report.ts";
export { AGGREGATE, checkRuns } from "./check-runs.ts";
export { couldNotTell, notARelease, releaseCouldNotTell } from "./fixed-runs.ts";
export { comment, COMMENT_MARKER, noLongerARelease } from "./comment.ts";
export { RECHECK, RECHECK_COMMAND } from "./recheck.ts";
export { RELEASE, releaseRun, type ReleaseReport } from "./release-report.ts";
export { releaseNotes } from "./release-notes.ts";
export { hasNotes, withNotes, withoutNotes } from "./notes.ts";
export { issueMarker, releaseIssue, solvedIssue, type NotTakenBack } from "./release-issue.ts";
export {
  deploymentWords,
  type DeploymentReport,
  type DeploymentState,
} from "./deployment-words.ts";
export { textReport } from "./text-report.ts";
export { markdownReport } from "./markdown-report.ts";
export { plainLine } from "./plain.ts";
