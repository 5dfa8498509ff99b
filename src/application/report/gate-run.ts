import type { Catalogue, Finding, GateDecision } from "../../domain/index.ts";
import type { CheckRun } from "../ports.ts";
import { annotations } from "./annotations.ts";
import { code, ended, literal, prose } from "./escape.ts";
import { state } from "./gate-table.ts";
import { gateHeadline } from "./headline.ts";
import {
  approvingRole,
  CONCLUSIONS,
  count,
  countsFrom,
  FINDING_STATES,
  listed,
  person,
  sentence,
  sourceName,
} from "./names.ts";
import { gateOutcome, outstanding, tasks, titleOf, type Task } from "./overview.ts";
import { fold, page, paragraph, type Block } from "./pages.ts";
import { places, type Site } from "./places.ts";
import { RECHECK } from "./recheck.ts";
import type { Report } from "./report.ts";
import { exceptions } from "./exceptions.ts";
import { footer } from "./sections.ts";
import { clip, plainLine } from "./plain.ts";

/** The check run of one gate: `portcullis/<gate>`. `annotated` is false where the aggregate says it. */
export function gateRun(gate: GateDecision, report: Report, annotated: boolean): CheckRun {
  const { catalogue, decision, mode, repositoryUrl } = report;
  const outcome = gateOutcome(gate);
  const held = mode === "enforce" && gate["enforce-from"] === undefined;
  const site = { repositoryUrl, decision };
  const inOrder = settled(gate, catalogue, site);
  return {
    name: `portcullis/${gate.id}`,
    conclusion: outcome === "passed" || held ? CONCLUSIONS[outcome] : "neutral",
    title: clip(
      plainLine(aside(gate, report, outcome) + gateHeadline(gate, outcome, catalogue)),
      255,
    ),
    summary: page([...gateBody(gate, catalogue, site), ...opening(gate, report)]),
    text: page([...inOrder, ...footer(decision, repositoryUrl)]),
    annotations: annotated ? annotations(gate, catalogue, held) : [],
    actions: [RECHECK],
  };
}

/** What is outstanding in a gate: a line for an approval, else an item for each thing to do. */
export function gateBody(gate: GateDecision, catalogue: Catalogue, site: Site | null): Block[] {
  if (gate["left-out"] === true) return [paragraph("Left out: only GitHub can tell.")];
  const todo = tasks([gate], catalogue);
  const role = approvingRole(gate.id);
  if (todo.length === 0) {
    const passed = role !== null && gateOutcome(gate) === "passed";
    return passed ? [paragraph(approved(gate))] : [];
  }
  if (role !== null) return [paragraph(approvalLine(todo, site))];
  return [
    {
      before: "",
      rows: todo.map((task) => taskItem(task, catalogue, site)),
      after: "",
      importance: 8,
    },
  ];
}

/** The same under the gate's name, for a page about all of them. The name goes with what is below it. */
export function namedGate(gate: GateDecision, catalogue: Catalogue, site: Site): Block[] {
  const name = `**${literal(gate.title)}**`;
  const [body] = gateBody(gate, catalogue, site);
  if (body === undefined)
    return [paragraph(`${name}: ${state(gate, site.decision["decided-at"])}`, 8)];
  const before = body.before === "" ? `${name}\n` : `${name}<br>\n${body.before}`;
  return [{ ...body, before, importance: 8 }];
}

/** Everything else in a gate, folded. */
export function settled(gate: GateDecision, catalogue: Catalogue, site: Site | null): Block[] {
  if (gate["left-out"] === true) return [];
  const open = outstanding(gate);
  // Nothing can be said of an approval that was not given.
  const without = approvingRole(gate.id) === null ? null : "not-applicable";
  const rest = gate.findings.filter(
    (finding) => !open.includes(finding) && finding.outcome !== without,
  );
  if (rest.length === 0) return [];
  const what = count(new Set(rest.map(({ requirement }) => requirement)).size, "requirement");
  return [
    fold(open.length === 0 ? `What was shown: ${what}` : `In order: ${what}`, {
      before: "",
      rows: rest.map((finding) => settledItem(finding, catalogue, site)),
      after: "",
      importance: 1,
    }),
  ];
}

