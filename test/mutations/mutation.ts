import type { Evidence } from "../../src/domain/index.ts";
import { apply, type Edit } from "../support/scenario.ts";
import { blobId, shopDocuments, shopEvidence } from "../support/shop.ts";

/**
 * A row of a table: what is wrong, how the example is made so, and every requirement that turns with
 * what it turns to: `archive.retention unsatisfied, archive.complete unknown`.
 */
export type Mutation = readonly [name: string, edits: readonly Edit[], turns: string];

/** Edits of one document: replaces a text that stands exactly once. */
export function inFile(file: string): (replace: string, by: string) => readonly Edit[] {
  return (replace, by) => [{ file, replace, with: by }];
}

/**
 * The same of a file of the development record: the security review is of the new version, so that
 * only what the file says has changed.
 */
export function inRecord(file: string): (replace: string, by: string) => readonly Edit[] {
  const text = shopDocuments()[file] ?? "";
  return (replace, by) => [
    { file, replace, with: by },
    { file: REVIEW, replace: blobId(text), with: blobId(text.replace(replace, () => by)) },
  ];
}

export const PLAN = "docs/incident-response-plan.md";
export const REVIEW = "docs/security-review.md";
export const ARCHIVE = "docs/archive.yml";
export const DATA_MAP = "docs/data-map.yml";
export const ENGINEERING = "docs/privacy-engineering.md";
export const THREAT_MODEL = "docs/threat-model.md";

/** Edits of the repository's policy. */
export function inPolicy(replace: string, by: string): readonly Edit[] {
  return [{ policy: replace, with: by }];
}

/** Sets a value of what GitHub says, by its JSON pointer. */
export function github(at: string, set: unknown): readonly Edit[] {
  return [{ at, set }];
}

/** What GitHub says without one thing. */
export function without(at: string): readonly Edit[] {
  return [{ at, remove: true }];
}

/** The example, made wrong as the row says. */
export function mutated([, edits]: Mutation): Evidence {
  return edits.reduce(apply, structuredClone(shopEvidence()));
}

/** What a row says will turn, by requirement. */
export function expectedOf([name, , turns]: Mutation): Readonly<Record<string, string>> {
  const pairs = turns.split(", ").map((each) => /^(\S+) (\S+)$/.exec(each)?.slice(1) ?? []);
  if (pairs.some(({ length }) => length !== 2)) throw new Error(`cannot be read: ${name}`);
  return Object.fromEntries(pairs.sort()) as Record<string, string>;
}
