import { checkCommand } from "./check-command.ts";
import type { Command } from "./command.ts";
import { dataCommand } from "./data-command.ts";
import { dataCommands } from "./data-commands.ts";
import { doctorCommand } from "./doctor-command.ts";
import { protectCommand } from "./protect-command.ts";

/** Everything that `portcullis` can do. */
export const commands: readonly Command[] = [
  checkCommand,
  protectCommand,
  doctorCommand,
  ...dataCommands.map((each) => dataCommand(each)),
];
