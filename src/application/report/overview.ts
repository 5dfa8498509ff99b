import {
  outcomeOf,
  worst,
  type ActsNext,
  type Catalogue,
  type CatalogueRequirement,
  type Decision,
  type Finding,
  type GateDecision,
  type Location,
  type Outcome,
  type Role,
  type Source,
  ROLES,
} from "../../domain/index.ts";
import { approvingRole, IN_ORDER } from "./names.ts";

/** Something that one person has to do, however many requirements ask for it. */
export interface Task {
  readonly outcome: "waiting" | "unknown" | "unsatisfied";
  readonly message: string;
  readonly remedy: string | null;
  readonly who: ActsNext;
  /** Each once, the first of them being whose remedy this is. */
  readonly requirements: readonly string[];
  readonly locations: readonly Location[];
  readonly sources: readonly Source[];
}

/** Whether a gate's outcome counts today. */
export function counts(gate: GateDecision): boolean {
  return gate["enforce-from"] === undefined && gate["left-out"] !== true;
}

/**
 * A gate's outcome, never better than any of its findings: what people are shown must not be
 * greener than what was found, whatever the two say.
 */
export function gateOutcome(gate: GateDecision): Outcome {
  const found = gate.findings.filter((finding) => finding["left-out"] !== true);
  return worst([gate.outcome, ...found.map((finding) => outcomeOf(finding.outcome))]);
}

/** A decision's outcome, never better than any gate that counts; without a gate nothing is shown. */
export function decisionOutcome(decision: Decision): Outcome {
  if (decision.gates.length === 0) return worst([decision.outcome, "unknown"]);
  return worst([decision.outcome, ...decision.gates.filter(counts).map(gateOutcome)]);
}

/** Whether nobody asked GitHub, so that less was decided than a release needs. */
export function isPartial(decision: Decision): boolean {
  return decision.gates.some(
    (gate) =>
      gate["left-out"] === true || gate.findings.some((finding) => finding["left-out"] === true),
  );
}

/** Requirements that are not shown yet; what was left out is nobody's task. */
export function outstanding(gate: GateDecision): readonly Finding[] {
  if (gate["left-out"] === true) return [];
  return gate.findings.filter(
    (finding) => finding["left-out"] !== true && outcomeOf(finding.outcome) !== "passed",
  );
}

/**
 * What is to be done about the gates, the same thing once: a missing document is one task, not one
 * for each requirement that reads it, and the first of them says how to mend it and who acts. In
 * the order of the findings.
 */
export function tasks(gates: readonly GateDecision[], catalogue: Catalogue): readonly Task[] {
  const byMessage = new Map<string, Task[]>();
  const all: Task[] = [];
  for (const finding of gates.flatMap(outstanding)) {
    const task = taskOf(finding, catalogue);
    if (task === null) continue;
    const alike = byMessage.get(task.message) ?? [];
    const same = alike.find((other) => isSameTask(other, task));
    if (same) {
      all[all.indexOf(same)] = alike[alike.indexOf(same)] = merged(same, task);
    } else {
      byMessage.set(task.message, [...alike, task]);
      all.push(task);
    }
  }
  return all;
}

/** Whose turn it is, in the order of their turns. */
export function whoActs(list: readonly Task[]): readonly ActsNext[] {
  return IN_ORDER.filter((who) => list.some((task) => task.who === who));
}

/** Roles whose approval is missing. */
export function rolesAsked(decision: Decision, catalogue: Catalogue): readonly Role[] {
  const asked = decision.gates.filter(counts).flatMap((gate) =>
    tasks([gate], catalogue)
      .filter((task) => task.outcome === "waiting" || task.who === approvingRole(gate.id))
      .map((task) => task.who),
  );
  return ROLES.filter((role) => asked.includes(role));
}

/** What the catalogue says about a requirement; null for items of the team's own. */
export function known(catalogue: Catalogue, requirement: string): CatalogueRequirement | null {
  for (const gate of catalogue.gates) {
    const found = gate.requirements.find(({ id }) => id === requirement);
    if (found) return found;
  }
  return null;
}

/** What a requirement is called: by the catalogue, or by the team where the item is its own. */
export function titleOf(
  catalogue: Catalogue,
  { requirement, source }: Pick<Finding, "requirement" | "source">,
): string | null {
  const title = known(catalogue, requirement)?.title;
  return title ?? (source.document === "policy" && source.clause !== "" ? source.clause : null);
}

/** Something is outstanding, so somebody must act: the finding says who, else the catalogue. */
function actsNext(finding: Finding, catalogue: Catalogue): ActsNext {
  return finding["acts-next"] ?? known(catalogue, finding.requirement)?.actsNext ?? "author";
}

function taskOf(finding: Finding, catalogue: Catalogue): Task | null {
  const { outcome, message, requirement, locations, source } = finding;
  if (outcome !== "waiting" && outcome !== "unknown" && outcome !== "unsatisfied") return null;
  const who = actsNext(finding, catalogue);
  const remedy = finding.remedy ?? null;
  return {
    outcome,
    message,
    remedy,
    who,
    requirements: [requirement],
    locations,
    sources: [source],
  };
}

/** Two people who are waited for are two tasks, even where the same is said of them. */
function isSameTask(a: Task, b: Task): boolean {
  if (a.outcome !== b.outcome || a.message !== b.message) return false;
  if (a.outcome === "waiting" && a.who !== b.who) return false;
  return a.remedy === b.remedy || JSON.stringify(a.locations) === JSON.stringify(b.locations);
}

function merged(a: Task, b: Task): Task {
  return {
    ...a,
    requirements: union(a.requirements, b.requirements),
    locations: union(a.locations, b.locations),
    sources: union(a.sources, b.sources),
  };
}

function union<T>(before: readonly T[], more: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return [...before, ...more].filter((item) => {
    const key = JSON.stringify(item);
    return !seen.has(key) && seen.add(key);
  });
}
