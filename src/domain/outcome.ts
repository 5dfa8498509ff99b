/** What became of one requirement, best first. Only the first four let a gate open. */
export type FindingOutcome =
  | "satisfied"
  | "waived"
  | "not-applicable"
  /** Falls due only at the release stage. */
  | "not-due"
  /** Someone must act: an approval, an upload. */
  | "waiting"
  /** The evidence could not be read. Never opens. */
  | "unknown"
  | "unsatisfied";

/** What became of a gate, or of a whole decision. Only `passed` opens. */
export type Outcome = "passed" | "waiting" | "unknown" | "blocked";

const OUTCOME_OF_FINDING: Readonly<Record<FindingOutcome, Outcome>> = {
  satisfied: "passed",
  waived: "passed",
  "not-applicable": "passed",
  "not-due": "passed",
  waiting: "waiting",
  unknown: "unknown",
  unsatisfied: "blocked",
};

const FROM_BEST_TO_WORST: readonly Outcome[] = ["passed", "waiting", "unknown", "blocked"];

/** The outcome that one finding forces on its gate. */
export function outcomeOf(finding: FindingOutcome): Outcome {
  return OUTCOME_OF_FINDING[finding];
}

/** The worst of the parts. Nothing at all was shown where there are no parts: `unknown`. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.length === 0) return "unknown";
  return outcomes.reduce((a, b) =>
    FROM_BEST_TO_WORST.indexOf(a) >= FROM_BEST_TO_WORST.indexOf(b) ? a : b,
  );
}
