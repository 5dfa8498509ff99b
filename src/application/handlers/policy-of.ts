import type { Policy, PolicyProblem } from "../../domain/index.ts";
import { interpret } from "../policy-reading.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Platform } from "../ports.ts";

/** The policy by which it is told what is a candidate at all. */
export interface StandingPolicy {
  readonly defaultBranch: string;
  /** Null where no policy was ever valid. */
  readonly policy: Policy | null;
  /** What is wrong with the one in force; then `policy` is the last one that was valid. */
  readonly problems: readonly PolicyProblem[];
  readonly isBroken: boolean;
}

/**
 * The policy of a repository; null where nobody asked for a gate. Where the one in force cannot be
 * used, the last valid one still says what is a release: else breaking it would be a way around it.
 */
export async function policyOf(
  platform: Platform,
  repository: string,
  knowledge: Knowledge,
): Promise<StandingPolicy | null> {
  const inForce = await platform.policies(repository, "anew");
  const { defaultBranch, sources } = inForce;
  if (sources.length === 0) return null;
  const reading = interpret(sources, inForce, knowledge);
  if (reading.status === "valid")
    return { defaultBranch, policy: reading.policy, problems: [], isBroken: false };
  const { problems } = reading;
  const earlier = await platform.earlierPolicies(repository);
  for (const version of earlier.status === "read" ? earlier.value : []) {
    const past = interpret(await platform.policiesWith(repository, version), inForce, knowledge);
    if (past.status === "valid")
      return { defaultBranch, policy: past.policy, problems, isBroken: true };
  }
  return { defaultBranch, policy: null, problems, isBroken: true };
}
