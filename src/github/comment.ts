import { z } from "zod";
import { EvidenceUnavailable, type PublishedComment } from "../application/index.ts";
import type { Api } from "./api.ts";
import type { Write } from "./mutation.ts";
import { repositoryOf } from "./repository.ts";

interface FirstComment extends Write {
  readonly input: { readonly subjectId: string; readonly body: string };
}

/** A field of a mutation that writes the comment for the first time. */
export function firstCommentField(subjectId: string, body: string): FirstComment {
  return { alias: "comment", field: "addComment", input: { subjectId, body } };
}

const writtenSchema = z.object({
  commentEdge: z.object({ node: z.object({ fullDatabaseId: z.union([z.string(), z.number()]) }) }),
});

/**
 * The comment that such a field wrote, by GitHub's answer to it.
 * @throws EvidenceUnavailable where the answer does not tell: the next evaluation finds it
 */
export function firstCommentOf({ input }: FirstComment, answer: unknown): PublishedComment {
  const written = writtenSchema.safeParse(answer).data?.commentEdge.node;
  if (!written)
    throw new EvidenceUnavailable("unreachable", "GitHub did not say which comment it wrote.");
  return { id: String(written.fullDatabaseId), body: input.body };
}

/**
 * Writes the one comment, only when it says something else than before. Answers why it could not be
 * written where trying again would not help (a locked conversation, no permission), in words; null
 * where it is as it should be.
 * https://docs.github.com/en/rest/issues/comments
 */
export async function writeComment(
  api: Api,
  pullRequest: { readonly repository: string; readonly number: number },
  body: string,
  published: PublishedComment | null,
): Promise<string | null> {
  if (published && isSame(published.body, body)) return null;
  const { owner, repo } = repositoryOf(pullRequest.repository);
  try {
    if (published)
      await api.rest(
        "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
        { owner, repo, comment_id: published.id, body },
        z.unknown(),
      );
    else
      await api.rest(
        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        { owner, repo, issue_number: pullRequest.number, body },
        z.unknown(),
      );
    return null;
  } catch (thrown) {
    if (!isFinal(thrown)) throw thrown;
    return `The comment could not be written. ${thrown.message}`;
  }
}

/** GitHub keeps line ends and trailing space in its own way. */
function isSame(published: string, body: string): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trimEnd();
  return plain(published) === plain(body);
}

/** Whether the same request would get the same refusal again. */
export function isFinal(thrown: unknown): thrown is EvidenceUnavailable {
  return (
    thrown instanceof EvidenceUnavailable &&
    (thrown.code === "forbidden" || thrown.code === "unexpected-answer")
  );
}
