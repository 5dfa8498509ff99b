import type { Command } from "./command.ts";
import type { Option } from "./options.ts";

const HELP: Option = { name: "help", value: null, help: "show this help" };
const EXIT_CODES = "Exit code: 0 passed, 1 not passed, 2 could not run.";

/** What `portcullis --help` prints: the commands, and where to read on. */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return paragraphs([
    "Usage: portcullis COMMAND [OPTIONS]",
    "Holds a release at the gate until its data-protection and security evidence is\ncomplete for exactly the commit that ships.",
    `Commands:\n${table(rows)}`,
    `Options:\n${table([
      ["--help", "show this help; after a command, the command's own"],
      ["--version", "show the version"],
    ])}`,
    EXIT_CODES,
  ]);
}

/** What `portcullis COMMAND --help` prints. */
export function helpOf(command: Command): string {
  const options = [...command.options, HELP];
  return paragraphs([
    `Usage: portcullis ${[command.name, command.argument, "[OPTIONS]"].filter(Boolean).join(" ")}`,
    command.summary,
    `Options:\n${table(options.map((option) => [withValue(option), option.help]))}`,
    command.details,
    EXIT_CODES,
  ]);
}

function withValue({ name, value }: Option): string {
  return value === null ? `--${name}` : `--${name} ${value}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  const indent = " ".repeat(width + 4);
  return rows
    .map(([left, right]) => `  ${left.padEnd(width)}  ${right.replaceAll("\n", `\n${indent}`)}`)
    .join("\n");
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
