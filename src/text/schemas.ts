import { z } from "zod";

import { isDay, secondsOf } from "../domain/index.ts";
import { placeholderIn } from "./placeholder.ts";

/** A schema over a scalar as it was written. */
export type ScalarSchema<T> = z.ZodType<T, string>;

/** What a schema should have been given, for the moment at which it is given no scalar at all. */
const WORDS = new WeakMap<object, WordsOfScalar>();

/** What people are told about a scalar that is not right: "`key` is `text`; expected …." */
export interface WordsOfScalar {
  readonly expected: string;
  readonly remedy: string;
}

/** A scalar that must be something. `read` gives its value, or the words about what it should be. */
export function scalarOf<T>(
  read: (text: string) => { readonly value: T } | { readonly problem: WordsOfScalar },
): ScalarSchema<T> {
  const written = z.string();
  const empty = read("");
  if ("problem" in empty) WORDS.set(written, empty.problem);
  return written.transform((given, context): T => {
    const result = read(given);
    if ("value" in result) return result.value;
    context.issues.push({ code: "custom", input: given, params: { ...result.problem } });
    return z.NEVER;
  });
}

/** The words of the scalar whose schema found a list, a mapping or nothing in its place. */
export function wordsOf(schema: unknown): WordsOfScalar | undefined {
  return typeof schema === "object" && schema !== null ? WORDS.get(schema) : undefined;
}

/** A scalar that can be wrong in one way only: `read` gives undefined for a text that is none. */
export function scalar<T>(
  expected: string,
  remedy: string,
  read: (text: string) => T | undefined,
): ScalarSchema<T> {
  return scalarOf((written) => {
    const value = read(written);
    return value === undefined ? { problem: { expected, remedy } } : { value };
  });
}

/** Words of people's own: not empty, and no placeholder. Comes back trimmed. */
export const text = scalar("some text", "Say what it is in a few words.", (written) => {
  const trimmed = written.trim();
  const empty = trimmed === "" || trimmed === "~" || trimmed === "null";
  return empty || placeholderIn(trimmed) !== null ? undefined : trimmed;
});

/** Like `text`, and at least so many characters long, so that it can be a reason. */
export function textOfLength(atLeast: number): ScalarSchema<string> {
  return scalar(
    `some text of ${atLeast} characters or more`,
    "Give the reason in a sentence.",
    (written) => {
      const read = text.safeParse(written);
      return read.success && Array.from(read.data).length >= atLeast ? read.data : undefined;
    },
  );
}

/** An existing day, `YYYY-MM-DD`. */
export const day = scalar(
  "an existing day such as 2026-11-20",
  "Write the day as YYYY-MM-DD.",
  (written) => (isDay(written) ? written : undefined),
);

/** A span of time as `domain/time.ts` understands it. */
export const duration = scalar(
  "a duration such as 30m, 4h, 2d, 6w, 18mo or 5y",
  "Write a whole number and one of m, h, d, w, mo, y.",
  (written) => (secondsOf(written) === null ? undefined : written),
);

/** When somebody can be reached. */
export const hours = oneOf(["business-hours", "24/7"]);

/** `true` or `false`, and nothing else that YAML once took for them. */
export const yesNo = scalar("true or false", "Write true or false.", (written) =>
  written === "true" ? true : written === "false" ? false : undefined,
);

/** A whole number in the given bounds, both included. */
export function wholeNumber(from: number, to: number): ScalarSchema<number> {
  return scalar(
    `a whole number from ${from} to ${to}`,
    "Write a number in these bounds.",
    (written) => {
      if (!/^(?:0|[1-9]\d{0,8})$/.test(written)) return undefined;
      const value = Number(written);
      return value >= from && value <= to ? value : undefined;
    },
  );
}

/** One of a few words, spelt exactly so. */
export function oneOf<const Word extends string>(words: readonly Word[]): ScalarSchema<Word> {
  const list = words.length < 2 ? words.join("") : listed(words);
  return scalar(list, `Write ${list}.`, (written) => words.find((word) => word === written));
}

/** An address to which mail can be sent, as far as its form tells. */
export const email = scalar("an email address", "Write it as name@example.org.", (written) => {
  const trimmed = written.trim();
  const plausible = trimmed.length <= 254 && /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(trimmed);
  return plausible && placeholderIn(trimmed) === null ? trimmed : undefined;
});

/** A number that can be called: digits, with what people put between them. */
export const phone = scalar("a phone number", "Write it as +47 22 00 00 00.", (written) => {
  const trimmed = written.trim();
  const digits = trimmed.replace(/\D/g, "").length;
  const plausible = trimmed.length <= 64 && /^[+(\d][\d\s().\-/,;a-z]*$/i.test(trimmed);
  return plausible && digits >= 3 ? trimmed : undefined;
});

/** The path of a file of the repository, from its root: `docs/plan.md`. */
export const repositoryPath = scalar(
  "the path of a file inside the repository",
  "Write it from the repository's root, such as docs/plan.md, without .. and backslashes.",
  (written) => (isRepositoryPath(written) ? written : undefined),
);

/** Whether a path leads to something inside the repository and is written in its only spelling. */
function isRepositoryPath(path: string): boolean {
  if (path === "" || path !== path.trim() || path.length > 1024) return false;
  if (/[\\\p{Cc}\uFFFD]/u.test(path)) return false;
  // Any other word may be a file's name; the templates' blanks are none.
  if (/\{\{[^]*\}\}/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** An address that begins with https://. It is never fetched. */
export const httpsUrl = scalar(
  "an address that begins with https://",
  "Write the whole address.",
  (written) => {
    const trimmed = written.trim();
    if (!/^https:\/\/[^\s]+$/i.test(trimmed) || trimmed.length > 2048) return undefined;
    const url = URL.parse(trimmed);
    return url?.protocol === "https:" && url.username === "" && url.password === ""
      ? trimmed
      : undefined;
  },
);

/** Words for people: `a, b or c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
