import { runCommandLine } from "./command-line.ts";
import { commands } from "./commands.ts";
import { VERSION } from "../version.ts";

// A reader that has seen enough (`| head`) closes the pipe; the exit code tells the outcome all the same.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

// Not `process.exit`: what is still on its way to a pipe would be lost.
process.exitCode = await runCommandLine(process.argv.slice(2), commands, VERSION, {
  environment: process.env,
  directory: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => new Date(),
});
