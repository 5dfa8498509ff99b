import { z } from "zod";

import { ALERT_SOURCES, SEVERITIES } from "../../domain/index.ts";
import type { AlertSource, AlertThreshold } from "../../domain/index.ts";
import { textOfLength } from "../../text/index.ts";
import { key } from "../key.ts";
import type { Key } from "../key.ts";
import type { Order } from "../order.ts";
import { ranked } from "../order.ts";

/** What a policy says about a source of alerts; a reason only where it is off. */
export interface AlertSettings {
  readonly threshold: AlertThreshold;
  readonly reason: string | null;
}

const thresholds = ranked<AlertThreshold>(["any", ...SEVERITIES, "off"]);

const lowerIsStricter: Order<AlertSettings> = {
  words: thresholds.words,
  layer: (floor, upper) => {
    const layering = thresholds.layer(floor.threshold, upper.threshold);
    return "holds" in layering ? { holds: upper } : layering;
  },
};

const LEVELS = ["any", ...SEVERITIES] as const;
const reason = textOfLength(10);

/** `any`, the lowest severity that blocks, or `{ off: reason }`. */
const settings = z.unknown().transform((given, context): AlertSettings => {
  const level = LEVELS.find((one) => one === given);
  if (level !== undefined) return { threshold: level, reason: null };
  const written = isOff(given) ? reason.safeParse(given.off) : null;
  if (written?.success) return { threshold: "off", reason: written.data };
  context.issues.push({
    code: "custom",
    input: isOff(given) ? given.off : given,
    path: isOff(given) ? ["off"] : [],
    params: {
      expected: isOff(given)
        ? "a reason of 10 characters or more"
        : "any, low, medium, high or critical, or { off: the reason }",
      remedy: "Write the lowest severity that blocks, or say why the alerts do not count.",
    },
  });
  return z.NEVER;
});

function isOff(given: unknown): given is { readonly off: unknown } {
  if (typeof given !== "object" || given === null) return false;
  return Object.keys(given).length === 1 && "off" in given;
}

/** `alerts.<source>`: which open alerts block. */
export const alerts = Object.fromEntries(
  ALERT_SOURCES.map((source) => [
    source,
    key<AlertSettings>(`alerts.${source}`, lowerIsStricter, settings),
  ]),
) as Readonly<Record<AlertSource, Key<AlertSettings>>>;
