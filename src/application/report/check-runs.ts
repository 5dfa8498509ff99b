import { worst, type Outcome } from "../../domain/index.ts";
import type { CheckRun } from "../ports.ts";
import { annotations } from "./annotations.ts";
import { gateRun } from "./gate-run.ts";
import { gateTable } from "./gate-table.ts";
import { explanation, headline } from "./headline.ts";
import { STATES } from "./names.ts";
import { counts, decisionOutcome, gateOutcome, isPartial, rolesAsked } from "./overview.ts";
import { fold, page, paragraph, type Block } from "./pages.ts";
import { clip, plainLine } from "./plain.ts";
import { proposal } from "./proposal.ts";
import { RECHECK } from "./recheck.ts";
import type { Report } from "./report.ts";
import {
  confirmations,
  exceptions,
  footer,
  notApplicableFolded,
  others,
  reviewAt,
  worseOthers,
} from "./sections.ts";

/** The name of the check run that a ruleset requires on branches. */
export const AGGREGATE = "portcullis";

const CONCLUSIONS = {
  passed: "success",
  waiting: "action_required",
  unknown: "failure",
  blocked: "failure",
} as const;

/**
 * The check runs of a commit: the aggregate, then one for each gate. Passed is success, waiting is
 * action required, blocked and could-not-tell are failures; nothing is neutral except what holds
 * nothing up: a policy in `observe` mode, and a gate that does not count yet.
 */
export function checkRuns(report: Report): readonly CheckRun[] {
  const brokenPolicy = policyIsBroken(report);
  return [
    aggregate(report, brokenPolicy),
    ...report.decision.gates.map((gate) => gateRun(gate, report, !brokenPolicy)),
  ];
}

function aggregate(report: Report, brokenPolicy: boolean): CheckRun {
  const { decision, catalogue, mode, repositoryUrl } = report;
  const own = ownOutcome(report);
  // Checks belong to a commit: the worst of all open pull requests that have it as their head.
  const outcome = worst([own, ...report.others.map((other) => other.outcome)]);
  return {
    name: AGGREGATE,
    conclusion: mode === "observe" ? "neutral" : CONCLUSIONS[outcome],
    title: clip(plainLine(title(report, own, outcome)), 255),
    summary: page([
      ...opening(report, own),
      ...table(report),
      ...asked(report, own),
      ...exceptions(decision, catalogue),
      ...notApplicableFolded(decision, catalogue),
      ...proposal(report),
      ...reviewAt(decision),
      ...footer(decision, repositoryUrl),
    ]),
    text: null,
    annotations: brokenPolicy
      ? decision.gates.flatMap((gate) => annotations(gate, catalogue, mode === "enforce"))
      : [],
    actions: [RECHECK],
  };
}

/** What stands worse is said first: nobody is to read "it may ship" over a red check. */
function opening(report: Report, own: Outcome): Block[] {
  const about = explanation(report.decision, report.catalogue, report.mode, own);
  const shared = others(report);
  return worseOthers(report).length === 0
    ? [paragraph(about), ...shared]
    : [...shared, paragraph(`By itself this pull request stands so: ${about}`)];
}

function table(report: Report): Block[] {
  return report.decision.gates.length === 0 ? [] : [gateTable(report.decision, report.catalogue)];
}

/** While others are still at work nobody is asked to approve: it can be read, it need not be. */
function asked({ decision, catalogue }: Report, outcome: Outcome): Block[] {
  const blocks = confirmations(rolesAsked(decision, catalogue), catalogue);
  if (outcome === "waiting") return blocks;
  return blocks.map((block) => fold("What an approval will confirm", { ...block, before: "" }));
}

function title(report: Report, own: Outcome, outcome: Outcome): string {
  const worse = worseOthers(report).find((other) => other.outcome === outcome);
  if (worse === undefined) return headline(report.decision, report.catalogue, report.mode, own);
  const word = report.mode === "observe" ? "Would block" : STATES[outcome].word;
  return `${word}: pull request ${worse.number} has the same commit, and is not through`;
}

/** On GitHub nothing may be left out: a check run says what was looked at, all of it. */
function ownOutcome({ decision }: Report): Outcome {
  return worst([decisionOutcome(decision), ...(isPartial(decision) ? (["unknown"] as const) : [])]);
}

/** Nothing but the policy was decided, because nothing else can be without one that is sound. */
function policyIsBroken({ decision }: Report): boolean {
  return (
    decision.gates.length > 0 &&
    decision.gates.every((gate) => gate.id === "policy" && counts(gate)) &&
    decision.gates.some((gate) => gateOutcome(gate) !== "passed")
  );
}
