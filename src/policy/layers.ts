import { shownValue } from "../text/index.ts";
import { Statements } from "./key.ts";
import type { Key, Statement } from "./key.ts";
import { KEYS } from "./keys.ts";
import type { PolicyText } from "./policy-text.ts";
import type { PolicyProblem } from "../domain/index.ts";

/** Policies laid on top of each other. */
export interface Layered {
  readonly statements: Statements;
  /** Each attempt of an upper policy to be weaker than one below it; the lower value holds. */
  readonly weakenings: readonly PolicyProblem[];
}

/**
 * Lays policies on top of each other, the floor first. An upper policy can add and tighten; where
 * it would weaken, the lower value holds and a problem says so, on the upper policy's line. What
 * it does not mention it inherits.
 */
export function layerPolicies(floor: PolicyText, ...uppers: readonly PolicyText[]): Layered {
  const weakenings: PolicyProblem[] = [];
  let lower = floor.statements;
  for (const upper of uppers) {
    const holds = new Map<string, Statement<unknown>>();
    for (const key of KEYS) {
      const layered = layerKey(key, lower.get(key), upper, floor, weakenings);
      if (layered !== undefined) holds.set(key.path, layered);
    }
    lower = new Statements(holds);
  }
  return { statements: lower, weakenings };
}

function layerKey(
  key: Key<unknown>,
  below: Statement<unknown> | undefined,
  upper: PolicyText,
  floor: PolicyText,
  weakenings: PolicyProblem[],
): Statement<unknown> | undefined {
  const said = upper.statements.get(key);
  if (said === undefined) return below;
  const { silence } = key.order;
  const wanted = below ? below.value : silence;
  if (wanted === undefined) return said;
  const layering = key.order.layer(wanted, said.value);
  if ("holds" in layering) return { ...said, value: layering.holds };
  const { repository } = below?.origin ?? floor.origin;
  weakenings.push({
    repository: upper.origin.repository,
    path: upper.origin.path,
    line: said.line,
    field: key.path,
    message: `${shownValue(key.path)} ${layering.says}; the policy of ${repository} ${layering.floor}.`,
    remedy: layering.remedy,
  });
  return below;
}
