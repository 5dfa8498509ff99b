import type { Gate } from "../requirement.ts";
import { dpoApproval, finalApproval, securityApproval } from "./approval.ts";
import { archive } from "./archive.ts";
import { dataMinimisation } from "./data-minimisation.ts";
import { dataRights } from "./data-rights.ts";
import { incidentPlan } from "./incident-plan.ts";
import { policy } from "./policy.ts";
import { secureDevelopment } from "./secure-development.ts";
import { securityReview } from "./security-review.ts";
import { technicalMeasures } from "./technical-measures.ts";

/** Every gate, in the order in which they stand everywhere. A new gate is added here. */
export const GATES: readonly Gate[] = [
  incidentPlan,
  securityReview,
  dpoApproval,
  securityApproval,
  finalApproval,
  archive,
  dataMinimisation,
  technicalMeasures,
  dataRights,
  secureDevelopment,
  policy,
];
