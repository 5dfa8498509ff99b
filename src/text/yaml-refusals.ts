import { MAX_ENTRIES, MAX_KEY_LENGTH, MAX_PROBLEMS } from "./limits.ts";
import { shownValue } from "./shown-value.ts";

/** What is wrong with a piece of YAML, and what to do. */
export interface Refusal {
  readonly message: string;
  readonly remedy: string;
}

/** How a field is called in a sentence. */
function named(field: string): string {
  return field === "" ? "The text" : shownValue(field);
}

export const refusals = {
  anchor: (field: string): Refusal => ({
    message: `${named(field)} has a YAML anchor (&), which is not allowed here.`,
    remedy: "Remove the anchor; put a value that begins with & in quotes.",
  }),
  tag: (field: string): Refusal => ({
    message: `${named(field)} has a YAML tag (!), which is not allowed here.`,
    remedy: "Remove the tag; put a value that begins with ! in quotes.",
  }),
  alias: (field: string, name: string): Refusal => ({
    message: `${named(field)} refers to another value with ${shownValue(`*${name}`)}, which is not allowed here.`,
    remedy: "Write the value itself; put a value that begins with * in quotes.",
  }),
  unreadable: (field: string): Refusal => ({
    message: `${named(field)} contains a character that could not be read (U+FFFD).`,
    remedy: "Save the file as UTF-8.",
  }),
  twice: (field: string, first: number, second: number): Refusal => ({
    message:
      first === second
        ? `${named(field)} stands twice on line ${first}.`
        : `${named(field)} stands twice, on lines ${first} and ${second}.`,
    remedy: "Keep one of the two.",
  }),
  secondDocument: {
    message: "A second YAML document begins after `---`.",
    remedy: "Keep only one document.",
  },
  topLevel: (is: string): Refusal => ({
    message: `The text ${is}; expected keys with their values.`,
    remedy: "Write `key: value` lines.",
  }),
  noPlainKey: {
    message: "A list, a mapping or a reference stands where the name of a key was expected.",
    remedy: "Write a plain name before the colon.",
  },
  tooManyEntries: (): Refusal => ({
    // Only where it is needed: to write a number as people do takes 20 ms the first time.
    message: `The text has more than ${MAX_ENTRIES.toLocaleString("en")} keys and list elements.`,
    remedy: "Split it.",
  }),
  tooLongPaths: {
    message: "Too many keys stand below too long ones.",
    remedy: "Shorten the keys, or nest them less.",
  },
  tooManyProblems: {
    message: `There are more than ${MAX_PROBLEMS} problems; these are the first.`,
    remedy: "Mend these first.",
  },
} as const;

/** Why something cannot be the name of a key, or null. */
export function whyNoKey(key: string | null): Refusal | null {
  if (key === null || key === "") {
    return { message: "A key has no name.", remedy: "Write a name before the colon." };
  }
  // Merging would hide which value holds, and the other name has a meaning of its own in JavaScript.
  if (key === "<<" || key === "__proto__") {
    return {
      message: `The key ${shownValue(key)} is not allowed here.`,
      remedy: "Write out the keys that are meant.",
    };
  }
  if (key.length > MAX_KEY_LENGTH) {
    return {
      message: `The key ${shownValue(key)} is longer than ${MAX_KEY_LENGTH} characters.`,
      remedy: "Shorten it.",
    };
  }
  return null;
}
