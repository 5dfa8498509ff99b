import type { Command } from "../command.ts";
import { exportLedger } from "./export.ts";
import { forgetPerson } from "./forget-person.ts";
import { ledgerCommand } from "./ledger-command.ts";
import { replay } from "./replay.ts";
import { show } from "./show.ts";
import { verify } from "./verify.ts";

export { exportLedger, forgetPerson, replay, show, verify };
export type { LedgerCommand, LedgerDesk } from "./ledger-command.ts";

/** `portcullis ledger …`: everything about the record of decisions. */
export const ledgerCommands: readonly Command[] = [
  ledgerCommand(show),
  ledgerCommand(verify),
  ledgerCommand(replay),
  ledgerCommand(exportLedger),
  ledgerCommand(forgetPerson),
];
