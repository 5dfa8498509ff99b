import type { Policy, PolicyProblem } from "../../domain/index.ts";
import { interpret } from "../policy-reading.ts";
import type { Knowledge } from "../knowledge.ts";
import type { PoliciesInForce } from "../ports.ts";

/** The policy that holds in a repository, or why nobody can say which. */
export type PolicyInForce =
  | {
      readonly status: "valid";
      readonly policy: Policy;
      readonly problems: readonly PolicyProblem[];
    }
  | { readonly status: "absent" }
  | { readonly status: "invalid" | "unreadable"; readonly problems: readonly PolicyProblem[] };

/** Understands the policies that stand in a repository, its organisation's first. */
export function policyInForce(inForce: PoliciesInForce, knowledge: Knowledge): PolicyInForce {
  if (inForce.sources.length === 0) return { status: "absent" };
  return interpret(inForce.sources, inForce, knowledge);
}

/** Why a policy cannot be worked with, and what to do; null for one that can. */
export function policyRefusal(
  reading: PolicyInForce,
): { readonly reason: string; readonly remedy: string } | null {
  if (reading.status === "valid") return null;
  if (reading.status === "absent") {
    return {
      reason:
        "There is no policy on the repository's default branch, nor in the organisation's .github repository.",
      remedy:
        "Add .github/portcullis.yml to the default branch, as docs/reference/policy.md shows.",
    };
  }
  const [first] = reading.problems;
  const count = reading.problems.length;
  const where = first === undefined ? "" : ` ${first.path}:${first.line}: ${first.message}`;
  if (reading.status === "unreadable") {
    return {
      reason: `The policy cannot be read.${where}`,
      remedy: first?.remedy ?? "Try again later.",
    };
  }
  return {
    reason: `The policy has ${count === 1 ? "a problem" : `${count} problems, the first`}:${where}`,
    remedy:
      count > 1
        ? "Mend them on the default branch; `portcullis check` lists them all."
        : (first?.remedy ?? "Mend it on the default branch."),
  };
}
