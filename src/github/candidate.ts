import { EvidenceUnavailable } from "../application/index.ts";
import type { Candidate } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { wholeList } from "./pages.ts";
import { personOf } from "./persons.ts";
import type { Sight } from "./sight.ts";
import { labelSchema } from "./snapshot-answer.ts";

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

/** The candidate itself, with every label it has; the labels decide whether it is one at all. */
export async function candidateOf(api: Api, sight: Sight): Promise<Candidate> {
  const { pullRequest, head } = sight;
  const labels =
    pullRequest.labels &&
    (await wholeList(api, pullRequest.labels, {
      nodeId: pullRequest.id,
      type: "PullRequest",
      list: (after) =>
        `labels(first:100,after:${after}){totalCount pageInfo{hasNextPage endCursor} nodes{name}}`,
      fragments: [],
      schema: labelSchema,
      head: head.oid,
    }));
  // No labels at all is an empty list; null means that GitHub did not tell.
  if (!labels)
    throw new EvidenceUnavailable(
      "unexpected-answer",
      "The labels could not be read to their end.",
    );
  return {
    kind: "pull-request",
    stage: "review",
    repository: sight.fullName,
    commit: head.oid,
    tree: head.tree.oid,
    release: null,
    pullRequest: {
      number: pullRequest.number,
      state: STATES[pullRequest.state],
      draft: pullRequest.isDraft,
      author: personOf(pullRequest.author),
      base: { ref: pullRequest.baseRefName, commit: pullRequest.baseRefOid },
      headRef: pullRequest.headRefName,
      head: { commit: head.oid, tree: head.tree.oid },
      fromFork: pullRequest.isCrossRepository,
      labels: labels.map((label) => label.name).sort(),
    },
  };
}
