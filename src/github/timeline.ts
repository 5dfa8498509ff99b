import { z } from "zod";
import type { PullRequestEvent, Review } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { connection, wholeList, type Connection } from "./pages.ts";
import { actorSchema, personOf, WHO } from "./persons.ts";

/** Selects an event of a pull request; needs the fragment `Who` beside it. */
export const EVENTS = `fragment Event on PullRequestTimelineItems{__typename
...on BaseRefChangedEvent{createdAt} ...on AutomaticBaseChangeSucceededEvent{createdAt}
...on ClosedEvent{createdAt} ...on ReopenedEvent{createdAt}
...on LabeledEvent{createdAt label{name}} ...on UnlabeledEvent{createdAt label{name}}
...on ReviewDismissedEvent{createdAt previousReviewState actor{...Who} review{id}}}`;

/** GitHub retargets by itself when a base branch is deleted: that is a change of base as well. */
const TYPES =
  "BASE_REF_CHANGED_EVENT,AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT,CLOSED_EVENT,REOPENED_EVENT,REVIEW_DISMISSED_EVENT,LABELED_EVENT,UNLABELED_EVENT";

export const timelineFrom = (after: string | null) =>
  `timelineItems(first:100,${after === null ? "" : `after:${after},`}itemTypes:[${TYPES}]){pageInfo{hasNextPage endCursor} nodes{...Event}}`;

const eventSchema = z.discriminatedUnion("__typename", [
  z.object({ __typename: z.literal("BaseRefChangedEvent"), createdAt: z.string() }),
  z.object({ __typename: z.literal("AutomaticBaseChangeSucceededEvent"), createdAt: z.string() }),
  z.object({
    __typename: z.literal(["ClosedEvent", "ReopenedEvent"]),
    createdAt: z.string(),
  }),
  z.object({
    __typename: z.literal(["LabeledEvent", "UnlabeledEvent"]),
    createdAt: z.string(),
    label: z.object({ name: z.string() }),
  }),
  z.object({
    __typename: z.literal("ReviewDismissedEvent"),
    createdAt: z.string(),
    previousReviewState: z.string(),
    actor: actorSchema,
    review: z.object({ id: z.string() }).nullable(),
  }),
]);

type EventAnswer = z.infer<typeof eventSchema>;

export const timelineSchema = connection(eventSchema);

/** By the review's node id. */
export type DismissalsOfReviews = ReadonlyMap<string, Review["dismissal"]>;

/** All events that decide which approvals count; null if not all could be read. */
export function allEvents(
  api: Api,
  first: Connection<EventAnswer>,
  pullRequest: { readonly id: string; readonly head: string },
): Promise<readonly EventAnswer[] | null> {
  return wholeList(api, first, {
    nodeId: pullRequest.id,
    type: "PullRequest",
    list: timelineFrom,
    fragments: [WHO, EVENTS],
    schema: eventSchema,
    head: pullRequest.head,
  });
}

/** The changes of base and of labels, in the order in which they happened. */
export function eventsOf(answers: readonly EventAnswer[]): readonly PullRequestEvent[] {
  return answers.flatMap((answer): PullRequestEvent[] => {
    const at = answer.createdAt;
    switch (answer.__typename) {
      case "BaseRefChangedEvent":
      case "AutomaticBaseChangeSucceededEvent":
        return [{ kind: "base-changed", at }];
      case "ClosedEvent":
        return [{ kind: "closed", at }];
      case "ReopenedEvent":
        return [{ kind: "reopened", at }];
      case "LabeledEvent":
        return [{ kind: "labeled", at, label: answer.label.name }];
      case "UnlabeledEvent":
        return [{ kind: "unlabeled", at, label: answer.label.name }];
      case "ReviewDismissedEvent":
        return [];
    }
  });
}

const STATE_BEFORE: Readonly<Record<string, NonNullable<Review["dismissal"]>["was"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  COMMENTED: "commented",
};

/** Who dismissed which review when, and what the review had said; the latest dismissal counts. */
export function dismissalsOf(answers: readonly EventAnswer[]): DismissalsOfReviews {
  const dismissals = new Map<string, Review["dismissal"]>();
  for (const answer of answers) {
    if (answer.__typename !== "ReviewDismissedEvent" || answer.review === null) continue;
    const was = STATE_BEFORE[answer.previousReviewState];
    if (was === undefined) continue;
    dismissals.set(answer.review.id, { at: answer.createdAt, by: personOf(answer.actor), was });
  }
  return dismissals;
}
