export { checkCommand } from "./check-command.ts";
export { runCommandLine } from "./command-line.ts";
export { doctorCommand } from "./doctor-command.ts";
export { ledgerCommands } from "./ledger/index.ts";
export { protectCommand } from "./protect-command.ts";
export type { Command, Surroundings } from "./command.ts";
export type { Request } from "./candidate-in-clone.ts";
export { LocalClone, openLocalClone, POLICY_PATH } from "./local-clone.ts";
