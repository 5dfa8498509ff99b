import type { z } from "zod";
import { EvidenceUnavailable } from "../application/index.ts";
import type { FileEntry } from "../domain/index.ts";
import { entryOf, entrySchema, textEntryOf, textEntrySchema } from "./file-entries.ts";
import type { PartialErrors, Path } from "./partial-errors.ts";

/** A commit in an answer, with numbered aliases for the paths that were asked. */
export interface CommitWithPaths {
  readonly at: Path;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly errors: PartialErrors;
}

/** What lies at the path behind an alias, without its text. */
export function entryAt(commit: CommitWithPaths, alias: string): FileEntry {
  return at(commit, alias, entrySchema, entryOf);
}

/** What lies at the path behind an alias, with its text. */
export function textAt(commit: CommitWithPaths, alias: string): FileEntry {
  return at(commit, alias, textEntrySchema, textEntryOf);
}

/** Why an alias could not be read; null when nothing is wrong with it. */
export function reasonAt(commit: CommitWithPaths, alias: string): string | null {
  const path = [...commit.at, alias];
  return commit.errors.notFound(path) ? null : commit.errors.reasonAt(path, "Contents: read");
}

/** An alias that is not of the expected form, and of which GitHub said nothing, is no "missing". */
export function answerAt<T>(commit: CommitWithPaths, alias: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(commit.answer[alias]);
  if (parsed.success) return parsed.data;
  throw new EvidenceUnavailable(
    "unexpected-answer",
    `GitHub's answer did not have the expected form (at ${alias}).`,
    { cause: parsed.error },
  );
}

function at<T>(
  commit: CommitWithPaths,
  alias: string,
  schema: z.ZodType<T>,
  toEntry: (answer: T) => FileEntry,
): FileEntry {
  const reason = reasonAt(commit, alias);
  if (reason !== null) return { kind: "unreadable", oid: null, reason };
  return toEntry(answerAt(commit, alias, schema));
}
