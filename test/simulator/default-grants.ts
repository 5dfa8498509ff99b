import type { Permissions } from "./world/accounts.ts";

/** What an installation may do unless a test says otherwise. */
export const defaultPermissions: Permissions = {
  metadata: "read",
  actions: "read",
  checks: "write",
  contents: "write",
  deployments: "write",
  issues: "write",
  members: "read",
  merge_queues: "read",
  pull_requests: "write",
  statuses: "read",
  vulnerability_alerts: "read",
  security_events: "read",
  secret_scanning_alerts: "read",
};

/** What an installation is told about unless a test says otherwise. */
export const defaultEvents: readonly string[] = [
  "pull_request",
  "pull_request_review",
  "release",
  "push",
  "create",
  "deployment_protection_rule",
  "merge_group",
  "check_run",
  "check_suite",
  "issue_comment",
  "membership",
  "team",
  "organization",
  "dependabot_alert",
  "code_scanning_alert",
  "secret_scanning_alert",
];
