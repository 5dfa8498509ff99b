import { decide } from "../../src/application/index.ts";
import type { Decision, Evidence } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "./knowledge.ts";
import { shopEvidence } from "./shop.ts";

/** The outcome of each requirement of a decision; all of them where its findings differ. */
export function outcomesOf(decision: Decision): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const { requirement, outcome } of decision.gates.flatMap(({ findings }) => findings)) {
    const before = all.get(requirement);
    all.set(requirement, before && before !== outcome ? `${before}, ${outcome}` : outcome);
  }
  return all;
}

/** The decision on the example in which everything is in order. */
export const IN_ORDER: Decision = decide(shopEvidence(), KNOWLEDGE);

const inOrder = outcomesOf(IN_ORDER);

/** The requirements whose outcomes are other than in the example, with what they are now. */
export function turnedIn(decision: Decision): Readonly<Record<string, string>> {
  const now = [...outcomesOf(decision)];
  return Object.fromEntries(now.filter(([id, outcome]) => inOrder.get(id) !== outcome).sort());
}

/** The same, of what the evidence is decided to be. */
export function turnedWith(evidence: Evidence): Readonly<Record<string, string>> {
  return turnedIn(decide(evidence, KNOWLEDGE));
}
