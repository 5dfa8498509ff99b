import type fc from "fast-check";
import { decide } from "../../src/application/index.ts";
import type { Decision, Evidence } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { outcomesOf } from "../support/outcomes.ts";
import { file, shopDocuments } from "../support/shop.ts";
import { workOf } from "../support/work.ts";
import { expectedOf, type Mutation } from "./mutation.ts";
import { edited, type RandomEdit } from "./random-edit.ts";
import { MUTATIONS } from "./tables.ts";

/** Random edits in all, of the example and of each row of the tables. */
export const EDITS = 10_000;

/** How many of them are of the example itself. */
export const OF_THE_EXAMPLE = 250;

/** How many edits each row gets where all rows together get this part of them. */
export function share(part: number): number {
  return Math.ceil(((EDITS - OF_THE_EXAMPLE) * part) / MUTATIONS.length);
}

/** Another seed each time; a failure prints it, and `SEED=… npm test -- …` plays it again. */
export function runs(numRuns: number): Pick<fc.Parameters, "numRuns" | "seed"> {
  const seed = process.env["SEED"];
  return seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) };
}

/** Milliseconds of this thread, so that what else the machine does is left out. */
const LONGEST = 1_000;

/** Decides, and fails where that takes longer than anybody would wait, or contradicts itself. */
export function decideInTime(evidence: Evidence): Decision {
  const { result: decision, milliseconds } = workOf(() => decide(evidence, KNOWLEDGE));
  if (milliseconds > LONGEST) throw new Error(`It took ${milliseconds} ms.`);
  const open = failing([...outcomesOf(decision)]);
  if ((decision.outcome === "passed") !== (open.length === 0)) {
    throw new Error(`The decision is ${decision.outcome}, and open are: ${open.join(", ")}.`);
  }
  return decision;
}

/** The requirements that keep a row's decision from passing. */
export function failingIn(row: Mutation): readonly string[] {
  return failing(Object.entries(expectedOf(row)));
}

/** Those of the requirements that still fail in a decision. */
export function stillFailing(decision: Decision, requirements: readonly string[]) {
  const now = failing([...outcomesOf(decision)]);
  // A policy that cannot be understood leaves nothing else decided.
  if (now.some((id) => id === "policy.valid")) return requirements;
  return requirements.filter((id) => now.includes(id));
}

/** The paths of the example's documents that a row changes. */
export function touchedBy([, edits]: Mutation): readonly string[] {
  return Object.keys(shopDocuments()).filter((path) =>
    edits.some((edit) =>
      "file" in edit
        ? edit.file === path
        : "at" in edit && edit.at.startsWith(`/files/${path.replaceAll("/", "~1")}`),
    ),
  );
}

/** Those of them that are no files any more, or others: not only their text is another. */
export function replacedBy(row: Mutation): readonly string[] {
  const [, edits] = row;
  return touchedBy(row).filter((path) =>
    edits.some((edit) => "at" in edit && edit.at === `/files/${path.replaceAll("/", "~1")}`),
  );
}

/** The evidence with another text at a path. */
export function withText(evidence: Evidence, path: string, text: string): Evidence {
  return { ...evidence, files: { ...evidence.files, [path]: file(text) } };
}

export function textAt(evidence: Evidence, path: string): string {
  const entry = evidence.files[path];
  return entry?.kind === "file" ? (entry.text ?? "") : "";
}

/** The evidence with one of these documents edited. */
export function withEdit(evidence: Evidence, path: string, edit: RandomEdit): Evidence {
  return withText(evidence, path, edited(textAt(evidence, path), edit));
}

/** The evidence with the newest policy edited. */
export function withPolicyEdit(evidence: Evidence, edit: RandomEdit): Evidence {
  const policies = evidence.policies.map((source) =>
    source.entry.kind === "file"
      ? { ...source, entry: file(edited(source.entry.text ?? "", edit)) }
      : source,
  );
  return { ...evidence, policies };
}

function failing(outcomes: readonly (readonly [string, string])[]): readonly string[] {
  return outcomes
    .filter(([, outcome]) => /\b(unsatisfied|unknown|waiting)\b/.test(outcome))
    .map(([id]) => id);
}
