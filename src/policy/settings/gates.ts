import { z } from "zod";

import type { StaleOn, Day } from "../../domain/index.ts";
import {
  day,
  duration,
  oneOf,
  scalarOf,
  text,
  textOfLength,
  wholeNumber,
  yesNo,
} from "../../text/index.ts";
import { key } from "../key.ts";
import type { Key } from "../key.ts";
import { free, largerIsStricter, longerIsStricter, moreIsStricter, ranked } from "../order.ts";
import type { Order } from "../order.ts";
import { withoutRepeats } from "./lists.ts";

export const APPROVAL_GATES = ["dpo-approval", "security-approval", "final-approval"] as const;

/** Every gate that a policy can name, in the order in which gates stand everywhere. */
const GATE_IDS: readonly string[] = [
  "incident-plan",
  "security-review",
  ...APPROVAL_GATES,
  "archive",
  "data-minimisation",
  "technical-measures",
  "data-rights",
  "secure-development",
  "policy",
];

/** The settings of one gate; null those that it does not have. */
export interface GateKeys {
  readonly enabled: Key<boolean>;
  /** Null, like `enforceFrom`, for the gates that always stand. */
  readonly reason: Key<string> | null;
  readonly enforceFrom: Key<Day | null> | null;
  readonly staleOn: Key<StaleOn> | null;
}

/** Every gate is on unless the lower policy itself switched it off. */
const onBeforeOff: Order<boolean> = {
  words: "true ─▶ false",
  silence: true,
  layer: (floor, upper) =>
    upper || !floor
      ? { holds: upper }
      : { says: "is `false`", floor: "keeps this gate on", remedy: "Remove the line." },
};

/** A gate that counts at once is the strictest; that is what a lower policy's silence means. */
const soonerIsStricter: Order<Day | null> = {
  words: "absent ─▶ an earlier day ─▶ a later one",
  silence: null,
  layer: (floor, upper) =>
    upper === null || (floor !== null && upper <= floor)
      ? { holds: upper }
      : {
          says: `is \`${upper}\``,
          floor: floor === null ? "has the gate count at once" : `asks for \`${floor}\` or earlier`,
          remedy: floor === null ? "Remove the line." : `Write \`${floor}\` or an earlier day.`,
        },
};

/** No policy can leave out who approves, nor who approved the policy itself. */
const alwaysOn = scalarOf<boolean>((written) =>
  written === "true"
    ? { value: true }
    : {
        problem: {
          expected: "true, since this gate cannot be switched off",
          remedy: "Remove the line; with mode: observe nothing is blocked while a team gets ready.",
        },
      },
);

function gateKeys(gate: string): GateKeys {
  const stands = gate === "policy" || isApprovalGate(gate);
  const path = `gates.${gate}`;
  return {
    enabled: key(`${path}.enabled`, onBeforeOff, stands ? alwaysOn : yesNo),
    reason: stands ? null : key(`${path}.reason`, free(), textOfLength(10)),
    enforceFrom: stands ? null : key(`${path}.enforce-from`, soonerIsStricter, day),
    staleOn: isApprovalGate(gate)
      ? key(`${path}.stale-on`, ranked(["push", "tree-change"]), oneOf(["push", "tree-change"]))
      : null,
  };
}

function isApprovalGate(gate: string): boolean {
  return APPROVAL_GATES.some((one) => one === gate);
}

/** `gates.<gate>`: the settings of each gate, by its id. */
export const gates: Readonly<Record<string, GateKeys>> = Object.fromEntries(
  GATE_IDS.map((gate) => [gate, gateKeys(gate)]),
);

/** One group alone is no joint review; more groups than roles can never take part. */
export const experts = key("gates.security-review.experts", largerIsStricter(), wholeNumber(2, 5));

export const archiveCategories = key<readonly string[]>(
  "gates.archive.categories",
  moreIsStricter((category) => category),
  withoutRepeats(z.array(text).min(1)),
);

export const archiveRetainFor = key("gates.archive.retain-for", longerIsStricter(), duration);
