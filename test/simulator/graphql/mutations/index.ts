import type { Fields } from "../view.ts";
import { createCheckRunMutation, updateCheckRunMutation } from "./check-mutations.ts";
import {
  addCommentMutation,
  addReactionMutation,
  closeIssueMutation,
  createIssueMutation,
  deleteIssueCommentMutation,
  mergePullRequestMutation,
  requestReviewsMutation,
  updateIssueCommentMutation,
} from "./conversation-mutations.ts";

/** Where mutations start. */
export const mutationRoot: Fields = {
  __typename: "Mutation",
  createCheckRun: createCheckRunMutation,
  updateCheckRun: updateCheckRunMutation,
  addComment: addCommentMutation,
  updateIssueComment: updateIssueCommentMutation,
  deleteIssueComment: deleteIssueCommentMutation,
  addReaction: addReactionMutation,
  requestReviews: requestReviewsMutation,
  mergePullRequest: mergePullRequestMutation,
  createIssue: createIssueMutation,
  closeIssue: closeIssueMutation,
};
