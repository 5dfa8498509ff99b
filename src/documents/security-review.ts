import { z } from "zod";

import {
  ROLES,
  type DocumentReading,
  type FileEntry,
  type SecurityReview,
} from "../domain/index.ts";
import { checkFields, day, httpsUrl, oneOf, repositoryPath, text } from "../text/index.ts";
import { distinct, needsOneOf, objectId, present } from "./fields.ts";
import { asDocument, readMarkdownDocument } from "./markdown-document.ts";

/**
 * Reads a security review: its front matter, and the items that its authors ticked off. Whether
 * an accepted deviation is complete, and what the outcome says about it, is the gate's to judge.
 */
export function readSecurityReview(
  path: string,
  entry: FileEntry | undefined,
): DocumentReading<SecurityReview> {
  const markdown = readMarkdownDocument(path, entry);
  if (markdown.status !== "markdown") return markdown;
  const { yaml } = markdown;
  const { fields, problems } = checkFields(yaml, SHAPE, { required: ["document"] });
  // A review that found nothing need not say so; one whose deviations cannot be read must.
  const found = yaml.value !== null && !("deviations" in yaml.value) ? [] : undefined;
  const checked = {
    fields: present<SecurityReview>({
      release: fields.release,
      date: fields.date,
      outcome: fields.outcome,
      experts: fields.experts,
      previousReviews: fields["previous-reviews"],
      reviewed: fields.reviewed,
      deviations: fields.deviations ?? found,
    }),
    problems,
  };
  return { status: "read", document: asDocument(markdown, checked) };
}

const SHAPE = {
  document: oneOf(["security-review"]),
  release: text,
  date: day,
  outcome: oneOf(["passed", "passed-with-exceptions", "escalated"]),
  experts: z.array(z.strictObject({ group: text, role: oneOf(ROLES) })).min(1),
  "previous-reviews": z
    .array(
      z
        .strictObject({
          title: text,
          date: day,
          path: repositoryPath.optional(),
          url: httpsUrl.optional(),
        })
        .check(needsOneOf(["path", "url"], "a path in the repository, or a url")),
    )
    .min(1),
  reviewed: z.record(repositoryPath, objectId),
  deviations: z
    .array(
      z.strictObject({
        id: text,
        summary: text,
        status: oneOf(["open", "resolved", "accepted"]),
        owner: text.optional(),
        reason: text.optional(),
        expires: day.optional(),
        commits: z.array(objectId).optional(),
      }),
    )
    .check(distinct("id")),
};
