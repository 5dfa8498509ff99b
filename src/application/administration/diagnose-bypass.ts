import { bypassNames } from "./bypass-names.ts";
import type { Locks } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, bad } = findingsOf("bypass");

/** Who may bypass the rulesets that hold the gate. */
export function diagnoseBypass(
  { rulesets }: Locks,
  rulesetIds: readonly number[],
): readonly Finding[] {
  if (rulesets.status === "refused") {
    if (rulesetIds.length === 0) return [];
    const { reason, remedy } = rulesets;
    return [
      bad("unknown", "rulesets", "Who can bypass the rulesets cannot be told.", {
        why: reason,
        remedy,
      }),
    ];
  }
  return [...new Set(rulesetIds)].map((id) => {
    const ruleset = rulesets.value.find((one) => one.id === id);
    const name = ruleset === undefined ? `number ${id}` : `"${ruleset.name}" of ${ruleset.source}`;
    const actors = ruleset?.bypass ?? null;
    if (actors === null) {
      return bad("unknown", "rulesets", `Who can bypass the ruleset ${name} cannot be told.`, {
        why: "GitHub shows it only to those who may change the ruleset.",
        remedy: "Use a token of somebody who administers it.",
      });
    }
    if (actors.length === 0) return ok("rulesets", `Nobody can bypass the ruleset ${name}.`);
    return bad("warning", "rulesets", `The ruleset ${name} does not hold ${bypassNames(actors)}.`, {
      why: "They can merge or tag what did not pass.",
      remedy: "Shorten the bypass list in the ruleset's settings as far as you can bear.",
    });
  });
}
