import { code, literal, prose } from "./escape.ts";
import { shortGateTable } from "./gate-table.ts";
import { explanation, heading, headline } from "./headline.ts";
import { count, STATES } from "./names.ts";
import { counts, decisionOutcome, rolesAsked, tasks, whoActs, type Task } from "./overview.ts";
import { fold, list, page, paragraph, type Block } from "./pages.ts";
import { places, type Site } from "./places.ts";
import { proposal } from "./proposal.ts";
import { RECHECK_COMMAND } from "./recheck.ts";
import type { Report } from "./report.ts";
import { confirmations, exceptions, notApplicable, others, reviewAt } from "./sections.ts";

/** By this first line our own comment is known again. Nothing that people write can produce it. */
export const COMMENT_MARKER = "<!-- portcullis -->";

const TASKS_SHOWN = 7;

/**
 * The one comment on a pull request, within GitHub's limit. The same decision gives the same bytes:
 * the time at which it was decided is not in it.
 */
export function comment(report: Report): string {
  const { decision, catalogue, mode, repositoryUrl } = report;
  const outcome = decisionOutcome(decision);
  const asked = confirmations(rolesAsked(decision, catalogue), catalogue);
  const table = decision.gates.length === 0 ? [] : [shortGateTable(decision, catalogue)];
  return page([
    paragraph(COMMENT_MARKER),
    paragraph(`### ${STATES[outcome].symbol} ${literal(headline(decision, catalogue, mode))}`),
    paragraph(explanation(decision, catalogue, mode)),
    ...others(report),
    ...(outcome === "passed" ? table.map((block) => fold("All gates", block)) : table),
    ...whatToDo(report, { repositoryUrl, decision }),
    // While the author is still at work nobody is asked to approve: it can be read, it need not be.
    ...(outcome === "waiting" ? asked : asked.map(asFold)),
    ...exceptions(decision, catalogue),
    ...notApplicable(decision, catalogue),
    ...proposal(report),
    ...reviewAt(decision),
    paragraph(closing(report)),
  ]);
}

/** The comment of a pull request that was a release, and is none any more. */
export function noLongerARelease(): string {
  return page([
    paragraph(COMMENT_MARKER),
    paragraph("### Not a release"),
    paragraph(
      "By the repository’s policy this pull request is no longer a release, so Portcullis asks nothing of it. Should it become one again, everything is looked at anew.",
    ),
  ]);
}

function whatToDo(report: Report, site: Site): Block[] {
  const { decision, catalogue } = report;
  const todo = tasks(decision.gates.filter(counts), catalogue);
  return whoActs(todo).flatMap((who) => {
    const own = todo.filter((task) => task.who === who);
    const shown = own.slice(0, TASKS_SHOWN).map((task) => item(task, site));
    const more = own.length - shown.length;
    const rest = more > 0 ? [`… and ${count(more, "more thing")}, listed in the checks below`] : [];
    return list(`**${heading(who)}**`, [...shown, ...rest], 6);
  });
}

function item(task: Task, site: Site): string {
  const again =
    task.requirements.length > 1
      ? [`(${count(task.requirements.length, "requirement")} need it.)`]
      : [];
  const where = task.locations.length === 0 ? [] : [`(${places(task.locations, site)})`];
  const remedy = task.remedy === null ? [] : [prose(task.remedy)];
  return [prose(task.message), ...again, ...remedy, ...where].join(" ");
}

function asFold(block: Block): Block {
  return { ...fold("What an approval will confirm", { ...block, before: "" }) };
}

function closing(report: Report): string {
  const commit = code(report.decision.candidate.commit.slice(0, 12));
  return `<sub>About commit ${commit}. Portcullis looks again after every push, review or change of a label; to make it look now, comment ${code(RECHECK_COMMAND)} or press “Recheck” on the check.</sub>`;
}
