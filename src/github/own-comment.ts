import { COMMENT_MARKER, type PublishedComment } from "../application/index.ts";
import type { Api } from "./api.ts";
import { wholeList, type Connection } from "./pages.ts";
import { personOf, WHO } from "./persons.ts";
import { commentSchema, type CommentAnswer } from "./snapshot-answer.ts";

const commentsFrom = (after: string) =>
  `comments(first:100,after:${after}){pageInfo{hasNextPage endCursor} nodes{fullDatabaseId viewerDidAuthor author{...Who} body}}`;

/**
 * Our comment, null when there is none; `unreadable` when that could not be found out. Further
 * pages are read only while it is not found.
 */
export async function ownComment(
  api: Api,
  first: Connection<CommentAnswer> | null,
  pullRequest: { readonly id: string; readonly head: string; readonly appSlug: string },
): Promise<PublishedComment | null | "unreadable"> {
  const isOurs = (comment: CommentAnswer | null) => isOwnComment(comment, pullRequest.appSlug);
  if (!first) return "unreadable";
  const onFirstPage = first.nodes?.find(isOurs);
  if (onFirstPage) return commentOf(onFirstPage);
  const all = await wholeList(api, first, {
    nodeId: pullRequest.id,
    type: "PullRequest",
    list: commentsFrom,
    fragments: [WHO],
    schema: commentSchema,
    head: pullRequest.head,
  });
  if (all === null) return "unreadable";
  const found = all.find(isOurs);
  return found ? commentOf(found) : null;
}

function isOwnComment(comment: CommentAnswer | null, appSlug: string): boolean {
  if (!comment?.body.startsWith(COMMENT_MARKER)) return false;
  const author = personOf(comment.author);
  return comment.viewerDidAuthor || (author?.bot === true && author.login === `${appSlug}[bot]`);
}

function commentOf(comment: CommentAnswer): PublishedComment {
  return { id: String(comment.fullDatabaseId), body: comment.body };
}
