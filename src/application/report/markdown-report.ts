import type { Catalogue, Decision } from "../../domain/index.ts";
import { code, literal } from "./escape.ts";
import { exceptions } from "./exceptions.ts";
import { gateBody, settled } from "./gate-run.ts";
import { gateTable, state } from "./gate-table.ts";
import { explanation, headline } from "./headline.ts";
import { moment, STATES } from "./names.ts";
import { decisionOutcome, rolesAsked } from "./overview.ts";
import { page, paragraph } from "./pages.ts";
import { confirmations, footer, reviewAt } from "./sections.ts";

/** The whole decision as one Markdown document, for a file or a CI job's summary (1 MiB at most). */
export function markdownReport(decision: Decision, catalogue: Catalogue): string {
  const { candidate } = decision;
  const what = [
    literal(candidate.repository),
    ...(candidate.number === undefined ? [] : [`pull request ${candidate.number}`]),
    ...(candidate.release === undefined ? [] : [code(candidate.release)]),
    `as at ${literal(moment(decision["decided-at"]))}`,
  ];
  const symbol = STATES[decisionOutcome(decision)].symbol;
  const blocks = [
    paragraph(`## ${symbol} ${literal(headline(decision, catalogue, "enforce"))}`),
    paragraph(`${what.join(", ")}. ${explanation(decision, catalogue, "enforce")}`),
    ...(decision.gates.length === 0 ? [] : [gateTable(decision, catalogue)]),
    ...confirmations(rolesAsked(decision, catalogue), catalogue),
    ...exceptions(decision, catalogue, null),
    ...reviewAt(decision),
    ...decision.gates.flatMap((gate) => [
      paragraph(`### ${literal(gate.title)}: ${state(gate, decision["decided-at"])}`),
      ...gateBody(gate, catalogue, null),
      ...settled(gate, catalogue, null),
    ]),
    ...footer(decision, null),
  ];
  return `${page(blocks, 1_000_000)}\n`;
}
