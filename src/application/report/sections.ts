import type { Catalogue, Decision, Role } from "../../domain/index.ts";
import { code, link, literal, prose } from "./escape.ts";
import { moment, sentence, person, STATES } from "./names.ts";
import { decisionOutcome } from "./overview.ts";
import { members } from "./merge-group.ts";
import { list, paragraph, type Block } from "./pages.ts";
import type { Report } from "./report.ts";

/** What somebody confirms by approving, in words, for each role. */
export function confirmations(roles: readonly Role[], catalogue: Catalogue): Block[] {
  return list(
    "**What an approval confirms**",
    roles.map((role) => `**${sentence(person(role))}:** ${prose(catalogue.confirmations[role])}`),
    7,
  );
}

/** Another open pull request shares the commit, so what is published is the worst of them. */
export function others(report: Report): Block[] {
  const { decision, pullRequest, repositoryUrl } = report;
  if (decision.candidate.kind === "merge-group") return members(report);
  const number = decision.candidate.number;
  const name = (one: number): string => link(`pull request ${one}`, `${repositoryUrl}/pull/${one}`);
  const lines: string[] = [];
  if (pullRequest !== null && number !== undefined && number !== pullRequest)
    lines.push(
      `This commit is also the head of ${name(number)}, and checks belong to a commit: shown here is the decision about that one, the worst of them.`,
    );
  for (const other of worseOthers(report)) {
    const { symbol, word } = STATES[other.outcome];
    lines.push(
      `${sentence(name(other.number).replace("[pull", "[Pull"))} has the same commit, and stands worse: ${symbol} ${word}.`,
    );
  }
  return lines.length === 0 ? [] : [paragraph(lines.join("\n\n"), 7)];
}

/** Open pull requests of the commit that stand worse than the decision that is shown. */
export function worseOthers(report: Report): Report["others"] {
  const ranks = ["passed", "waiting", "unknown", "blocked"];
  const shown = ranks.indexOf(decisionOutcome(report.decision));
  return report.others.filter(
    ({ number, outcome }) =>
      number !== report.decision.candidate.number && ranks.indexOf(outcome) > shown,
  );
}

/** When time alone may change this. To the minute, in UTC; nothing where it cannot. */
export function reviewAt(decision: Decision): Block[] {
  const at = decision["review-at"];
  if (at === null) return [];
  return [
    paragraph(
      `On ${literal(moment(at))} this can change by itself, because a date is reached: Portcullis looks again then.`,
      5,
    ),
  ];
}

/** Exactly what was decided, for those who want to check it. */
export function footer(decision: Decision, repositoryUrl: string | null): Block[] {
  const { commit } = decision.candidate;
  const shown = code(commit.slice(0, 12));
  const linked = repositoryUrl === null ? shown : link(shown, `${repositoryUrl}/commit/${commit}`);
  const parts = [
    `Commit ${linked}`,
    `policy ${code(shortDigest(decision.policy.digest))}`,
    `evidence ${code(shortDigest(decision.evidence.digest))}`,
  ];
  return [paragraph(`<sub>${parts.join(" · ")}</sub>`)];
}

function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1…");
}
