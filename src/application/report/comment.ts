import type { Outcome } from "../../domain/index.ts";
import type { NotAsked } from "../ports.ts";
import { code, ended, literal, prose } from "./escape.ts";
import { exceptions } from "./exceptions.ts";
import { shortGateTable } from "./gate-table.ts";
import { heading } from "./headline.ts";
import { count, person, STATES } from "./names.ts";
import { notAskedWords } from "./not-asked.ts";
import { counts, rolesAsked, tasks, whoActs, type Task } from "./overview.ts";
import { fold, list, page, PAGE_LIMIT, paragraph, type Block } from "./pages.ts";
import { places, type Site } from "./places.ts";
import { proposal } from "./proposal.ts";
import { RECHECK_COMMAND } from "./recheck.ts";
import type { Report } from "./report.ts";
import { reviewAt } from "./sections.ts";
import { standing } from "./standing.ts";

/** By this first line our own comment is known again. Nothing that people write can produce it. */
export const COMMENT_MARKER = "<!-- portcullis -->";

const TASKS_SHOWN = 7;

/** Who was asked for a review is remembered in a hidden line below, a few thousand characters at most. */
const LIMIT = PAGE_LIMIT - 8_000;

/**
 * The one comment on a pull request, within GitHub's limit. The same decision gives the same bytes:
 * the time at which it was decided is not in it. `notAsked`: who could not be asked for a review.
 */
export function comment(report: Report, notAsked: readonly NotAsked[] = []): string {
  const { decision, catalogue, repositoryUrl } = report;
  const { own, outcome, title, opening } = standing(report);
  const table = decision.gates.length === 0 ? [] : [shortGateTable(decision, catalogue)];
  const blocks = [
    paragraph(COMMENT_MARKER),
    paragraph(`### ${STATES[outcome].symbol} ${literal(title)}`),
    ...opening,
    ...(own === "passed" ? table.map((block) => fold("All gates", block)) : table),
    ...whatToDo(report, own),
    ...notAskedWords(notAsked),
    ...exceptions(decision, catalogue, { repositoryUrl, decision }),
    ...proposal(report),
    ...reviewAt(decision),
    paragraph(closing(report)),
  ];
  return page(blocks, LIMIT);
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

/** What somebody can do now, by person; what waits until that is done is folded. */
function whatToDo({ decision, catalogue, repositoryUrl }: Report, outcome: Outcome): Block[] {
  const site = { repositoryUrl, decision };
  const todo = tasks(decision.gates.filter(counts), catalogue);
  const now = todo.filter((task) => task.outcome !== "waiting");
  const waiting = todo.filter((task) => task.outcome === "waiting");
  const asked = rolesAsked(decision, catalogue);
  const roles = whoActs(waiting).map((who) => {
    const said = waiting.filter((task) => task.who === who).map((task) => item(task, site));
    const role = asked.find((one) => one === who);
    const confirmed =
      role === undefined ? [] : [`_An approval confirms:_ ${prose(catalogue.confirmations[role])}`];
    return `**${heading(who)}:** ${[said.join(" "), ...confirmed].join("<br>")}`;
  });
  const later = list(outcome === "waiting" ? "**What it waits for**" : "", roles, 6);
  return [
    ...whoActs(now).flatMap((who) => ownTasks(who, now, site)),
    ...(outcome === "waiting"
      ? later
      : later.map((block) =>
          fold("Afterwards: whom it waits for, and what an approval confirms", block),
        )),
  ];
}

function ownTasks(who: Task["who"], todo: readonly Task[], site: Site): Block[] {
  const own = todo.filter((task) => task.who === who);
  const shown = own.slice(0, TASKS_SHOWN).map((task) => item(task, site, "**"));
  const more = own.length - shown.length;
  const rest = more > 0 ? [`… and ${count(more, "more thing")}: see the checks`] : [];
  return list(`**Next: ${person(who)}**`, [...shown, ...rest], 6);
}

function item(task: Task, site: Site, mark = ""): string {
  const times = task.requirements.length;
  const again = times > 1 ? [`${times} requirements need it.`] : [];
  const where = task.locations.length === 0 ? [] : [`(${places(task.locations, site)})`];
  const remedy = task.remedy === null ? [] : [prose(task.remedy)];
  return [mark + ended(task.message) + mark, ...again, ...remedy, ...where].join(" ");
}

function closing(report: Report): string {
  const commit = code(report.decision.candidate.commit.slice(0, 12));
  return `<sub>About commit ${commit}. Portcullis looks again by itself after every push and review. To make it look now, press “Recheck” on the check, or comment ${code(RECHECK_COMMAND)} (with write access).</sub>`;
}
