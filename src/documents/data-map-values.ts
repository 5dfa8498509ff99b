import type { Problem } from "../domain/index.ts";
import {
  closest,
  fieldPath,
  placeholderIn,
  problemAt,
  shownValue,
  type Yaml,
  type YamlMapping,
  type YamlValue,
} from "../text/index.ts";

/**
 * Small readers for the many values of a data map. Fides ignores keys that it does not know, and has
 * many of its own, so these only look at what is there: a bad value never hides the good ones beside it.
 */

/** The YAML that is read, and where its problems go. */
export interface Told {
  readonly yaml: Yaml;
  readonly tell: (problem: Problem) => void;
  /** Keys that were held against ours before, and what was probably meant: Fides's own recur. */
  readonly meant: Map<string, string | null>;
}

/** Fides has some dozens of keys; whoever needs more of their own hides a slip among them. */
const MOST_KEYS = 200;

/** A list's elements that are groups of keys, each with its place. */
export function elements(
  told: Told,
  field: string,
  value: YamlValue | undefined,
): readonly { readonly at: string; readonly value: YamlMapping }[] {
  return list(told, field, value).flatMap((element, index) => {
    const at = fieldPath(field, String(index));
    if (isMapping(element)) return [{ at, value: element }];
    wrong(told, at, element, "keys with values", "Write indented `key: value` lines.");
    return [];
  });
}

/** A list, also an empty one. Whatever else stands there is a problem. */
export function list(
  told: Told,
  field: string,
  value: YamlValue | undefined,
): readonly YamlValue[] {
  if (isList(value)) return value;
  wrong(told, field, value, "a list", "Write it as [one, two], or as lines with dashes.");
  return [];
}

/** Some words, or null: where nothing stands, and where what stands there says nothing. */
export function words(told: Told, at: string, group: YamlMapping, key: string): string | null {
  return asWords(told, fieldPath(at, key), group[key]);
}

/** The same of a value by itself. */
export function asWords(told: Told, field: string, value: YamlValue | undefined): string | null {
  // Fides writes what it does not know as null.
  if (value === undefined || value === null) return null;
  const trimmed = typeof value === "string" ? value.trim() : "";
  const says = trimmed !== "" && trimmed !== "~" && trimmed !== "null";
  if (says && placeholderIn(trimmed) === null) return trimmed;
  if (says || typeof value !== "string")
    wrong(told, field, value, "some text", "Say what it is in a few words.");
  return null;
}

/** The key of a label, or null. */
export function keyIn(
  told: Told,
  at: string,
  group: YamlMapping,
  name: string,
  need: "required" | "optional",
): string | null {
  const value = group[name];
  if (value === undefined || value === null) {
    if (need === "required") wrong(told, fieldPath(at, name), undefined, A_KEY, KEY_REMEDY);
    return null;
  }
  return asKey(told, fieldPath(at, name), value);
}

/** A list of labels' keys, each once. */
export function keysIn(
  told: Told,
  at: string,
  group: YamlMapping,
  name: string,
  need: "required" | "optional",
): readonly string[] {
  const field = fieldPath(at, name);
  const value = group[name];
  if (value === undefined || value === null || (isList(value) && value.length === 0)) {
    if (need === "required") wrong(told, field, value, "a list of keys", "List at least one.");
    return [];
  }
  const keys = list(told, field, value).flatMap(
    (key, index) => asKey(told, fieldPath(field, String(index)), key) ?? [],
  );
  return [...new Set(keys)];
}

/** Keys that are nearly one of ours, and are neither ours nor Fides's: a slip would go unread. */
export function misspelt(
  told: Told,
  at: string,
  group: YamlMapping,
  read: readonly string[],
  fides: readonly string[],
): void {
  for (const key of Object.keys(group)) {
    if (read.includes(key) || fides.includes(key)) continue;
    const meant = whatIsMeant(told, key, read);
    if (meant === null) continue;
    const field = fieldPath(at, key);
    const message = `The key ${shownValue(key)} is not known in ${shownValue(at)}.`;
    told.tell(problemAt(told.yaml, field, message, meant));
  }
}

/** What to do about a key that is not known; null where it is nothing like ours. */
function whatIsMeant(told: Told, key: string, read: readonly string[]): string | null {
  const id = `${read.length} ${key}`;
  const known = told.meant.get(id);
  if (known !== undefined) return known;
  if (told.meant.size >= MOST_KEYS) {
    return `Remove it: the file has more than ${MOST_KEYS} different keys that are not known.`;
  }
  const near = closest(key, read);
  const remedy = near === null ? null : `Did you mean ${shownValue(near)}?`;
  told.meant.set(id, remedy);
  return remedy;
}

export function isMapping(value: YamlValue | undefined): value is YamlMapping {
  return typeof value === "object" && value !== null && !isList(value);
}

export function isList(value: YamlValue | undefined): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** Tells what is wrong with a value, in the words of the other documents. */
export function wrong(
  told: Told,
  field: string,
  value: YamlValue | undefined,
  expected: string,
  remedy: string,
): void {
  const name = shownValue(field);
  const [message, advice] =
    value === undefined
      ? [`${name} is missing.`, `Add ${name}: ${expected}.`]
      : [`${name} ${asGiven(value)}; expected ${expected}.`, remedy];
  told.tell(problemAt(told.yaml, field, message, advice));
}

/** https://ethyca.github.io/fideslang/syntax/: letters, digits, dots, underscores, angle brackets and hyphens. */
const KEY = /^[\w.<>-]{1,200}$/;
const A_KEY = "a key such as user.contact.email";
const KEY_REMEDY = "Write a key of Fideslang's taxonomy, or one that is declared under custom.";

function asKey(told: Told, field: string, value: YamlValue): string | null {
  const trimmed = typeof value === "string" ? value.trim() : "";
  if (KEY.test(trimmed) && placeholderIn(trimmed) === null) return trimmed;
  wrong(told, field, value, A_KEY, KEY_REMEDY);
  return null;
}

function asGiven(value: YamlValue): string {
  if (value === null || value === "") return "is empty";
  if (typeof value === "string") {
    const placeholder = placeholderIn(value);
    return placeholder === null
      ? `is ${shownValue(value)}`
      : `still has the placeholder ${shownValue(placeholder)}`;
  }
  if (isList(value)) return value.length === 0 ? "is an empty list" : "is a list";
  return "is a group of keys";
}
