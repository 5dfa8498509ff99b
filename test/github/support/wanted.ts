import picomatch from "picomatch";
import type { Wanted } from "../../../src/application/index.ts";
import type { Pattern } from "../../../src/domain/index.ts";

export function pattern(text: string): Pattern {
  const matches = picomatch(text, { dot: true });
  return { text, matches: (candidate) => matches(candidate) };
}

/** What is wanted of a pull request: nothing but the plan, unless said otherwise. */
export function wanted(changes: Partial<Wanted> = {}): Wanted {
  return {
    documents: [],
    files: [],
    globs: [],
    before: [],
    planPath: "docs/plan.md",
    tags: [pattern("v*")],
    isRelease: () => true,
    ...changes,
  };
}
