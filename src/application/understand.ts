import type {
  Case,
  Documents,
  Evidence,
  FileEntry,
  Files,
  Policy,
  PolicyProblem,
} from "../domain/index.ts";
import { dayOf } from "../domain/index.ts";
import {
  mergeHeadings,
  readArchiveManifest,
  readIncidentPlan,
  readPrivacyEngineering,
  readSecurityReview,
  readSecurityTxt,
  readThreatModel,
} from "../documents/index.ts";
import { dataMapBefore, dataMapOf } from "./data-map-files.ts";
import { documentOnce } from "./document-once.ts";
import type { Knowledge } from "./knowledge.ts";
import { sbomOf, vexOf } from "./named-files.ts";
import { policyVersionsOf } from "./policy-versions.ts";

/** The evidence, with its policy and documents understood: what the gates read. */
export function understand(
  evidence: Evidence,
  policy: Policy,
  weakenings: readonly PolicyProblem[],
  knowledge: Knowledge,
): Case {
  return {
    evidence,
    today: dayOf(evidence.at),
    policy,
    policyVersions: policyVersionsOf(evidence, knowledge),
    weakenings,
    catalogue: knowledge.catalogue,
    taxonomy: knowledge.taxonomy,
    regimes: knowledge.regimes,
    documents: readDocuments(evidence, policy, knowledge),
  };
}

/** Reads every document that the gates ask for from the texts in the evidence. */
export function readDocuments(
  evidence: Pick<Evidence, "files" | "listings" | "range">,
  policy: Policy,
  knowledge: Knowledge,
): Documents {
  const { files, range } = evidence;
  const paths = policy.documents;
  const headings = mergeHeadings(knowledge.headings, policy.headings);
  const started = range.status === "read" ? range.value : null;
  const before = started?.before;
  // What nobody looked up may be there: it cannot be read, and is not missing.
  const securityTxt = paths.securityTxt.find((path) => files[path]?.kind !== "missing");
  const incidentPlan = (where: Files) =>
    documentOnce(readIncidentPlan, paths.incidentPlan, where[paths.incidentPlan], headings);
  const here = <Reading extends object>(read: Reader<Reading>, path: string) =>
    documentOnce(read, path, files[path]);
  return {
    incidentPlan: incidentPlan(files),
    incidentPlanBefore: before ? incidentPlan(before) : null,
    securityReview: here(readSecurityReview, paths.securityReview),
    archive: here(readArchiveManifest, paths.archive),
    dataMap: dataMapOf(evidence, policy),
    dataMapBefore: started && dataMapBefore(evidence, started, policy),
    privacyEngineering: here(readPrivacyEngineering, paths.privacyEngineering),
    threatModel: here(readThreatModel, paths.threatModel),
    sbom: sbomOf(evidence, policy),
    vex: vexOf(evidence, policy),
    securityTxt: securityTxt === undefined ? null : here(readSecurityTxt, securityTxt),
  };
}

type Reader<Reading> = (path: string, entry: FileEntry | undefined) => Reading;
