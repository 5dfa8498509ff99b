import type { Pattern } from "../domain/index.ts";
import { matchesGlob, readGlob } from "./glob.ts";
import type { Glob } from "./glob.ts";
import { scalarOf } from "./schemas.ts";
import type { ScalarSchema, WordsOfScalar } from "./schemas.ts";

const LONGEST = 256;
const MOST_ALTERNATIVES = 64;

/**
 * Compiles a glob: `*` and `?` within a path segment, `**` across segments, `[a-z]`, `{one,two}`.
 * Letter case counts, and files whose names begin with a dot match like others. What would mean
 * something else than it seems (a leading `!`, a backslash, extended globs) is refused in words.
 * Matching takes time in proportion to the pattern's and the candidate's length, however hostile.
 */
export function compilePattern(
  glob: string,
): { readonly pattern: Pattern } | { readonly problem: WordsOfScalar } {
  const problem = whatIsWrongWith(glob);
  if (problem !== null) return { problem };
  const alternatives = expandBraces(glob);
  if (alternatives === null) {
    return refuse("a glob whose braces are closed, not nested, and few", "Write a list of globs.");
  }
  const globs: Glob[] = [];
  for (const alternative of alternatives) {
    const read = readGlob(alternative);
    if (read === null) return refuse("a glob whose brackets are closed", "Close the bracket.");
    globs.push(read);
  }
  const matches = (candidate: string): boolean => {
    const characters = Array.from(candidate);
    return globs.some((one) => matchesGlob(one, characters));
  };
  return { pattern: { text: glob, matches } };
}

/** The pattern of a glob that was checked before; one that was not, and is none, is a bug. */
export function checkedPattern(glob: string): Pattern {
  const compiled = compilePattern(glob);
  if ("pattern" in compiled) return compiled.pattern;
  throw new TypeError(`Not a glob: ${glob}`);
}

/** Whether a text has any of the characters that make it more than the name of one thing. */
export function hasWildcards(glob: string): boolean {
  return /[*?[{]/.test(glob);
}

/** A glob over names: branches, tags, labels. */
export const pattern: ScalarSchema<Pattern> = patternSchema(() => null);

/** A glob over names in which letter case does not count: environments. */
export const patternInAnyCase: ScalarSchema<Pattern> = scalarOf((written) => {
  const compiled = compilePattern(written.toLowerCase());
  if ("problem" in compiled) return compiled;
  const inAnyCase = (candidate: string) => compiled.pattern.matches(candidate.toLowerCase());
  return { value: { text: written, matches: inAnyCase } };
});

/** A glob over the files of the repository, from its root. */
export const pathPattern: ScalarSchema<Pattern> = patternSchema((glob) =>
  glob.split("/").some((part) => part === "" || part === "." || part === "..")
    ? {
        expected: "a glob of files inside the repository",
        remedy: "Write it from the repository's root, such as src/**, without .. and // in it.",
      }
    : null,
);

function patternSchema(further: (glob: string) => WordsOfScalar | null): ScalarSchema<Pattern> {
  return scalarOf((written) => {
    const compiled = compilePattern(written);
    if ("problem" in compiled) return compiled;
    const problem = further(written);
    return problem === null ? { value: compiled.pattern } : { problem };
  });
}

function whatIsWrongWith(glob: string): WordsOfScalar | null {
  if (glob.trim() === "")
    return { expected: "a glob such as v* or src/**", remedy: "Write a glob." };
  if (glob !== glob.trim() || /\p{Cc}/u.test(glob)) {
    return { expected: "a glob without spaces around it", remedy: "Remove the spaces." };
  }
  if (glob.length > LONGEST) {
    return { expected: `a glob of ${LONGEST} characters at most`, remedy: "Write several globs." };
  }
  if (glob.startsWith("!")) {
    return {
      expected: "a glob that says what matches, without a leading !",
      remedy: "Name what is meant; exceptions are not possible.",
    };
  }
  if (glob.includes("\\")) {
    return { expected: "a glob without backslashes", remedy: "Use / between folders." };
  }
  if (/[!*+?@]\(/.test(glob)) {
    return { expected: "a glob without +( ), @( ) and the like", remedy: "Write several globs." };
  }
  return null;
}

/** Every combination of a glob's `{one,two}`, or null when they are not closed, nested or too many. */
function expandBraces(glob: string): readonly string[] | null {
  let expanded = [""];
  let rest = glob;
  while (rest !== "") {
    const open = rest.search(/[{}]/);
    if (open === -1) return expanded.map((start) => start + rest);
    const close = rest.indexOf("}", open);
    const inside = rest.slice(open + 1, close);
    if (rest[open] === "}" || close === -1 || inside.includes("{") || !inside.includes(",")) {
      return null;
    }
    const before = rest.slice(0, open);
    expanded = expanded.flatMap((start) =>
      inside.split(",").map((alternative) => start + before + alternative),
    );
    if (expanded.length > MOST_ALTERNATIVES) return null;
    rest = rest.slice(close + 1);
  }
  return expanded;
}

function refuse(expected: string, remedy: string): { readonly problem: WordsOfScalar } {
  return { problem: { expected, remedy } };
}
