import type { Catalogue, Decision, Role } from "../../domain/index.ts";
import { code, link, literal, prose } from "./escape.ts";
import { count, moment, sentence, person, STATES } from "./names.ts";
import { decisionOutcome, known, notApplicableItems, titleOf } from "./overview.ts";
import { members } from "./merge-group.ts";
import { fold, list, paragraph, type Block } from "./pages.ts";
import type { Report } from "./report.ts";

/** What somebody confirms by approving, in words, for each role. */
export function confirmations(roles: readonly Role[], catalogue: Catalogue): Block[] {
  return list(
    "**What an approval confirms**",
    roles.map((role) => `**${sentence(person(role))}:** ${prose(catalogue.confirmations[role])}`),
    7,
  );
}

/** Whatever holds without having been shown: waivers, gates switched off, alerts nobody looks at. */
export function exceptions(decision: Decision, catalogue: Catalogue): Block[] {
  const waivers = decision.waivers.map((waiver) => {
    const title = known(catalogue, waiver.requirement)?.title;
    const what =
      title === undefined
        ? code(waiver.requirement)
        : `${literal(title)} (${code(waiver.requirement)})`;
    return `⚠️ Waived until ${literal(waiver.expires)}: ${what}. Granted by ${literal(waiver["granted-by"])}: ${prose(waiver.reason)}`;
  });
  const gates = decision["disabled-gates"].map(
    ({ gate, reason, source }) =>
      `⚠️ Gate switched off: ${gateName(gate, catalogue)} (in ${code(source)}). ${prose(reason)}`,
  );
  const alerts = decision["alerts-off"].map(
    ({ source, reason }) => `⚠️ Alerts that are not looked at: ${code(source)}. ${prose(reason)}`,
  );
  return list("**Exceptions in force**", [...waivers, ...gates, ...alerts], 6);
}

/** Items of the checklists that the team says do not apply, with the reason: the DPO sees each. */
export function notApplicable(decision: Decision, catalogue: Catalogue): Block[] {
  return list(
    "**Marked as not applicable by the team**",
    notApplicableItems(decision.gates, catalogue).map((finding) => {
      const title = titleOf(catalogue, finding);
      const reason = finding.message.replace(/^Not applicable: /, "");
      return `${title === null ? "" : `${literal(title)}, `}${code(finding.requirement)}: ${prose(reason)}`;
    }),
    2,
  );
}

/** The same, to be opened. */
export function notApplicableFolded(decision: Decision, catalogue: Catalogue): Block[] {
  return notApplicable(decision, catalogue).map((block) =>
    fold(`Marked as not applicable by the team: ${count(block.rows.length, "item")}`, {
      ...block,
      before: "",
    }),
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

/** When time alone may change the outcome. To the minute, in UTC; nothing where it cannot. */
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

function gateName(id: string, catalogue: Catalogue): string {
  const gate = catalogue.gates.find((one) => one.id === id);
  return gate === undefined ? code(id) : literal(gate.title);
}

function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1…");
}
