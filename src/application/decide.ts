import type {
  CatalogueRequirement,
  Decision,
  Evaluation,
  Evidence,
  GateDecision,
  PolicyProblem,
} from "../domain/index.ts";
import { ROLES, evaluate, placeOf } from "../domain/index.ts";
import { digestOf, digestOfEvidence } from "./digest.ts";
import type { Knowledge } from "./knowledge.ts";
import { interpret } from "./policy-reading.ts";
import { understand } from "./understand.ts";

/**
 * Decides from evidence alone. The same evidence, also when it was stored as JSON and read back,
 * gives the same decision to the byte.
 */
export function decide(
  evidence: Evidence,
  knowledge: Knowledge,
  options: { readonly leaveOutGitHub?: boolean } = {},
): Decision {
  const reading = interpret(evidence.policies, evidence, knowledge);
  if (reading.status !== "valid") return aboutThePolicy(evidence, knowledge, reading);
  const c = understand(evidence, reading.policy, reading.problems, knowledge);
  const release =
    evidence.candidate.release ??
    (c.documents.securityReview.status === "read"
      ? c.documents.securityReview.document.fields.release
      : undefined);
  return assemble(evidence, knowledge, evaluate(c, options), {
    release: release ?? null,
    alertsOff: reading.policy.alertsOff.map(({ source, reason }) => ({ source, reason })),
  });
}

/** The decision as it is stored and handed out: indented JSON with a line feed at the end. */
export function serialise(decision: Decision): string {
  return `${JSON.stringify(decision, null, 2)}\n`;
}

/** A policy that cannot be understood, or not be read, decides everything. */
function aboutThePolicy(
  evidence: Evidence,
  knowledge: Knowledge,
  reading:
    | { readonly status: "invalid"; readonly problems: readonly PolicyProblem[] }
    | { readonly status: "unreadable"; readonly problems: readonly PolicyProblem[] },
): Decision {
  const entry = knowledge.catalogue.gates.find(({ id }) => id === "policy");
  const requirement = entry?.requirements.find(({ id }) => id === "policy.valid");
  if (!entry || !requirement) throw new Error("The catalogue lacks policy.valid.");
  const invalid = reading.status === "invalid";
  const gate: GateDecision = {
    id: entry.id,
    title: entry.title,
    outcome: invalid ? "blocked" : "unknown",
    findings: reading.problems.map((problem) =>
      findingAbout(
        problem,
        evidence.candidate.repository,
        requirement,
        invalid ? "unsatisfied" : "unknown",
      ),
    ),
  };
  return assemble(
    evidence,
    knowledge,
    {
      outcome: gate.outcome,
      gates: [gate],
      waivers: [],
      disabledGates: [],
      exceptions: [],
      reviewAt: null,
    },
    { release: evidence.candidate.release, alertsOff: [] },
  );
}

function findingAbout(
  problem: PolicyProblem,
  repository: string,
  requirement: CatalogueRequirement,
  outcome: "unsatisfied" | "unknown",
): GateDecision["findings"][number] {
  return {
    requirement: requirement.id,
    outcome,
    message: problem.message,
    remedy: problem.remedy,
    source: requirement.source,
    "acts-next": requirement.actsNext,
    locations: placeOf(problem, repository),
  };
}

function assemble(
  evidence: Evidence,
  knowledge: Knowledge,
  evaluation: Evaluation,
  { release, alertsOff }: { release: string | null; alertsOff: Decision["alerts-off"] },
): Decision {
  const { candidate, policies } = evidence;
  const { confirmations } = knowledge.catalogue;
  return {
    schema: "portcullis/decision/v1",
    outcome: evaluation.outcome,
    stage: candidate.stage,
    candidate: {
      kind: candidate.kind,
      repository: candidate.repository,
      ...(candidate.pullRequest ? { number: candidate.pullRequest.number } : {}),
      commit: candidate.commit,
      ...(release === null ? {} : { release }),
      ...(candidate.environment === undefined ? {} : { environment: candidate.environment }),
    },
    policy: {
      digest: digestOf(policies),
      sources: policies.map(({ repository, path, entry }) => ({
        repository,
        path,
        oid: "oid" in entry ? entry.oid : null,
      })),
    },
    evidence: { digest: digestOfEvidence(evidence) },
    "decided-at": evidence.at,
    "review-at": evaluation.reviewAt,
    gates: evaluation.gates,
    waivers: evaluation.waivers,
    "disabled-gates": evaluation.disabledGates,
    "alerts-off": alertsOff,
    exceptions: evaluation.exceptions,
    confirmations: ROLES.map((role) => ({ role, digest: digestOf(confirmations[role]) })),
  };
}
