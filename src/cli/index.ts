export { runCommandLine } from "./command-line.ts";
export { commands, dataCommands } from "./commands.ts";
export { openDoor } from "./door/open-door.ts";
export { doorIn } from "./with-database.ts";
export type { Command, Surroundings } from "./command.ts";
export type { Request } from "./candidate-in-clone.ts";
export { LocalClone, openLocalClone, POLICY_PATH } from "./local-clone.ts";
