import type { Catalogue, Decision, GateDecision, Instant } from "../../domain/index.ts";
import { literal, prose, row, tableHead } from "./escape.ts";
import { approvingRole, count, countsFrom, people, sentence, STATES } from "./names.ts";
import { gateOutcome, outstanding, tasks, whoActs } from "./overview.ts";
import type { Block } from "./pages.ts";

const MESSAGES_SHOWN = 2;

/** Every gate with its state, what is missing in words, and who acts next. */
export function gateTable(decision: Decision, catalogue: Catalogue): Block {
  const at = decision["decided-at"];
  return {
    before: tableHead(["Gate", "State", "What is missing", "Who acts next"]),
    rows: decision.gates.map((gate) =>
      row([literal(gate.title), state(gate, at), missing(gate, catalogue), next(gate, catalogue)]),
    ),
    after: "",
    importance: 8,
  };
}

/** The same in short, for a page that goes on to say what is to be done. */
export function shortGateTable(decision: Decision, catalogue: Catalogue): Block {
  const at = decision["decided-at"];
  return {
    before: tableHead(["Gate", "State", "In order", "Who acts next"]),
    rows: decision.gates.map((gate) =>
      row([literal(gate.title), state(gate, at), inOrder(gate), next(gate, catalogue)]),
    ),
    after: "",
    importance: 8,
  };
}

/** "⛔ Blocked", and from when it counts; without a time, the day alone: it is read later. */
export function state(gate: GateDecision, at: Instant | null): string {
  if (gate["left-out"] === true) return "➖ Left out";
  const { symbol, word } = STATES[gateOutcome(gate)];
  const from = gate["enforce-from"];
  if (from === undefined) return `${symbol} ${word}`;
  const when = at === null ? `counts from ${from}` : countsFrom(from, at);
  return `${symbol} ${word}, ${literal(when)}`;
}

function missing(gate: GateDecision, catalogue: Catalogue): string {
  const todo = tasks([gate], catalogue);
  const shown = todo.slice(0, MESSAGES_SHOWN).map((task) => prose(task.message));
  const more = todo.length - MESSAGES_SHOWN;
  return [...shown, ...(more > 0 ? [`… and ${count(more, "more thing")}`] : [])].join("<br>");
}

function inOrder(gate: GateDecision): string {
  if (approvingRole(gate.id) !== null)
    return gateOutcome(gate) === "passed" ? "approved" : "not yet approved";
  const found = gate.findings.filter((finding) => finding["left-out"] !== true);
  const all = new Set(found.map(({ requirement }) => requirement));
  const open = new Set(outstanding(gate).map(({ requirement }) => requirement));
  return all.size === 0 ? "" : `${all.size - open.size} of ${all.size}`;
}

function next(gate: GateDecision, catalogue: Catalogue): string {
  return sentence(people(whoActs(tasks([gate], catalogue))));
}
