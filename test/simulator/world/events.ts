import type { Account, App, Installation, Organization, Team } from "./accounts.ts";
import type { CheckRun, CheckSuite } from "./checks.ts";
import type { Gate, WorkflowRun } from "./deployments.ts";
import type { Issue, IssueComment, Label, PullRequest, Review } from "./issues.ts";
import type { MergeGroup } from "./merge-queues.ts";
import type { Release } from "./releases.ts";
import type { Repository } from "./repositories.ts";
import type { Alert } from "./security.ts";

/** What was there before an edit; only what changed is present. */
type Changes = Readonly<Record<string, unknown>>;

/** Something that happened, in the words of GitHub's webhooks. */
export type WorldEvent = { readonly sender: Account } & (
  | {
      readonly event: "pull_request";
      readonly action: string;
      readonly pullRequest: PullRequest;
      readonly label?: Label;
      readonly before?: string;
      readonly changes?: Changes;
      readonly requestedReviewer?: Account | Team;
    }
  | {
      readonly event: "pull_request_review";
      readonly action: "submitted" | "edited" | "dismissed";
      readonly review: Review;
      readonly changes?: Changes;
    }
  | {
      readonly event: "push";
      readonly repository: Repository;
      readonly ref: string;
      readonly before: string;
      readonly after: string;
      readonly forced: boolean;
    }
  | {
      readonly event: "create" | "delete";
      readonly repository: Repository;
      readonly refType: "branch" | "tag";
      readonly ref: string;
    }
  | {
      readonly event: "issue_comment";
      readonly action: "created" | "edited" | "deleted";
      readonly comment: IssueComment;
      readonly changes?: Changes;
    }
  | {
      readonly event: "issues";
      readonly action: "opened" | "edited" | "closed" | "reopened" | "labeled" | "unlabeled";
      readonly issue: Issue;
      readonly label?: Label;
      readonly changes?: Changes;
    }
  | {
      readonly event: "check_run";
      readonly action: "created" | "completed" | "rerequested" | "requested_action";
      readonly checkRun: CheckRun;
      readonly identifier?: string;
    }
  | {
      readonly event: "check_suite";
      readonly action: "requested" | "completed" | "rerequested";
      readonly checkSuite: CheckSuite;
    }
  | {
      readonly event: "release";
      readonly action: string;
      readonly release: Release;
      readonly changes?: Changes;
    }
  | {
      readonly event: "deployment_protection_rule";
      readonly action: "requested";
      readonly run: WorkflowRun;
      readonly gate: Gate;
      /** The App that is asked; nobody else is told. */
      readonly app: App;
    }
  | {
      readonly event: "merge_group";
      readonly action: "checks_requested" | "destroyed";
      readonly group: MergeGroup;
      readonly reason?: string;
    }
  | {
      readonly event: "dependabot_alert" | "code_scanning_alert" | "secret_scanning_alert";
      readonly action: string;
      readonly alert: Alert;
    }
  | {
      readonly event: "membership";
      readonly action: "added" | "removed";
      readonly team: Team;
      readonly member: Account;
    }
  | {
      readonly event: "team";
      readonly action: "created" | "added_to_repository" | "removed_from_repository";
      readonly team: Team;
      readonly repository?: Repository;
    }
  | {
      readonly event: "installation";
      readonly action: "created" | "deleted" | "suspend" | "unsuspend";
      readonly installation: Installation;
    }
  | {
      readonly event: "installation_repositories";
      readonly action: "added" | "removed";
      readonly installation: Installation;
      readonly repositories: readonly Repository[];
    }
);

/** The repository an event happened in, if it did in one. */
export function repositoryOf(event: WorldEvent): Repository | undefined {
  switch (event.event) {
    case "pull_request":
      return event.pullRequest.repository;
    case "pull_request_review":
      return event.review.pullRequest.repository;
    case "issue_comment":
      return event.comment.issue.repository;
    case "issues":
      return event.issue.repository;
    case "check_run":
      return event.checkRun.suite.repository;
    case "check_suite":
      return event.checkSuite.repository;
    case "release":
      return event.release.repository;
    case "merge_group":
      return event.group.queue.repository;
    case "deployment_protection_rule":
      return event.run.repository;
    case "dependabot_alert":
    case "code_scanning_alert":
    case "secret_scanning_alert":
      return event.alert.repository;
    case "push":
    case "create":
    case "delete":
    case "team":
      return event.repository;
    case "membership":
    case "installation":
    case "installation_repositories":
      return undefined;
  }
}

/** The organisation an event happened in, if it did in one. */
export function organizationOf(event: WorldEvent): Organization | undefined {
  if (event.event === "membership" || event.event === "team") return event.team.organization;
  const owner = repositoryOf(event)?.owner;
  return owner !== undefined && "teams" in owner ? (owner as Organization) : undefined;
}
