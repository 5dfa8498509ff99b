import { EVENT_ID, getScalarValue } from "js-yaml";
import type { AliasEvent, Event, ScalarEvent } from "js-yaml";

import type { Problem } from "../domain/documents.ts";
import type { LineIndex } from "./line-index.ts";
import { MAX_ENTRIES, MAX_KEY_LENGTH, MAX_KEY_PATHS_LENGTH, MAX_PROBLEMS } from "./limits.ts";
import { fieldPath, shownValue } from "./shown-value.ts";
import type { YamlMapping, YamlValue } from "./yaml.ts";

interface Composed {
  readonly value: YamlMapping | null;
  readonly lines: Readonly<Record<string, number>>;
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
  readonly #lines = Object.create(null) as Record<string, number>;
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
    this.#refuseFurtherDocuments();
    const mapping = isMapping(value) ? value : null;
    if (mapping === null && this.#problems.length === 0) this.#refuseTopLevel(value, start);
    const tooMuch = this.#refuseTooMuch(start);
    return {
      value: tooMuch ? null : mapping,
      lines: this.#lines,
      problems: this.#problems.slice(0, MAX_PROBLEMS + 1),
    };
  }

  /** The value that begins at the next event, which is consumed with everything inside it. */
  #value(field: string): YamlValue {
    const event = this.#events[this.#at++];
    if (event === undefined) return null;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event, field);
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return null;
    this.#moveTo(event.type === EVENT_ID.SCALAR ? event.valueStart : event.start);
    this.#refuseProperties(event, field);
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event, field);
    return event.type === EVENT_ID.SEQUENCE ? this.#sequence(field) : this.#mapping(field);
  }

  #alias(event: AliasEvent, field: string): null {
    this.#moveTo(event.anchorStart);
    const name = shownValue(`*${this.#text.slice(event.anchorStart, event.anchorEnd)}`);
    this.#refuse(
      field,
      `${named(field)} refers to another value with ${name}, which is not allowed here.`,
      "Write the value itself; put a value that begins with * in quotes.",
    );
    return null;
  }

  #scalar(event: ScalarEvent, field: string): string | null {
    if (event.valueStart < 0) return null;
    const value = getScalarValue(this.#text, event);
    if (value.includes("\uFFFD")) {
      this.#refuse(
        field,
        `${named(field)} contains a character that could not be read (U+FFFD).`,
        "Save the file as UTF-8.",
      );
    }
    return value;
  }

  #sequence(field: string): readonly YamlValue[] {
    const values: YamlValue[] = [];
    while (!this.#atEnd()) {
      const element = fieldPath(field, String(values.length));
      this.#moveTo(this.#nextPosition());
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
      const line = this.#line;
      if (key === null) {
        this.#value(field);
        continue;
      }
      const inside = fieldPath(field, key);
      const earlier = firstLines.get(key);
      if (earlier !== undefined) {
        this.#refuse(
          inside,
          `${named(inside)} stands twice, on lines ${earlier} and ${line}.`,
          "Keep one of the two.",
        );
        this.#value(inside);
        continue;
      }
      firstLines.set(key, line);
      this.#remember(inside);
      values[key] = this.#value(inside);
    }
    this.#at++;
    return values;
  }

  /** The next key, or null where it is none that can be used; a problem then says so. */
  #key(field: string): string | null {
    const event = this.#events[this.#at];
    if (event?.type !== EVENT_ID.SCALAR) {
      this.#value(field);
      this.#refuse(
        field,
        "A list, a mapping or a reference stands where the name of a key was expected.",
        "Write a plain name before the colon.",
      );
      return null;
    }
    const key = this.#value(field);
    if (typeof key !== "string" || key === "") {
      this.#refuse(field, "A key has no name.", "Write a name before the colon.");
      return null;
    }
    if (key === "<<" || key === "__proto__") {
      this.#refuse(
        field,
        `The key ${shownValue(key)} is not allowed here.`,
        "Write out the keys that are meant.",
      );
      return null;
    }
    if (key.length > MAX_KEY_LENGTH) {
      this.#refuse(
        field,
        `The key ${shownValue(key)} is longer than ${MAX_KEY_LENGTH} characters.`,
        "Shorten it.",
      );
      return null;
    }
    return key;
  }

  #refuseProperties(event: { anchorStart: number; tagStart: number }, field: string): void {
    if (event.anchorStart >= 0) {
      this.#moveTo(event.anchorStart);
      this.#refuse(
        field,
        `${named(field)} has a YAML anchor (&), which is not allowed here.`,
        "Remove the anchor; put a value that begins with & in quotes.",
      );
    }
    if (event.tagStart >= 0) {
      this.#moveTo(event.tagStart);
      this.#refuse(
        field,
        `${named(field)} has a YAML tag (!), which is not allowed here.`,
        "Remove the tag; put a value that begins with ! in quotes.",
      );
    }
  }

  #refuseFurtherDocuments(): void {
    const rest = this.#events.slice(this.#at);
    if (!rest.some((event) => event.type === EVENT_ID.DOCUMENT)) return;
    this.#at = this.#events.length - rest.length;
    while (this.#at < this.#events.length && this.#nextPosition() < 0) this.#at++;
    this.#moveTo(this.#nextPosition());
    // First of all: what stands in the documents matters only once there is a single one.
    this.#problems.unshift({
      path: this.#path,
      line: this.#line,
      field: "",
      message: "A second YAML document begins after `---`.",
      remedy: "Keep only one document.",
    });
  }

  #refuseTopLevel(value: YamlValue, line: number): void {
    const what =
      value === null ? "is empty" : `is ${Array.isArray(value) ? "a list" : "only text"}`;
    this.#line = line;
    this.#refuse(
      "",
      `The text ${what}; expected keys with their values.`,
      "Write `key: value` lines.",
    );
  }

  /** Whether the document must count as broken as a whole. */
  #refuseTooMuch(line: number): boolean {
    const [message, remedy] = this.#whatIsTooMuch();
    if (message === undefined || remedy === undefined) {
      return this.#problems.some((problem) => problem.field === "");
    }
    this.#problems.unshift({ path: this.#path, line, field: "", message, remedy });
    return true;
  }

  #whatIsTooMuch(): readonly string[] {
    if (this.#entries > MAX_ENTRIES) {
      const most = MAX_ENTRIES.toLocaleString("en");
      return [`The text has more than ${most} keys and list elements.`, "Split it."];
    }
    if (this.#pathsLength > MAX_KEY_PATHS_LENGTH) {
      return ["Too many keys stand below too long ones.", "Shorten the keys, or nest them less."];
    }
    if (this.#problems.length > MAX_PROBLEMS) {
      const message = `There are more than ${MAX_PROBLEMS} problems; these are the first.`;
      return [message, "Mend these first."];
    }
    return [];
  }

  #refuse(field: string, message: string, remedy: string): void {
    // One more than the limit tells that there are more; the rest would only fill memory.
    if (this.#problems.length > MAX_PROBLEMS) return;
    this.#problems.push({ path: this.#path, line: this.#line, field, message, remedy });
  }

  #remember(field: string): void {
    this.#entries++;
    this.#pathsLength += field.length;
    if (this.#pathsLength <= MAX_KEY_PATHS_LENGTH) this.#lines[field] ??= this.#line;
  }

  #atEnd(): boolean {
    const event = this.#events[this.#at];
    if (this.#entries > MAX_ENTRIES) return true;
    return event === undefined || event.type === EVENT_ID.POP;
  }

  /** Where the next event begins in the text; negative when it does not say. */
  #nextPosition(): number {
    const event = this.#events[this.#at];
    if (event === undefined) return -1;
    if (event.type === EVENT_ID.SCALAR) return event.valueStart;
    if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
    return "start" in event ? event.start : -1;
  }

  #moveTo(position: number): void {
    if (position >= 0) this.#line = this.#lineIndex.lineAt(position);
  }
}

function isMapping(value: YamlValue): value is YamlMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function named(field: string): string {
  return field === "" ? "The text" : shownValue(field);
}
