import { debuglog } from "node:util";
import { type Command, couldNotRun, type ExitCode, type Surroundings } from "./command.ts";
import { helpOf, helpOfAll } from "./help.ts";
import { didYouMean, readOptions } from "./options.ts";

const debug = debuglog("portcullis");

/**
 * Runs what the words of a command line ask for, and answers the exit code. Nothing is thrown: what
 * nobody expected is said on one line too, and `NODE_DEBUG=portcullis` shows where it happened.
 */
export async function runCommandLine(
  words: readonly string[],
  commands: readonly Command[],
  version: string,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const [first] = words;
  if (first === "--help" || first === "-h") return print(surroundings, helpOfAll(commands));
  if (first === "--version") return print(surroundings, `${version}\n`);
  const family = commands.filter(({ name }) => name.startsWith(`${first ?? ""} `));
  const called = family.length > 0 ? words.slice(0, 2).join(" ") : first;
  if (family.length > 0 && (words[1] === "--help" || words[1] === "-h"))
    return print(surroundings, helpOfAll(family));
  const command = commands.find(({ name }) => name === called);
  if (!command) {
    return couldNotRun(surroundings, noSuchCommand(called, family.length > 0 ? family : commands));
  }
  const rest = words.slice(command.name.split(" ").length);
  if (rest.includes("--help") || rest.includes("-h")) return print(surroundings, helpOf(command));
  const given = readOptions(rest, command.options, command.argument);
  if (given.status === "misunderstood") {
    const help = `See portcullis ${command.name} --help.`;
    return couldNotRun(surroundings, `${given.message} ${help}`);
  }
  try {
    return await command.run(given.value, surroundings);
  } catch (error) {
    debug("%o", error);
    const what = error instanceof Error ? error.message : String(error);
    return couldNotRun(surroundings, `Something unexpected went wrong: ${what}`);
  }
}

function print(surroundings: Surroundings, text: string): ExitCode {
  surroundings.stdout.write(text);
  return 0;
}

function noSuchCommand(given: string | undefined, commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name);
  const example = `Try portcullis ${names[0] ?? "--help"}, or portcullis --help.`;
  if (given === undefined) return `Say what to do. ${example}`;
  if (given.startsWith("-")) {
    const meant = didYouMean(given.replace(/^-+/, ""), ["help", "version"], "--");
    return `The option ${JSON.stringify(given)} is not known${meant} ${example}`;
  }
  return `The command ${JSON.stringify(given)} is not known${didYouMean(given, names)} ${example}`;
}