function opening(gate: GateDecision, report: Report): Block[] {
  const { mode, catalogue, decision, repositoryUrl } = report;
  const passed = gateOutcome(gate) === "passed";
  const role = approvingRole(gate.id);
  const from = gate["enforce-from"];
  const lines = [
    ...(mode === "observe"
      ? ["Portcullis only watches here (`mode: observe`) and holds nothing back."]
      : []),
    ...(from === undefined
      ? []
      : [
          `This gate is shown, but does not count yet: it ${literal(countsFrom(from, decision["decided-at"]))}.`,
        ]),
    ...(passed && role === null ? ["Everything that this gate asks for is in order."] : []),
    ...(passed || role === null
      ? []
      : [`**By approving, ${person(role)} confirms:** ${prose(catalogue.confirmations[role])}`]),
  ];
  return [
    ...lines.map((line) => paragraph(line)),
    ...(role === "dpo" ? exceptions(decision, catalogue, { repositoryUrl, decision }) : []),
  ];
}

function aside(gate: GateDecision, { mode, decision }: Report, outcome: string): string {
  if (outcome === "passed") return "";
  const from = gate["enforce-from"];
  if (from !== undefined) return `${sentence(countsFrom(from, decision["decided-at"]))}. `;
  return mode === "observe" ? "Only watched. " : "";
}

/** One line for a role, whatever it consists of. */
function approvalLine(todo: readonly Task[], site: Site | null): string {
  const worst = todo.find((task) => task.outcome === "unsatisfied") ?? todo[0];
  const { symbol, word } = FINDING_STATES[worst?.outcome ?? "waiting"];
  const said = todo.map((task) =>
    [ended(task.message), ...remedy(task), ...where(task, site)].join(" "),
  );
  return `${symbol} **${word}:** ${said.join(" ")}`;
}

function approved(gate: GateDecision): string {
  const given = gate.findings.find(({ requirement }) => requirement === `${gate.id}.given`);
  return `✅ **Approved:** ${prose(given?.message ?? "Somebody of this role approved this commit.")}`;
}

function taskItem(task: Task, catalogue: Catalogue, site: Site | null): string {
  const { symbol, word } = FINDING_STATES[task.outcome];
  const [requirement = "", ...further] = task.requirements;
  const [source = { document: "", clause: "" }] = task.sources;
  const several = further.length > 0;
  const title = several ? word : requirementTitle({ requirement, source }, catalogue);
  const said = several
    ? `${ended(task.message)} ${task.requirements.length} requirements need it.`
    : prose(task.message);
  const facts = [
    `Next to act: ${person(task.who)}`,
    ...where(task, site),
    `Asked for by ${literal(listed([...new Set(task.sources.map(sourceName))]))}`,
  ];
  const lines = [
    `- ${symbol} **${title}:** ${said}`,
    ...remedy(task).map((text) => `  **To do:** ${text}`),
    `  <sub>${facts.join(" · ")}</sub>`,
  ];
  return lines.join("<br>\n");
}

function settledItem(finding: Finding, catalogue: Catalogue, site: Site | null): string {
  const { symbol, word } = FINDING_STATES[finding.outcome];
  const left = finding["left-out"] === true ? "Left out: " : "";
  const said = finding.message.startsWith(word) || finding.outcome === "satisfied" || left !== "";
  const mark = said ? "" : `${word}: `;
  const seen = finding.locations.length === 0 ? "" : ` (${places(finding.locations, site)})`;
  return `- ${left === "" ? symbol : "➖"} **${requirementTitle(finding, catalogue)}:** ${left}${mark}${prose(finding.message)}${seen}`;
}

function requirementTitle(
  finding: Pick<Finding, "requirement" | "source">,
  catalogue: Catalogue,
): string {
  const title = titleOf(catalogue, finding);
  return title === null ? code(finding.requirement) : literal(title);
}

function remedy(task: Task): readonly string[] {
  return task.remedy === null ? [] : [prose(task.remedy)];
}

function where(task: Task, site: Site | null): readonly string[] {
  return task.locations.length === 0 ? [] : [sentence(places(task.locations, site))];
}
