import type { DocumentReading, FileEntry, PrivacyEngineering } from "../domain/index.ts";
import { checkFields, day, oneOf } from "../text/index.ts";
import { present } from "./fields.ts";
import { asDocument, readMarkdownDocument } from "./markdown-document.ts";

/**
 * Reads a privacy engineering document: when it was reviewed, and its items under whatever heading
 * they stand. Which item belongs to which gate is the gates' to judge.
 */
export function readPrivacyEngineering(
  path: string,
  entry: FileEntry | undefined,
): DocumentReading<PrivacyEngineering> {
  const markdown = readMarkdownDocument(path, entry);
  if (markdown.status !== "markdown") return markdown;
  const { fields, problems } = checkFields(markdown.yaml, SHAPE, { required: ["document"] });
  const checked = { fields: present<PrivacyEngineering>({ reviewed: fields.reviewed }), problems };
  return { status: "read", document: asDocument(markdown, checked) };
}

const SHAPE = { document: oneOf(["privacy-engineering"]), reviewed: day };
