import type { Account } from "./accounts.ts";
import type { Label, Review, ReviewState } from "./issues.ts";

interface EventFields {
  readonly id: number;
  readonly nodeId: string;
  readonly actor: Account;
  readonly createdAt: Date;
}

/** What happened to a pull request beyond its fields; the types are named as in GraphQL. */
export type TimelineDetail =
  | {
      readonly type: "BaseRefChangedEvent";
      readonly previousRefName: string;
      readonly currentRefName: string;
    }
  | {
      readonly type: "ReviewDismissedEvent";
      readonly review: Review;
      readonly previousReviewState: ReviewState;
      readonly dismissalMessage: string;
    }
  | { readonly type: "LabeledEvent" | "UnlabeledEvent"; readonly label: Label }
  | { readonly type: "ConvertToDraftEvent" | "ReadyForReviewEvent" }
  | {
      readonly type: "HeadRefForcePushedEvent" | "BaseRefForcePushedEvent";
      readonly refName: string;
      readonly beforeOid: string;
      readonly afterOid: string;
    }
  | { readonly type: "ClosedEvent" | "ReopenedEvent" }
  | { readonly type: "MergedEvent"; readonly commitOid: string; readonly refName: string }
  | {
      readonly type: "RenamedTitleEvent";
      readonly previousTitle: string;
      readonly currentTitle: string;
    };

/** A timeline event with its actor and time. */
export type TimelineEvent = TimelineDetail & EventFields;
