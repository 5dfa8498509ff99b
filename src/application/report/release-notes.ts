import type { GateDecision } from "../../domain/index.ts";
import { literal, link, row, tableHead } from "./escape.ts";
import { exceptionsInPublic } from "./exceptions.ts";
import { state } from "./gate-table.ts";
import { hasExceptions, headline } from "./headline.ts";
import { approvingRole, count, people, person, STATES } from "./names.ts";
import { counts, gateOutcome, tasks, titleOf, whoActs, type Task } from "./overview.ts";
import { page, paragraph, type Block } from "./pages.ts";
import { RELEASE, type ReleaseReport } from "./release-report.ts";
import { consequence, moved, releaseStanding, shortId } from "./release-words.ts";

const SHOWN = 3;
/** Notes are read by the release's users: what is long belongs into the check. */
const NOTES_LIMIT = 16_000;

/**
 * What the release notes say about the gates, in short; the first line alone is the verdict. Notes
 * can be public, so requirements go by their titles: what was found may name people, and only the
 * publishers of a draft are named here.
 */
export function releaseNotes(report: ReleaseReport): string {
  const { decision, catalogue, mode } = report;
  const { own } = releaseStanding(report);
  const title = literal(headline(decision, catalogue, mode, own));
  return page(
    [
      paragraph(`**${STATES[own].symbol} ${title}**`),
      ...[...moved(report), about(report)].map((text) => paragraph(text)),
      ...table(report),
      ...next(report),
      ...exceptionsInPublic(decision, catalogue),
      paragraph(`<sub>${source(report)}</sub>`),
    ],
    NOTES_LIMIT,
  );
}

function about(report: ReleaseReport): string {
  const { own } = releaseStanding(report);
  const commit = shortId(report.decision.candidate.commit);
  const shown =
    own === "passed"
      ? `What data protection and security ask of this release has been shown for exactly commit ${commit}${hasExceptions(report.decision) ? ", apart from the exceptions below" : ""}.`
      : `This is about commit ${commit}.`;
  const watched =
    report.mode === "observe" ? ["Portcullis only watches here, and holds nothing back."] : [];
  return [shown, ...watched, ...consequence(report, own)].join(" ");
}

/** Without the last column where nothing is missing. */
function table({ decision, catalogue }: ReleaseReport): Block[] {
  if (decision.gates.length === 0) return [];
  const rows = decision.gates.map((gate) => [
    literal(gate.title),
    state(gate, null),
    missing(gate, catalogue),
  ]);
  const columns = rows.every(([, , what]) => what === "") ? 2 : 3;
  return [
    {
      before: tableHead(["Gate", "State", "Still to be shown"].slice(0, columns)),
      rows: rows.map((cells) => row(cells.slice(0, columns))),
      after: "",
      importance: 8,
    },
  ];
}

function missing(gate: GateDecision, catalogue: ReleaseReport["catalogue"]): string {
  if (gateOutcome(gate) === "passed") return "";
  const todo = tasks([gate], catalogue);
  const role = approvingRole(gate.id);
  if (role !== null && todo.every(({ outcome }) => outcome === "waiting"))
    return `the approval by ${person(role)}`;
  const titles = [...new Set(todo.map((task) => titleOfTask(task, catalogue) ?? gate.title))];
  const more = titles.length - SHOWN;
  const shown = titles.slice(0, SHOWN).map(literal);
  return [...shown, ...(more > 0 ? [`… and ${count(more, "more thing")}`] : [])].join("<br>");
}

/** By the title of the first requirement that asks for it. */
function titleOfTask(task: Task, catalogue: ReleaseReport["catalogue"]): string | null {
  const [requirement] = task.requirements;
  const [source] = task.sources;
  if (requirement === undefined || source === undefined) return null;
  return titleOf(catalogue, { requirement, source });
}

function next({ decision, catalogue }: ReleaseReport): Block[] {
  const todo = tasks(decision.gates.filter(counts), catalogue);
  const now = whoActs(todo.filter((task) => task.outcome !== "waiting"));
  const later = whoActs(todo.filter((task) => task.outcome === "waiting"));
  if (now.length === 0 && later.length === 0) return [];
  if (now.length === 0) return [paragraph(`**Who acts next:** ${people(later)}.`)];
  const then = later.length === 0 ? "" : ` After that: ${people(later)}.`;
  return [paragraph(`**Who acts next:** ${people(now)}.${then}`)];
}

function source({ decision, repositoryUrl }: ReleaseReport): string {
  const address = `${repositoryUrl}/commit/${decision.candidate.commit}`;
  return `Kept current by Portcullis. More in the check ${link(`\`${RELEASE}\``, address)} of the commit.`;
}
