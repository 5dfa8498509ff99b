import { EVENT_ID, getScalarValue } from "js-yaml";
import type { Event, ScalarEvent } from "js-yaml";

import type { Problem } from "../domain/index.ts";
import type { LineIndex } from "./line-index.ts";
import { MAX_ENTRIES, MAX_KEY_PATHS_LENGTH, MAX_PROBLEMS } from "./limits.ts";
import { fieldPath } from "./shown-value.ts";
import { refusals, whyNoKey } from "./yaml-refusals.ts";
import type { Refusal } from "./yaml-refusals.ts";
import type { YamlMapping, YamlValue } from "./yaml.ts";

interface Composed {
  readonly value: YamlMapping | null;
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** Builds the values of one document from the parser's events, and collects every problem. */
export function composeMapping(
  path: string,
  text: string,
  events: readonly Event[],
  lines: LineIndex,
): Composed {
  return new Composer(path, text, events, lines).compose();
}

class Composer {
  readonly #path: string;
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #lineIndex: LineIndex;
  readonly #lines = new Map<string, number>();
  readonly #problems: Problem[] = [];
  #at = 0;
  #line: number;
  #entries = 0;
  #pathsLength = 0;

  constructor(path: string, text: string, events: readonly Event[], lineIndex: LineIndex) {
    this.#path = path;
    this.#text = text;
    this.#events = events;
    this.#lineIndex = lineIndex;
    this.#line = lineIndex.lineAt(0);
  }

  compose(): Composed {
    const start = this.#line;
    this.#at = 1; // past the start of the document
    const value = this.#events.length === 0 ? null : this.#value("");
    const wholly = this.#whatIsWrongWithAll(value, start);
    // First of all, since the rest matters only once this is mended.
    if (wholly !== null) this.#problems.unshift(wholly);
    const understood = this.#problems.every((problem) => problem.field !== "");
    return {
      value: understood && isMapping(value) ? value : null,
      lines: this.#lines,
      problems: this.#problems.slice(0, MAX_PROBLEMS + 1),
    };
  }

  /** The value that begins at the next event, which is consumed with everything inside it. */
  #value(field: string): YamlValue {
    const event = this.#events[this.#at++];
    if (event === undefined) return null;
    if (event.type === EVENT_ID.ALIAS) {
      this.#moveTo(event.anchorStart);
      const name = this.#text.slice(event.anchorStart, event.anchorEnd);
      this.#refuse(field, refusals.alias(field, name));
      return null;
    }
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return null;
    this.#moveTo(startOf(event));
    if (event.anchorStart >= 0) this.#refuse(field, refusals.anchor(field), event.anchorStart);
    if (event.tagStart >= 0) this.#refuse(field, refusals.tag(field), event.tagStart);
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event, field);
    return event.type === EVENT_ID.SEQUENCE ? this.#sequence(field) : this.#mapping(field);
  }

  #scalar(event: ScalarEvent, field: string): string | null {
    if (event.valueStart < 0) return null;
    const value = getScalarValue(this.#text, event);
    if (value.includes("\uFFFD")) this.#refuse(field, refusals.unreadable(field));
    return value;
  }

  #sequence(field: string): readonly YamlValue[] {
    const values: YamlValue[] = [];
    while (!this.#atEnd()) {
      const element = fieldPath(field, String(values.length));
      this.#moveTo(startOf(this.#events[this.#at]));
      this.#remember(element);
      values.push(this.#value(element));
    }
    this.#at++;
    return values;
  }

  #mapping(field: string): YamlMapping {
    const values = Object.create(null) as Record<string, YamlValue>;
    const firstLines = new Map<string, number>();
    while (!this.#atEnd()) {
      const key = this.#key(field);
      if (key === null) {
        this.#value(field);
        continue;
      }
      const inside = fieldPath(field, key);
      const first = firstLines.get(key);
      if (first !== undefined) {
        this.#refuse(inside, refusals.twice(inside, first, this.#line));
        this.#value(inside);
        continue;
      }
      firstLines.set(key, this.#line);
      this.#remember(inside);
      values[key] = this.#value(inside);
    }
    this.#at++;
    return values;
  }

  /** The next key, or null where it is none that can be used; a problem then says so. */
  #key(field: string): string | null {
    const isPlain = this.#events[this.#at]?.type === EVENT_ID.SCALAR;
    const key = this.#value(field);
    const refusal = isPlain && !isCollection(key) ? whyNoKey(key) : refusals.noPlainKey;
    if (refusal === null && typeof key === "string") return key;
    this.#refuse(field, refusal ?? refusals.noPlainKey);
    return null;
  }

  #whatIsWrongWithAll(value: YamlValue, line: number): Problem | null {
    const about = (refusal: Refusal, at: number): Problem => ({
      path: this.#path,
      line: at,
      field: "",
      ...refusal,
    });
    if (this.#entries > MAX_ENTRIES) return about(refusals.tooManyEntries(), line);
    if (this.#pathsLength > MAX_KEY_PATHS_LENGTH) return about(refusals.tooLongPaths, line);
    if (this.#problems.length > MAX_PROBLEMS) return about(refusals.tooManyProblems, line);
    const second = this.#events.findIndex(
      (event, at) => at >= this.#at && event.type === EVENT_ID.DOCUMENT,
    );
    if (second !== -1) {
      const start = this.#events
        .slice(second)
        .map(startOf)
        .find((position) => position >= 0);
      return about(refusals.secondDocument, this.#lineIndex.lineAt(start ?? this.#text.length));
    }
    if (isMapping(value) || this.#problems.length > 0) return null;
    const is = value === null ? "is empty" : isCollection(value) ? "is a list" : "is only text";
    return about(refusals.topLevel(is), line);
  }

  #refuse(field: string, { message, remedy }: Refusal, position = -1): void {
    // One more than the limit tells that there are more; the rest would only fill memory.
    if (this.#problems.length > MAX_PROBLEMS) return;
    const line = position < 0 ? this.#line : this.#lineIndex.lineAt(position);
    this.#problems.push({ path: this.#path, line, field, message, remedy });
  }

  #remember(field: string): void {
    this.#entries++;
    this.#pathsLength += field.length;
    if (this.#pathsLength > MAX_KEY_PATHS_LENGTH || this.#lines.has(field)) return;
    this.#lines.set(field, this.#line);
  }

  #atEnd(): boolean {
    const event = this.#events[this.#at];
    if (this.#entries > MAX_ENTRIES) return true;
    return event === undefined || event.type === EVENT_ID.POP;
  }

  #moveTo(position: number): void {
    if (position >= 0) this.#line = this.#lineIndex.lineAt(position);
  }
}

/** Where an event begins in the text; negative when it does not say. */
function startOf(event: Event | undefined): number {
  if (event === undefined) return -1;
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  return "start" in event ? event.start : -1;
}

function isMapping(value: YamlValue): value is YamlMapping {
  return isCollection(value) && !Array.isArray(value);
}

function isCollection(value: YamlValue): value is readonly YamlValue[] | YamlMapping {
  return typeof value === "object" && value !== null;
}
