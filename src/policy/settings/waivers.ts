import { z } from "zod";

import type { Waiver } from "../../domain/index.ts";
import { addDays } from "../../domain/index.ts";
import { day, text, textOfLength } from "../../text/index.ts";
import { key } from "../key.ts";
import type { Order } from "../order.ts";
import { APPROVAL_GATES } from "./gates.ts";
import { login } from "./roles.ts";

const LONGEST_DAYS = 90;

/** Waivers come on top of each other, unless the lower policy forbids them with an empty list. */
const unlessForbidden: Order<readonly Waiver[]> = {
  words: "[] forbids any above ─▶ waivers",
  layer: (floor, upper) =>
    floor.length === 0 && upper.length > 0
      ? {
          says: "grants waivers",
          floor: "forbids them with an empty list",
          remedy: "Remove them, and fulfil the requirements.",
        }
      : { holds: [...floor, ...upper] },
};

const NOWHERE = { repository: "", path: "", line: 1 };

const waiver = z
  .strictObject({
    requirement: text,
    reason: textOfLength(10),
    "granted-by": login,
    granted: day,
    expires: day,
  })
  .transform((written, context): Waiver => {
    const { requirement, reason, granted, expires } = written;
    const last = addDays(granted, LONGEST_DAYS);
    if (expires < granted || expires > last) {
      context.issues.push({
        code: "custom",
        input: expires,
        path: ["expires"],
        params: {
          expected: `a day from ${granted} to ${last}, ${LONGEST_DAYS} days after it was granted`,
          remedy: "Shorten the waiver; grant it anew when it has expired and is still needed.",
        },
      });
    }
    const grantedBy = written["granted-by"];
    return { requirement, reason, grantedBy, granted, expires, place: NOWHERE };
  });

/** `waivers`: dated exceptions to one requirement each. */
export const waivers = key<readonly Waiver[]>("waivers", unlessForbidden, z.array(waiver), {
  placed: (list, placeOf) => list.map((each, at) => ({ ...each, place: placeOf(String(at)) })),
});

/** Why no waiver can excuse a requirement, as what it is instead; null for most of them. */
export function whyNeverWaived(requirement: string): string | null {
  const [gate = "", item = ""] = requirement.split(".");
  if (APPROVAL_GATES.some((one) => one === gate)) return "the approvals themselves";
  if (gate === "policy") return "the policy's own gate";
  if (item === "exists") return "that a document exists at all";
  if (requirement === "secure-development.reviewed-changes") return "that changes are reviewed";
  return null;
}
