export * from "./report.ts";
export { AGGREGATE, checkRuns } from "./check-runs.ts";
export { couldNotTell, notARelease } from "./fixed-runs.ts";
export { comment, COMMENT_MARKER, noLongerARelease } from "./comment.ts";
export { RECHECK, RECHECK_COMMAND } from "./recheck.ts";
export { clip, plainLine } from "./plain.ts";
export { code, literal, prose } from "./escape.ts";
export { textReport, type TextOptions } from "./text-report.ts";
export { markdownReport } from "./markdown-report.ts";
