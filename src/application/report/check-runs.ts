import type { Outcome } from "../../domain/index.ts";
import type { CheckRun } from "../ports.ts";
import { annotations } from "./annotations.ts";
import { exceptions } from "./exceptions.ts";
import { gateRun } from "./gate-run.ts";
import { gateTable } from "./gate-table.ts";
import { CONCLUSIONS } from "./names.ts";
import { counts, gateOutcome, rolesAsked } from "./overview.ts";
import { fold, page, type Block } from "./pages.ts";
import { clip, plainLine } from "./plain.ts";
import { proposal } from "./proposal.ts";
import { RECHECK } from "./recheck.ts";
import type { Report } from "./report.ts";
import { confirmations, footer, reviewAt } from "./sections.ts";
import { standing } from "./standing.ts";

/** The name of the check run that a ruleset requires on branches. */
export const AGGREGATE = "portcullis";

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
  const { own, outcome, title, opening } = standing(report);
  return {
    name: AGGREGATE,
    conclusion: mode === "observe" ? "neutral" : CONCLUSIONS[outcome],
    title: clip(plainLine(title), 255),
    summary: page([
      ...opening,
      ...table(report),
      ...asked(report, own),
      ...exceptions(decision, catalogue, { repositoryUrl, decision }),
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

function table(report: Report): Block[] {
  return report.decision.gates.length === 0 ? [] : [gateTable(report.decision, report.catalogue)];
}

/** While others are still at work nobody is asked to approve: it can be read, it need not be. */
function asked({ decision, catalogue }: Report, outcome: Outcome): Block[] {
  const blocks = confirmations(rolesAsked(decision, catalogue), catalogue);
  if (outcome === "waiting") return blocks;
  return blocks.map((block) => fold("What an approval will confirm", { ...block, before: "" }));
}

/** Nothing but the policy was decided, because nothing else can be without one that is sound. */
function policyIsBroken({ decision }: Report): boolean {
  return (
    decision.gates.length > 0 &&
    decision.gates.every((gate) => gate.id === "policy" && counts(gate)) &&
    decision.gates.some((gate) => gateOutcome(gate) !== "passed")
  );
}
