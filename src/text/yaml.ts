import { parseEvents, YAMLException } from "js-yaml";

import type { Problem } from "../domain/index.ts";
import { LineIndex } from "./line-index.ts";
import { MAX_BYTES, MAX_DEPTH, MAX_FLOW_MARKS, MAX_LINES } from "./limits.ts";
import { composeMapping } from "./yaml-composer.ts";
import { wordsForSyntaxError } from "./yaml-syntax-words.ts";

/** A value of a YAML text: every scalar exactly as it was written, an empty value null. */
export type YamlValue = string | null | readonly YamlValue[] | YamlMapping;

/** Has no prototype: `mapping["constructor"]` is what was written, or undefined. */
export interface YamlMapping {
  readonly [key: string]: YamlValue;
}

/** A YAML text as it was read. */
export interface Yaml {
  readonly path: string;
  /** Null when the text as a whole could not be understood; then `problems` says why. */
  readonly value: YamlMapping | null;
  /** The line of each key and list element that is there, by its dotted path. */
  readonly lines: ReadonlyMap<string, number>;
  /** The line on which the text begins in its file. */
  readonly firstLine: number;
  /** What is wrong with the YAML itself, by `field`. What its fields mean is not asked here. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a YAML text whose top level is a mapping. Scalars stay text (`1.10`, `12345678901e2`).
 * Whatever makes a text mean something else than what people see is refused with a problem:
 * anchors, aliases, merge keys, tags, several documents, repeated keys. Never throws, and takes
 * time in proportion to the text. `firstLine` is given for front matter.
 */
export function readYaml(path: string, text: string, options: { firstLine?: number } = {}): Yaml {
  const { firstLine = 1 } = options;
  const lines = new LineIndex(text, firstLine);
  const broken = (message: string, remedy: string, line: number): Yaml => ({
    path,
    value: null,
    lines: new Map(),
    firstLine,
    problems: [{ path, line, field: "", message, remedy }],
  });

  const tooMuch = whatIsTooMuch(text, lines);
  if (tooMuch !== null) {
    return broken(tooMuch, "Split it, or leave out what is not needed.", firstLine);
  }
  try {
    // A scalar stands one level below the mapping or list that holds it.
    const events = parseEvents(text, { maxDepth: MAX_DEPTH + 1 });
    return { path, firstLine, ...composeMapping(path, text, events, lines) };
  } catch (error) {
    if (!(error instanceof YAMLException) || error.mark === undefined) throw error;
    const { message, remedy, position } = wordsForSyntaxError(
      error.reason,
      text,
      error.mark.position,
    );
    return broken(message, remedy, lines.lineAt(position));
  }
}

/** Why a text is too much for the parser, as a sentence; null where it is not. */
export function whatIsTooMuch(text: string, lines: LineIndex): string | null {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return `The text is larger than ${MAX_BYTES.toLocaleString("en")} bytes.`;
  }
  if (lines.count > MAX_LINES) {
    return `The text has more than ${MAX_LINES.toLocaleString("en")} lines.`;
  }
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // , [ ] { } and the lone carriage return, which YAML takes for the end of a line
    if (code === 44 || code === 91 || code === 93 || code === 123 || code === 125) marks++;
    else if (code === 13 && text.charCodeAt(at + 1) !== 10) marks++;
  }
  return marks > MAX_FLOW_MARKS
    ? `The text has more than ${MAX_FLOW_MARKS.toLocaleString("en")} commas and brackets.`
    : null;
}
