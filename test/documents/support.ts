import { readFileSync } from "node:fs";

import { parseHeadings } from "../../src/documents/index.ts";
import type { Document, DocumentReading, FileEntry } from "../../src/domain/index.ts";

const root = new URL("../../", import.meta.url);

export function textOf(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** A document of the example in which everything is in order. */
export function example(name: string): string {
  return textOf(`test/fixtures/shop/docs/${name}`);
}

export function file(text: string): FileEntry {
  return { kind: "file", oid: "0".repeat(40), text };
}

export const parsedHeadings = parseHeadings("config/headings.yml", textOf("config/headings.yml"));
export const { headings } = parsedHeadings;

export function documentOf<F>(reading: DocumentReading<F>): Document<F> {
  if (reading.status !== "read") throw new Error(`${reading.status}: ${JSON.stringify(reading)}`);
  return reading.document;
}

/** What is wrong, as `line field: message`. */
export function problemsOf(document: Document<unknown>): readonly string[] {
  return document.problems.map(({ line, field, message }) => `${line} ${field}: ${message}`);
}

/** Replaces a part that must be there exactly once. */
export function change(text: string, part: string, by: string): string {
  const pieces = text.split(part);
  if (pieces.length !== 2) throw new Error(`Stands ${pieces.length - 1} times: ${part}`);
  return pieces.join(by);
}
