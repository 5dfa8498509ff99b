export { runCommandLine } from "./command-line.ts";
export { commands } from "./commands.ts";
export type { Command, Surroundings } from "./command.ts";
export type { Request } from "./candidate-in-clone.ts";
export { LocalClone, openLocalClone, POLICY_PATH } from "./local-clone.ts";
