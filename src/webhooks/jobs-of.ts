import type { Job } from "../application/index.ts";
import { onAlert } from "./events/alert.ts";
import { onCheckRun, onCheckSuite } from "./events/check-run.ts";
import { onCreate } from "./events/create.ts";
import { onDeploymentProtectionRule } from "./events/deployment-protection-rule.ts";
import { onInstallation, onInstallationRepositories } from "./events/installation.ts";
import { onIssueComment } from "./events/issue-comment.ts";
import { onMergeGroup } from "./events/merge-group.ts";
import { onPeople } from "./events/people.ts";
import { onPullRequestReview } from "./events/pull-request-review.ts";
import { onPullRequest } from "./events/pull-request.ts";
import { onPush } from "./events/push.ts";
import { onRelease } from "./events/release.ts";

/** Which work each event hints at. An event says where to look, never what is true. */
export const EVENTS: Readonly<Record<string, (payload: unknown) => readonly Job[]>> = {
  pull_request: onPullRequest,
  pull_request_review: onPullRequestReview,
  check_run: onCheckRun,
  check_suite: onCheckSuite,
  push: onPush,
  create: onCreate,
  release: onRelease,
  merge_group: onMergeGroup,
  deployment_protection_rule: onDeploymentProtectionRule,
  issue_comment: onIssueComment,
  dependabot_alert: onAlert,
  code_scanning_alert: onAlert,
  secret_scanning_alert: onAlert,
  membership: onPeople,
  team: onPeople,
  organization: onPeople,
  installation: onInstallation,
  installation_repositories: onInstallationRepositories,
};

/** The jobs of one event; none for an event that says nothing to us. */
export function jobsOf(event: string, payload: unknown): readonly Job[] {
  return Object.hasOwn(EVENTS, event) ? (EVENTS[event]?.(payload) ?? []) : [];
}
