export * from "./report.ts";
export { AGGREGATE, checkRuns } from "./check-runs.ts";
export { couldNotTell, notARelease } from "./fixed-runs.ts";
export { comment, COMMENT_MARKER, noLongerARelease } from "./comment.ts";
export { RECHECK, RECHECK_COMMAND } from "./recheck.ts";
export { textReport } from "./text-report.ts";
export { markdownReport } from "./markdown-report.ts";
export { plainLine } from "./plain.ts";
