import type { z } from "zod";

import type { Problem } from "../domain/index.ts";
import { checkField } from "./issue-words.ts";
import { MAX_PROBLEMS } from "./limits.ts";
import { isWithin, problemAt, unknownKey } from "./problems.ts";
import { shownValue } from "./shown-value.ts";
import type { Yaml } from "./yaml.ts";

/** What each top-level key must be. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** The fields of a shape, each as its schema gives it. */
type FieldsOf<S extends Shape> = { readonly [Key in keyof S]: z.output<S[Key]> };

export interface CheckedFields<S extends Shape> {
  /** Only what is there and right in every part. */
  readonly fields: Partial<FieldsOf<S>>;
  /** Those of the YAML, and those of the fields' meaning, by line. */
  readonly problems: readonly Problem[];
}

/**
 * Checks each top-level key by itself, so that a bad field never hides a good one. A field with
 * any problem, in the YAML or in its meaning, is absent from `fields`. Keys that the shape does
 * not have, at any depth, are problems. An absent key is a problem only when it is `required`;
 * optional keys need no `.optional()` in the shape.
 */
export function checkFields<S extends Shape>(
  yaml: Yaml,
  shape: S,
  options: { required?: readonly (keyof S & string)[] } = {},
): CheckedFields<S> {
  const { value } = yaml;
  if (value === null) return { fields: {}, problems: yaml.problems };

  const problems: Problem[] = [...yaml.problems];
  const fields: Record<string, unknown> = {};
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
  for (const key of unknown.slice(0, MAX_PROBLEMS)) {
    problems.push(unknownKey(yaml, "", key, Object.keys(shape)));
  }
  for (const [key, schema] of Object.entries(shape)) {
    const written = value[key];
    if (written === undefined) {
      if (options.required?.includes(key)) {
        const name = shownValue(key);
        problems.push(problemAt(yaml, key, `${name} is missing.`, `Add ${name}.`));
      }
      continue;
    }
    const checked = checkField(yaml, key, schema, written);
    problems.push(...checked.problems);
    const broken = problems.some((problem) => isWithin(problem.field, key));
    if (!broken) fields[key] = checked.output;
  }
  return {
    fields: fields as Partial<FieldsOf<S>>,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}
