import type { Catalogue, Decision, GateDecision, Outcome } from "../../domain/index.ts";
import { count, listed, people, person, sentence } from "./names.ts";
import { counts, decisionOutcome, isPartial, tasks, whoActs, type Task } from "./overview.ts";

/** What a decision comes to, in plain text: for titles and first lines. */
export function headline(
  decision: Decision,
  catalogue: Catalogue,
  mode: "enforce" | "observe",
  outcome: Outcome = decisionOutcome(decision),
): string {
  const todo = tasks(decision.gates.filter(counts), catalogue);
  if (mode === "enforce") return verdict(outcome, todo, passed(decision));
  if (outcome === "passed") return passed(decision).replace(/^Passed/, "Would pass");
  const would = verdict(outcome, todo, "");
  return outcome === "blocked"
    ? would.replace(/^Blocked/, "Would block")
    : `Would block: ${would.charAt(0).toLowerCase()}${would.slice(1)}`;
}

/** The same for a single gate. */
export function gateHeadline(gate: GateDecision, outcome: Outcome, catalogue: Catalogue): string {
  const given = gate.findings.find(({ requirement }) => requirement === `${gate.id}.given`);
  const all = new Set(gate.findings.map(({ requirement }) => requirement)).size;
  const inOrder = all === 1 ? "In order" : `In order: all ${all} requirements`;
  return verdict(outcome, tasks([gate], catalogue), given?.message ?? inOrder);
}

/** One or two sentences that tell somebody who does not program where this release stands. */
export function explanation(
  decision: Decision,
  catalogue: Catalogue,
  mode: "enforce" | "observe",
  outcome: Outcome = decisionOutcome(decision),
): string {
  const todo = tasks(decision.gates.filter(counts), catalogue);
  const stands = stand(outcome, todo, decision);
  return mode === "enforce"
    ? stands
    : `Portcullis only watches here (\`mode: observe\`) and holds nothing back. If it counted, it would stand as follows. ${stands}`;
}

function stand(outcome: Outcome, todo: readonly Task[], decision: Decision): string {
  switch (outcome) {
    case "passed":
      if (isPartial(decision))
        return "Everything that a local clone can show is in order. What only GitHub can tell was left out, so this does not say yet that the release may ship.";
      return `Everything that is asked of this release has been shown for exactly this commit${hasExceptions(decision) ? ", apart from the exceptions below" : ""}. It may ship.`;
    case "waiting":
      return `Everything that can be checked is in order for exactly this commit. Now it is up to ${people(whoActs(todo))}.`;
    case "unknown":
      return decision.gates.length === 0
        ? "Not one gate was decided, so nothing was shown, and the gate stays shut."
        : "Something could not be read. What cannot be read does not count as shown, so the gate stays shut; Portcullis tries again by itself.";
    case "blocked": {
      const now = whoActs(todo.filter((task) => task.outcome === "unsatisfied"));
      const later = whoActs(todo.filter((task) => task.outcome === "waiting"));
      const then =
        now.length === 0 || later.length === 0
          ? ""
          : ` Once ${people(now)} ${isSeveral(now) ? "are" : "is"} done, it waits for ${people(later)}.`;
      return `This release may not ship yet: not everything that data protection and security ask of it has been shown for this commit.${then}`;
    }
  }
}

function verdict(outcome: Outcome, todo: readonly Task[], whenPassed: string): string {
  switch (outcome) {
    case "passed":
      return whenPassed;
    case "waiting":
      return todo.length === 0 ? "Waiting" : `Waiting for ${people(whoActs(todo))}`;
    case "unknown": {
      const unread = todo.filter((task) => task.outcome === "unknown");
      if (unread.length === 0) return "Could not tell";
      return `Could not tell: ${count(unread.length, "thing")} could not be read`;
    }
    case "blocked": {
      const now = todo.filter((task) => task.outcome === "unsatisfied");
      if (now.length === 0) return "Blocked";
      return `Blocked: ${count(now.length, "thing")} to do, next: ${people(whoActs(now))}`;
    }
  }
}

/** Whether anything holds without having been shown. */
export function hasExceptions(decision: Decision): boolean {
  return decision.exceptions.length > 0;
}

function isSeveral(who: readonly unknown[]): boolean {
  return who.length > 1;
}

function passed(decision: Decision): string {
  const counted = decision.gates.filter(counts).length;
  const later = decision.gates.filter((gate) => gate["enforce-from"] !== undefined).length;
  const amounts: readonly [number, string, string][] = [
    [decision.waivers.length, "waiver", "in force"],
    [decision["disabled-gates"].length, "gate", "switched off"],
    [decision["alerts-off"].length, "kind of alerts", "switched off"],
    [later, "gate", "not counted yet"],
  ];
  const aside = amounts.flatMap(([amount, one, state]) =>
    amount === 0 ? [] : [`${count(amount, one, one.replace(/^\w+/, "$&s"))} ${state}`],
  );
  const gates = counted === 1 ? "the gate is open" : `all ${counted} gates are open`;
  const how = isPartial(decision) ? "Passed as far as a local clone can tell" : "Passed";
  return `${how}: ${gates}${aside.length === 0 ? "" : `, ${listed(aside)}`}`;
}

/** "The author", for the beginning of a line about somebody. */
export function heading(who: Task["who"]): string {
  return sentence(person(who));
}
