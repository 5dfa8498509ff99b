import type { Catalogue, Decision, Exception } from "../../domain/index.ts";
import { candidateWords } from "./candidate-words.ts";
import { literal, prose } from "./escape.ts";
import { state } from "./gate-table.ts";
import { headline } from "./headline.ts";
import { count, sentence, STATES } from "./names.ts";
import { decisionOutcome } from "./overview.ts";
import { place, type Site } from "./places.ts";
import { list, paragraph, type Block } from "./pages.ts";
import type { Report } from "./report.ts";
import { exceptionLines } from "./exceptions.ts";

/** What the pull request's own change of the policy means: it is not in force, and is told so. */
export function proposal(report: Report): Block[] {
  const { proposal: proposed, decision, catalogue } = report;
  if (proposed === null) return [];
  const name = candidateWords(decision.candidate.kind).name;
  const opening = `**${sentence(name)} changes the policy.** The change takes effect on merging; until then the policy of the default branch decides.`;
  if (proposed.status === "invalid") {
    // The problems stand in the file as the pull request leaves it, not in the one in force.
    const site: Site = {
      repositoryUrl: report.repositoryUrl,
      decision: { ...decision, policy: { ...decision.policy, sources: [] } },
    };
    return list(
      `${opening} ⛔ As proposed it has ${count(proposed.problems.length, "problem")}, and once merged it would block every release:`,
      proposed.problems.map(
        (problem) => `${place(problem, site)}: ${prose(problem.message)} ${prose(problem.remedy)}`,
      ),
      6,
    );
  }
  if (proposed.decision === "not-a-candidate")
    return [
      paragraph(
        `${opening} ⚠️ Under the proposed policy ${name} would be no release, and nothing would be asked of it.`,
        7,
      ),
    ];
  const { symbol } = STATES[decisionOutcome(proposed.decision)];
  const then = headline(proposed.decision, catalogue, "enforce");
  return [
    paragraph(`${opening} Under the proposed policy: ${symbol} ${then}.`, 7),
    ...list("", differences(decision, proposed.decision, catalogue), 6),
  ];
}

/** Gates that would stand differently, and exceptions that would be new. */
function differences(now: Decision, then: Decision, catalogue: Catalogue): readonly string[] {
  const at = now["decided-at"];
  const gates = then.gates
    .filter((gate) => {
      const before = now.gates.find(({ id }) => id === gate.id);
      return before === undefined || state(before, at) !== state(gate, at);
    })
    .map((gate) => {
      const before = now.gates.find(({ id }) => id === gate.id);
      const from = before === undefined ? "not asked" : state(before, at);
      return `${literal(gate.title)}: ${from} → ${state(gate, at)}`;
    });
  const gone = now.gates
    .filter((gate) => !then.gates.some(({ id }) => id === gate.id))
    .map((gate) => `⚠️ ${literal(gate.title)}: ${state(gate, at)} → no longer asked`);
  const held = new Set(now.exceptions.map(inWords));
  const further = then.exceptions.filter((exception) => !held.has(inWords(exception)));
  const exceptional = exceptionLines(further, then, catalogue);
  return [...gates, ...gone, ...exceptional.map((line) => `New: ${line}`)];
}

/** Where it stands does not matter: a line above it may have changed. */
function inWords({ kind, what, who, reason, until }: Exception): string {
  return JSON.stringify([kind, what, who, reason, until]);
}
