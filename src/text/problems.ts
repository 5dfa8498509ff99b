import type { Problem } from "../domain/index.ts";
import { fieldPath, shownValue } from "./shown-value.ts";
import { closest } from "./suggestion.ts";
import type { Yaml } from "./yaml.ts";

/** The line of a key, or of the nearest key around it that is known; at last where the text begins. */
export function lineOf(yaml: Pick<Yaml, "lines" | "firstLine">, field: string): number {
  for (let end = field.length; end > 0; end = field.lastIndexOf(".", end - 1)) {
    const line = yaml.lines.get(field.slice(0, end));
    if (line !== undefined) return line;
  }
  return yaml.firstLine;
}

/** A problem with a field of a YAML text, on the line where the field stands. */
export function problemAt(
  yaml: Pick<Yaml, "path" | "lines" | "firstLine">,
  field: string,
  message: string,
  remedy: string,
): Problem {
  return { path: yaml.path, line: lineOf(yaml, field), field, message, remedy };
}

/** The problem of a key that is not among those that can stand inside `field` ("" for the top). */
export function unknownKey(
  yaml: Pick<Yaml, "path" | "lines" | "firstLine">,
  field: string,
  key: string,
  known: readonly string[],
): Problem {
  const meant = closest(key, known);
  const inside = field === "" ? "" : ` in ${shownValue(field)}`;
  return problemAt(
    yaml,
    fieldPath(field, key),
    `The key ${shownValue(key)} is not known${inside}.`,
    meant === null
      ? `Remove it; the keys known here are ${known.slice(0, 30).join(", ")}.`
      : `Did you mean ${shownValue(meant)}?`,
  );
}

/** Whether a problem's field is the key or lies inside it. */
export function isWithin(field: string, key: string): boolean {
  return field === key || field.startsWith(`${key}.`);
}
