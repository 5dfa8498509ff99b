import type { DataCommand } from "../data-command.ts";
import { exportLedger } from "./export.ts";
import { forgetPerson } from "./forget-person.ts";
import { replay } from "./replay.ts";
import { show } from "./show.ts";
import { verify } from "./verify.ts";

export { exportLedger, forgetPerson, replay, show, verify };

/** `portcullis ledger …`: everything about the record of decisions. */
export const ledgerCommands: readonly DataCommand[] = [
  show,
  verify,
  replay,
  exportLedger,
  forgetPerson,
];
