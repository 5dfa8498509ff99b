import type { Given, Option } from "./options.ts";

/** 0: passed. 1: not passed. 2: could not run, and one line on stderr says what to do. */
export type ExitCode = 0 | 1 | 2;

/** Where something is printed: a stream, or a test's list. */
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Everything of the outside that a command may look at. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** The folder in which the command was called. */
  readonly directory: string;
  readonly stdout: Output;
  readonly stderr: Output;
  now(): Date;
}

/** A subcommand: what it is called, what it takes, and what it does. */
export interface Command {
  /** One word, or two: `ledger verify`. */
  readonly name: string;
  /** How the one word is called that the command needs beside its options. */
  readonly argument?: string;
  /** One sentence. */
  readonly summary: string;
  /** What more there is to say, in paragraphs of at most 80 columns. */
  readonly details: string;
  readonly options: readonly Option[];
  run(given: Given, surroundings: Surroundings): Promise<ExitCode>;
}

/** Says on one line of stderr why the command could not run, and what to do. */
export function couldNotRun(surroundings: Surroundings, message: string): ExitCode {
  surroundings.stderr.write(`portcullis: ${onOneLine(message)}\n`);
  return 2;
}

/** Control characters could move the cursor or forge a second line: they are shown as blanks. */
export function onOneLine(message: string): string {
  return message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
