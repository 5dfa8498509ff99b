import { closest } from "../text/index.ts";

/** An option of a command. Those with a `value` (its name in the help) take one. */
export interface Option {
  readonly name: string;
  readonly value: string | null;
  readonly help: string;
}

/** What was given: the value of each option, and which of those without one were there. */
export interface Given {
  readonly values: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  /** The one word that stands alone; only of a command that takes one. */
  readonly argument?: string;
}

/** A command line understood, or the one sentence that says what is wrong with it. */
export type Parsed<T> =
  | { readonly status: "understood"; readonly value: T }
  | { readonly status: "misunderstood"; readonly message: string };

/**
 * Reads `--name value`, `--name=value` and `--name`. Nothing is guessed: what is unknown, empty,
 * repeated or left over is refused, since a slip must not check something else than was meant.
 */
export function readOptions(
  words: readonly string[],
  options: readonly Option[],
  argument?: string,
): Parsed<Given> {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const queue = [...words];
  let alone: string | undefined;
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const [, name, attached] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined && argument !== undefined && alone === undefined && word !== "") {
      alone = word;
      continue;
    }
    if (name === undefined) return wrong(leftOver(word));
    const option = options.find((known) => `--${known.name}` === `--${name}`);
    if (!option || !word.startsWith("--")) return wrong(unknownOption(word, name, options));
    if (values.has(name) || flags.has(name)) return wrong(`--${name} is given twice.`);
    if (option.value === null) {
      if (attached !== undefined) return wrong(`--${name} takes no value.`);
      flags.add(name);
      continue;
    }
    const value = attached ?? queue.shift();
    if (value === undefined || value.trim() === "" || value.startsWith("--")) {
      return wrong(`--${name} needs a value: --${name} ${option.value}. Or leave it out.`);
    }
    values.set(name, value);
  }
  if (argument !== undefined && alone === undefined) return wrong(`Say which: give ${argument}.`);
  const value = { values, flags, ...(alone === undefined ? {} : { argument: alone }) };
  return { status: "understood", value };
}

/** One of the words that are known, or the sentence that names them, with the nearest. */
export function oneOf<T extends string>(
  what: string,
  given: string,
  known: readonly T[],
): Parsed<T> {
  const value = known.find((word) => word === given);
  if (value !== undefined) return { status: "understood", value };
  return wrong(
    `${what} ${JSON.stringify(given)} is not known${didYouMean(given, known)} It is one of: ${known.join(", ")}.`,
  );
}

/** ". Did you mean …?", or a full stop. */
export function didYouMean(given: string, known: readonly string[], prefix = ""): string {
  const meant = closest(given, known);
  return meant === null ? "." : `. Did you mean ${prefix}${meant}?`;
}

/** The sentence as an answer. */
export function wrong(message: string): { status: "misunderstood"; message: string } {
  return { status: "misunderstood", message };
}

function unknownOption(word: string, name: string, options: readonly Option[]): string {
  const names = options.map((option) => option.name);
  const written = JSON.stringify(word.split("=")[0]);
  return `The option ${written} is not known${didYouMean(name, names, "--")}`;
}

function leftOver(word: string): string {
  return `${JSON.stringify(word)} stands alone. Options begin with --, like --ref ${word === "" ? "main" : word}.`;
}
