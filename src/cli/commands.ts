import { checkCommand } from "./check-command.ts";
import type { Command } from "./command.ts";
import { dataCommand, type DataCommand } from "./data-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { inbox } from "./inbox.ts";
import { ledgerCommands } from "./ledger/index.ts";
import { protectCommand } from "./protect-command.ts";

/** The commands about the server's data. */
export const dataCommands: readonly DataCommand[] = [...ledgerCommands, inbox];

/** Everything that `portcullis` can do. */
export const commands: readonly Command[] = [
  checkCommand,
  protectCommand,
  doctorCommand,
  ...dataCommands.map((each) => dataCommand(each)),
];
