import { z } from "zod";

import type { Problem } from "../domain/index.ts";
import { MAX_PROBLEMS } from "./limits.ts";
import { placeholderIn } from "./placeholder.ts";
import { problemAt, unknownKey } from "./problems.ts";
import { wordsOf } from "./schemas.ts";
import type { WordsOfScalar } from "./schemas.ts";
import { fieldPath, shownValue } from "./shown-value.ts";
import type { Yaml, YamlValue } from "./yaml.ts";

/** What zod says about an issue only while it reports it: what was given, and what was expected. */
interface Seen {
  readonly given: unknown;
  readonly words: WordsOfScalar;
  readonly knownKeys: readonly string[];
}

/** A field's value through its schema; where that fails, the problems in words for people. */
export function checkField(
  yaml: Yaml,
  key: string,
  schema: z.ZodType,
  value: YamlValue,
): { readonly output: unknown; readonly problems: readonly Problem[] } {
  const seen: Seen[] = [];
  const result = schema.safeParse(value, {
    // Zod's results name neither the value nor the schema: the message carries where they are kept.
    error: (issue) => {
      const words = expectation(issue);
      return String(seen.push({ given: issue.input, words, knownKeys: knownKeysOf(issue) }) - 1);
    },
  });
  if (result.success) return { output: result.data, problems: [] };
  const problems = result.error.issues
    .slice(0, MAX_PROBLEMS)
    .flatMap((issue) => inWords(yaml, key, issue, seen));
  return { output: undefined, problems };
}

function inWords(
  yaml: Yaml,
  key: string,
  issue: z.core.$ZodIssue,
  seen: readonly Seen[],
): readonly Problem[] {
  const field = issue.path.reduce<string>((path, part) => fieldPath(path, String(part)), key);
  const what = seen[Number(issue.message)];
  if (issue.code === "unrecognized_keys") {
    const known = what?.knownKeys ?? [];
    return issue.keys.slice(0, MAX_PROBLEMS).map((one) => unknownKey(yaml, field, one, known));
  }
  if (issue.code === "invalid_key") {
    const words = seen[Number(issue.issues[0]?.message)]?.words ?? expectation(issue);
    const name = shownValue(String(issue.path.at(-1) ?? ""));
    const message = `The key ${name} does not fit; expected ${words.expected}.`;
    return [problemAt(yaml, field, message, words.remedy)];
  }
  const { given, words } = what ?? { given: "", words: expectation(issue) };
  const name = shownValue(field);
  if (given === undefined) {
    return [problemAt(yaml, field, `${name} is missing.`, `Add ${name}: ${words.expected}.`)];
  }
  const message = `${name} ${asGiven(given)}; expected ${words.expected}.`;
  return [problemAt(yaml, field, message, words.remedy)];
}

function asGiven(given: unknown): string {
  if (given === null || given === "") return "is empty";
  if (typeof given === "string") {
    const placeholder = placeholderIn(given);
    if (placeholder !== null) return `still has the placeholder ${shownValue(placeholder)}`;
    return `is ${shownValue(given)}`;
  }
  if (Array.isArray(given)) return given.length === 0 ? "is an empty list" : "is a list";
  return "is a group of keys";
}

function expectation(issue: z.core.$ZodRawIssue | z.core.$ZodIssue): WordsOfScalar {
  if (issue.code === "custom" && isWords(issue.params)) return issue.params;
  if (issue.code === "too_small") {
    const least = Number(issue.minimum) === 1 ? "one" : String(issue.minimum);
    return { expected: `at least ${least}`, remedy: "Add what is missing to the list." };
  }
  if (issue.code === "too_big") {
    const most = String(issue.maximum);
    return { expected: `${most} at most`, remedy: "Leave out what is not needed." };
  }
  if (issue.code !== "invalid_type") return SOMETHING_ELSE;
  if (issue.expected === "array") {
    return { expected: "a list", remedy: "Write it as [one, two], or as lines with dashes." };
  }
  if (issue.expected === "object" || issue.expected === "record") {
    return { expected: "keys with values", remedy: "Write indented `key: value` lines." };
  }
  return (
    wordsOf("inst" in issue ? issue.inst : undefined) ?? {
      expected: "a single value",
      remedy: "Write one value.",
    }
  );
}

const SOMETHING_ELSE: WordsOfScalar = {
  expected: "something else",
  remedy: "Compare it with the reference page.",
};

function isWords(params: unknown): params is WordsOfScalar {
  return (
    typeof params === "object" && params !== null && "expected" in params && "remedy" in params
  );
}

function knownKeysOf(issue: z.core.$ZodRawIssue): readonly string[] {
  return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
}
