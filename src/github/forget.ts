import type { Outdated } from "../application/index.ts";
import type { Remembered } from "./remembered.ts";
import { forgetScrutiny } from "./scrutiny.ts";

/** Drops what was remembered and does not hold any more. */
export function forget(what: Outdated["what"], remembered: Remembered): void {
  if ("scrutinyOf" in what) forgetScrutiny(what.scrutinyOf, remembered);
  else {
    remembered.users.clear();
    remembered.teams.clear();
    remembered.nodeIds.clear();
    remembered.twoFactor.clear();
  }
}
