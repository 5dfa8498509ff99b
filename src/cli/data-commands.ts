import type { DataCommand } from "./data-command.ts";
import { inbox } from "./inbox.ts";
import { ledgerCommands } from "./ledger/index.ts";

/** The commands about the server's data. */
export const dataCommands: readonly DataCommand[] = [...ledgerCommands, inbox];
