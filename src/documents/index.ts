/** Reads the documents of a repository: each function takes a file's text and gives what it says. */
export { readArchiveManifest } from "./archive-manifest.ts";
export { readDataMap } from "./data-map.ts";
export { SECTION_IDS, mergeHeadings, parseHeadings } from "./headings.ts";
export type { Headings, ReadHeadings } from "./headings.ts";
export { readIncidentPlan } from "./incident-plan.ts";
export { readPrivacyEngineering } from "./privacy-engineering.ts";
export { readSbom } from "./sbom.ts";
export { readSecurityReview } from "./security-review.ts";
export { readSecurityTxt } from "./security-txt.ts";
export { readThreatModel } from "./threat-model.ts";
export { readVex } from "./vex.ts";
