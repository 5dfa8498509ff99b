import { worst, type Outcome } from "../../domain/index.ts";
import { candidateWords } from "./candidate-words.ts";
import { explanation, headline } from "./headline.ts";
import { STATES } from "./names.ts";
import { decisionOutcome, isPartial } from "./overview.ts";
import { paragraph, type Block } from "./pages.ts";
import type { Report } from "./report.ts";
import { others, worseOthers } from "./sections.ts";

/** Where a commit stands: checks belong to it, and several pull requests can share it. */
export interface Standing {
  /** Of the decision that is shown. */
  readonly own: Outcome;
  /** The worst of all open pull requests that have the commit as their head, or of a merge group. */
  readonly outcome: Outcome;
  /** Plain text: the most important thing. */
  readonly title: string;
  /** The first sentences of a page. */
  readonly opening: readonly Block[];
}

/** How a report stands, and how to say so first. */
export function standing(report: Report): Standing {
  const own = ownOutcome(report);
  const outcome = worst([own, ...report.others.map((other) => other.outcome)]);
  return { own, outcome, title: title(report, own, outcome), opening: opening(report, own) };
}

/** On GitHub nothing may be left out: what is shown there says that everything was looked at. */
function ownOutcome({ decision }: Report): Outcome {
  return worst([decisionOutcome(decision), ...(isPartial(decision) ? (["unknown"] as const) : [])]);
}

function title(report: Report, own: Outcome, outcome: Outcome): string {
  const worse = worseOthers(report).find((other) => other.outcome === outcome);
  if (worse === undefined) return headline(report.decision, report.catalogue, report.mode, own);
  const word = report.mode === "observe" ? "Would block" : STATES[outcome].word;
  const why =
    report.decision.candidate.kind === "merge-group"
      ? "is in the same group"
      : "has the same commit";
  return `${word}: pull request ${worse.number} ${why}, and is not through`;
}

/** What stands worse is said first: nobody is to read "it may ship" over a red check. */
function opening(report: Report, own: Outcome): readonly Block[] {
  const about = explanation(report.decision, report.catalogue, report.mode, own);
  const shared = others(report);
  if (worseOthers(report).length === 0) return [...shared, paragraph(about)];
  return [...shared, paragraph(`By itself ${itself(report)} stands so: ${about}`)];
}

/** In a merge group it is a member of which a decision is shown, and each has its own. */
function itself({ decision: { candidate } }: Report): string {
  return candidate.kind === "merge-group" && candidate.number !== undefined
    ? `pull request ${candidate.number}`
    : candidateWords(candidate.kind).name;
}
