import { whyNothingCarries } from "./approvals.ts";
import type { Case } from "./case.ts";
import type { Result } from "./requirement.ts";

/**
 * What there is to do where no approval can hold for what would ship: asking people to approve would
 * lead nowhere. Empty where approvals can.
 */
export function insteadOfAsking(c: Case): Pick<Result, "remedy" | "actsNext"> {
  return whyNothingCarries(c) === null ? {} : TO_CARRY;
}

const TO_CARRY = {
  remedy:
    "Bring what is to ship through a release pull request that is up to date with its base, and have exactly that approved.",
  actsNext: "author",
} as const;
