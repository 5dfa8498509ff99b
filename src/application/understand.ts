import type { Case, Documents, Evidence, Policy, PolicyProblem } from "../domain/index.ts";
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
  const dataMap = dataMapOf(evidence, policy);
  // What nobody looked up may be there: it cannot be read, and is not missing.
  const securityTxt = paths.securityTxt.find((path) => files[path]?.kind !== "missing");
  return {
    incidentPlan: readIncidentPlan(paths.incidentPlan, files[paths.incidentPlan], headings),
    incidentPlanBefore: before
      ? readIncidentPlan(paths.incidentPlan, before[paths.incidentPlan], headings)
      : null,
    securityReview: readSecurityReview(paths.securityReview, files[paths.securityReview]),
    archive: readArchiveManifest(paths.archive, files[paths.archive]),
    dataMap,
    dataMapBefore: started && dataMapBefore(evidence, started, policy, dataMap),
    privacyEngineering: readPrivacyEngineering(
      paths.privacyEngineering,
      files[paths.privacyEngineering],
    ),
    threatModel: readThreatModel(paths.threatModel, files[paths.threatModel]),
    sbom: sbomOf(evidence, policy),
    vex: vexOf(evidence, policy),
    securityTxt:
      securityTxt === undefined ? null : readSecurityTxt(securityTxt, files[securityTxt]),
  };
}
