import type { Decision, Evidence } from "../../domain/index.ts";
import type { Surroundings } from "../surroundings.ts";

/** What was judged: decided, or no candidate. */
type Judged =
  | { readonly status: "decided"; readonly decision: Decision; readonly evidence: Evidence }
  | { readonly status: "no-candidate" };

/** Nothing is published that is not in the ledger. */
export async function record(judged: readonly Judged[], around: Surroundings): Promise<void> {
  for (const each of judged) {
    if (each.status !== "decided") continue;
    const { decision, evidence } = each;
    const entry = await around.ledger.record({ decision, evidence });
    if (entry !== null) around.onDecision(decision);
  }
}
