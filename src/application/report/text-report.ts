import type { Catalogue, Decision, GateDecision, Outcome } from "../../domain/index.ts";
import { exceptionsInText } from "./exceptions.ts";
import { headline } from "./headline.ts";
import { countsFrom, moment, person, sentence, STATES } from "./names.ts";
import { decisionOutcome, gateOutcome, tasks, type Task } from "./overview.ts";
import { plainLine } from "./plain.ts";
import { columns, paint, wrap, type Paint } from "./terminal.ts";

export interface TextOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** One column wide in every font, unlike emoji. */
const SYMBOLS: Readonly<Record<Outcome, string>> = {
  passed: "✓",
  waiting: "…",
  unknown: "?",
  blocked: "✗",
};

/**
 * The decision for a terminal: each gate with what is not satisfied in it, what was left out,
 * exceptions, and the verdict in the last line. Ends without a line end.
 */
export function textReport(decision: Decision, catalogue: Catalogue, options: TextOptions): string {
  const outcome = decisionOutcome(decision);
  const ink = paint(options.colour);
  const colour = inkOf(ink, outcome);
  return [
    ...title(decision, options, ink),
    "",
    ...decision.gates.flatMap((gate) => gateLines(gate, decision, catalogue, options, ink)),
    ...section("Left out: only GitHub can tell", leftOut(decision), options, ink),
    ...section("Exceptions in force", exceptionsInText(decision, catalogue), options, ink),
    "",
    ...wrap(
      `${SYMBOLS[outcome]} ${plainLine(headline(decision, catalogue, "enforce"))}.`,
      options.width,
      "",
    ).map((line) => ink.bold(colour(line))),
  ].join("\n");
}

function title(decision: Decision, { width }: TextOptions, ink: Paint): readonly string[] {
  const { candidate } = decision;
  const parts = [
    candidate.repository,
    ...(candidate.number === undefined ? [] : [`pull request ${candidate.number}`]),
    ...(candidate.release === undefined ? [] : [candidate.release]),
    `commit ${candidate.commit.slice(0, 12)}`,
    moment(decision["decided-at"]),
  ];
  return wrap(plainLine(parts.join(", ")), width, "").map((line) => ink.bold(line));
}

function gateLines(
  gate: GateDecision,
  decision: Decision,
  catalogue: Catalogue,
  { width }: TextOptions,
  ink: Paint,
): readonly string[] {
  const outcome = gateOutcome(gate);
  const name = plainLine(gate.title);
  if (gate["left-out"] === true) {
    return [ink.dim(dotted(`- ${name}`, "left out", width))];
  }
  const from = gate["enforce-from"];
  const word = STATES[outcome].word.toLowerCase();
  const state =
    from === undefined ? word : `${word}, ${plainLine(countsFrom(from, decision["decided-at"]))}`;
  return [
    inkOf(ink, outcome)(dotted(`${SYMBOLS[outcome]} ${name}`, state, width)),
    ...tasks([gate], catalogue).flatMap((task) => taskLines(task, width, ink)),
  ];
}

function taskLines(task: Task, width: number, ink: Paint): readonly string[] {
  const outcome = task.outcome === "unsatisfied" ? "blocked" : task.outcome;
  const times = task.requirements.length;
  const said = `${plainLine(task.message)}${times > 1 ? ` (${times} requirements)` : ""}`;
  const [first = "", ...further] = wrap(said, width, "      ");
  const places = task.locations.map(({ path, line }) => `${plainLine(path)}:${line}`);
  return [
    `    ${inkOf(ink, outcome)(SYMBOLS[outcome])} ${first.trimStart()}`,
    ...further,
    // A place stays in one piece, however long: terminals and editors make it a link.
    ...places.map((place) => ink.dim(`      ${place}`)),
    ...(task.remedy === null ? [] : wrap(`To do: ${plainLine(task.remedy)}`, width, "      ")),
    ...wrap(`Next to act: ${person(task.who)}`, width, "      ").map((line) => ink.dim(line)),
  ];
}

/** What nobody asked GitHub about, by gate. */
function leftOut(decision: Decision): readonly string[] {
  return decision.gates.flatMap((gate) => {
    const title = plainLine(gate.title);
    if (gate["left-out"] === true) return [title];
    const names = gate.findings
      .filter((finding) => finding["left-out"] === true)
      .map(({ requirement }) => plainLine(requirement));
    return names.length === 0 ? [] : [`${title}: ${[...new Set(names)].join(", ")}`];
  });
}

function section(
  heading: string,
  items: readonly string[],
  { width }: TextOptions,
  ink: Paint,
): readonly string[] {
  if (items.length === 0) return [];
  return [
    "",
    ink.bold(sentence(heading)),
    ...items.flatMap((item) => wrap(plainLine(item), width, "    ")),
  ];
}

/** "✗ Incident response plan ............ blocked", at most 72 columns wide. */
function dotted(left: string, right: string, width: number): string {
  const gap = Math.min(width, 72) - columns(left) - columns(right) - 2;
  return `${left} ${".".repeat(Math.max(gap, 3))} ${right}`;
}

function inkOf(ink: Paint, outcome: Outcome): (text: string) => string {
  switch (outcome) {
    case "passed":
      return (text) => ink.green(text);
    case "waiting":
      return (text) => ink.yellow(text);
    case "unknown":
    case "blocked":
      return (text) => ink.red(text);
  }
}
