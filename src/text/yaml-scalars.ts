import { EVENT_ID, getScalarValue, parseEvents, YAMLException } from "js-yaml";
import type { Event } from "js-yaml";

import { LineIndex } from "./line-index.ts";
import { MAX_DEPTH } from "./limits.ts";
import { fieldPath } from "./shown-value.ts";
import { whatIsTooMuch } from "./yaml.ts";

/** A scalar of a YAML text: the dotted path of its field, and where it stands in the text. */
export interface YamlScalar {
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where each value of a YAML text stands, keys left out; empty where the text is none. For whoever
 * has to change single values and leave every other character as it is.
 */
export function yamlScalars(text: string): readonly YamlScalar[] {
  if (whatIsTooMuch(text, new LineIndex(text, 1)) !== null) return [];
  try {
    return walk(text, parseEvents(text, { maxDepth: MAX_DEPTH + 1 }));
  } catch (error) {
    if (error instanceof YAMLException) return [];
    throw error;
  }
}

/** A mapping that waits for a key has `key: null`; a list counts its elements. */
type Level =
  | { readonly field: string; readonly is: "mapping"; key: string | null }
  | { readonly field: string; readonly is: "list"; count: number };

function walk(text: string, events: readonly Event[]): readonly YamlScalar[] {
  const scalars: YamlScalar[] = [];
  const levels: (Level | null)[] = [];
  for (const event of events) {
    const level = levels.at(-1) ?? null;
    if (event.type === EVENT_ID.POP) {
      levels.pop();
      continue;
    }
    if (event.type === EVENT_ID.SCALAR && level?.is === "mapping" && level.key === null) {
      level.key = event.valueStart < 0 ? "" : getScalarValue(text, event);
      continue;
    }
    const field = event.type === EVENT_ID.DOCUMENT ? "" : nextField(level);
    switch (event.type) {
      case EVENT_ID.SCALAR:
        if (event.valueStart >= 0)
          scalars.push({ field, start: event.valueStart, end: event.valueEnd });
        break;
      case EVENT_ID.MAPPING:
        levels.push({ field, is: "mapping", key: null });
        break;
      case EVENT_ID.SEQUENCE:
        levels.push({ field, is: "list", count: 0 });
        break;
      case EVENT_ID.DOCUMENT:
        levels.push(null);
        break;
      case EVENT_ID.ALIAS:
        break;
    }
  }
  return scalars;
}

/** The field of what comes next on a level, which then waits for what follows it. */
function nextField(level: Level | null): string {
  if (level === null) return "";
  if (level.is === "list") return fieldPath(level.field, String(level.count++));
  const field = fieldPath(level.field, level.key ?? "");
  level.key = null;
  return field;
}
