import type { ApplicationFunction } from "probot";
import type { Job, JobQueue } from "../application/index.ts";
import { onAlert } from "./events/alert.ts";
import { onCheckRun, onCheckSuite } from "./events/check-run.ts";
import { onCreate } from "./events/create.ts";
import { onDeploymentProtectionRule } from "./events/deployment-protection-rule.ts";
import { onIssueComment } from "./events/issue-comment.ts";
import { onMergeGroup } from "./events/merge-group.ts";
import { onPullRequestReview } from "./events/pull-request-review.ts";
import { onPullRequest } from "./events/pull-request.ts";
import { onPush } from "./events/push.ts";
import { onRelease } from "./events/release.ts";

/** Which work each event hints at. An event says where to look, never what is true. */
const EVENTS = {
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
} as const satisfies Record<string, (payload: unknown) => readonly Job[]>;

/** The Probot app: every event becomes jobs, and no more. */
export function webhookApp(queue: JobQueue): ApplicationFunction {
  return (app) => {
    for (const [event, jobsOf] of Object.entries(EVENTS)) {
      app.on(event as keyof typeof EVENTS, ({ id, payload, log }) => {
        const jobs = jobsOf(payload);
        log.info({ delivery: id, event, jobs: jobs.length }, "event received");
        for (const job of jobs) queue.add(job);
      });
    }
  };
}
