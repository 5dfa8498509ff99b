#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { loadKnowledge } from "../configuration.ts";
import { checkCommand } from "./check.ts";
import { runCommandLine } from "./command-line.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

// A reader that has seen enough (`| head`) closes the pipe; the exit code tells the outcome all the same.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  [checkCommand(loadKnowledge)],
  version,
  {
    environment: process.env,
    directory: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => new Date(),
  },
);
