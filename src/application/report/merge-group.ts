import type { Outcome } from "../../domain/index.ts";
import { link } from "./escape.ts";
import { STATES } from "./names.ts";
import { decisionOutcome } from "./overview.ts";
import { list, type Block } from "./pages.ts";
import type { Report } from "./report.ts";

const IMPORTANCE = 7;

/**
 * The members of a merge group, one line each: its commit is theirs together, so it gets through
 * only when every one of them that is a release has passed.
 */
export function members(report: Report): Block[] {
  const { decision, repositoryUrl } = report;
  if (decision.candidate.kind !== "merge-group") return [];
  const shown = decision.candidate.number;
  const name = (number: number): string =>
    link(`Pull request ${number}`, `${repositoryUrl}/pull/${number}`);
  const own = shown === undefined ? [] : [{ number: shown, outcome: decisionOutcome(decision) }];
  const others = report.others.filter(({ number }) => number !== shown);
  const decided = [...own, ...others].map(({ number, outcome }) => ({
    number,
    line: `${name(number)}: ${stands(outcome)}${number === shown && others.length > 0 ? ", shown below" : ""}`,
  }));
  const plain = (report.notReleases ?? []).map((number) => ({
    number,
    line: `${name(number)}: not a release`,
  }));
  return list(
    "The merge queue’s group, which GitHub merges together:",
    [...decided, ...plain].sort((a, b) => a.number - b.number).map(({ line }) => line),
    IMPORTANCE,
  );
}

function stands(outcome: Outcome): string {
  const { symbol, word } = STATES[outcome];
  return `${symbol} ${word}`;
}
