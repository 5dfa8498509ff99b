import type { AlertSource, Policy } from "../../domain/index.ts";
import { scrutinyAskedBy } from "../scrutiny.ts";

/** Something that the App must be granted, as `app.yml` asks for it. */
export interface Grant {
  readonly name: string;
  /** What it is for. */
  readonly why: string;
  /** What stops working without it. */
  readonly without: string;
  /** Whether this policy needs it; without, every policy does. */
  readonly isNeeded?: (policy: Policy) => boolean;
}

export interface PermissionGrant extends Grant {
  readonly level: "read" | "write";
}

const namesTeams = (policy: Policy): boolean =>
  Object.values(policy.roles).some(({ teams }) => teams.length > 0);

const namesEnvironments = (policy: Policy): boolean => policy.candidates.environments.length > 0;

const asksFor =
  (source: AlertSource) =>
  (policy: Policy): boolean =>
    scrutinyAskedBy(policy).alerts.includes(source);

/** https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
export const PERMISSIONS: readonly PermissionGrant[] = [
  {
    name: "metadata",
    level: "read",
    why: "names of repositories, and who may write",
    without: "nothing works",
  },
  {
    name: "contents",
    level: "write",
    why: "the policy, the documents, releases; drafts, and taking releases back",
    without:
      'drafts are not seen, and no release is taken back; without even reading, every decision is "could not tell"',
  },
  {
    name: "checks",
    level: "write",
    why: "the check runs that open and shut the gate",
    without: "nothing is shown, and a required check waits for ever",
  },
  {
    name: "pull_requests",
    level: "write",
    why: "pull requests with their reviews and commits; the comment, and requests for review",
    without: "nobody is told or asked; without even reading, nothing can be decided",
  },
  {
    name: "issues",
    level: "write",
    why: "comments, for /portcullis recheck; the issue about a release that could not be taken back",
    without: "no such issue is written; without even reading, /portcullis recheck does nothing",
  },
  {
    name: "deployments",
    level: "write",
    why: "answers to deployments that wait for the gate",
    without: "they wait until GitHub gives up",
    isNeeded: namesEnvironments,
  },
  {
    name: "actions",
    level: "read",
    why: "which workflow runs wait to deploy, and of which commit",
    without: "deployments are not answered",
    isNeeded: namesEnvironments,
  },
  {
    name: "merge_queues",
    level: "read",
    why: "who is in the merge queue",
    without: "no merge group gets through the gate",
  },
  {
    name: "members",
    level: "read",
    why: "who is in the teams that the policy names",
    without: 'approvals through teams are "could not tell"',
    isNeeded: namesTeams,
  },
  {
    name: "vulnerability_alerts",
    level: "read",
    why: "Dependabot's alerts about vulnerable dependencies",
    without: 'the gate "Secure development" is "could not tell"',
    isNeeded: asksFor("dependabot"),
  },
  {
    name: "security_events",
    level: "read",
    why: "code scanning's alerts and analyses",
    without: 'the gate "Technical measures" is "could not tell"',
    isNeeded: asksFor("code-scanning"),
  },
  {
    name: "secret_scanning_alerts",
    level: "read",
    why: "which secret-scanning alerts are open; never the secrets",
    without: 'the gate "Technical measures" is "could not tell"',
    isNeeded: asksFor("secret-scanning"),
  },
];

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const EVENTS: readonly Grant[] = [
  {
    name: "pull_request",
    why: "a release pull request was opened, pushed to, labelled or closed",
    without: "pull requests are looked at only when the server starts",
  },
  {
    name: "pull_request_review",
    why: "somebody approved, asked for changes, or dismissed a review",
    without: "approvals are not noticed",
  },
  {
    name: "push",
    why: "a release branch or a tag moved, or the policy changed on the default branch",
    without: "moved tags, direct pushes and a changed policy are not noticed",
  },
  {
    name: "create",
    why: "a tag was made on a web page",
    without: "such tags are noticed only with their release",
  },
  {
    name: "release",
    why: "a release was drafted, published, edited or deleted",
    without: "releases are looked at only once an hour",
  },
  {
    name: "merge_group",
    why: "the merge queue wants a group checked",
    without: "a required check waits for ever in the merge queue",
  },
  {
    name: "deployment_protection_rule",
    why: "a job waits before it may deploy",
    without: "deployments wait until the server starts anew",
    isNeeded: namesEnvironments,
  },
  {
    name: "check_run",
    why: '"Re-run" and the button "Recheck"',
    without: "they do nothing",
  },
  { name: "check_suite", why: '"Re-run all checks"', without: "it does nothing" },
  { name: "issue_comment", why: "/portcullis recheck", without: "the command does nothing" },
  {
    name: "dependabot_alert",
    why: "a vulnerable dependency was found, or mended",
    without: "it is noticed only with the next event",
    isNeeded: asksFor("dependabot"),
  },
  {
    name: "code_scanning_alert",
    why: "a weakness in the code was found, mended or dismissed",
    without: "it is noticed only with the next event",
    isNeeded: asksFor("code-scanning"),
  },
  {
    name: "secret_scanning_alert",
    why: "a secret was found in the code, or its alert closed",
    without: "it is noticed only with the next event",
    isNeeded: asksFor("secret-scanning"),
  },
  {
    name: "membership",
    why: "somebody came into a team or left it",
    without: "it is noticed within the hour",
    isNeeded: namesTeams,
  },
  {
    name: "team",
    why: "a team was made, renamed or taken away",
    without: "it is noticed within the hour",
    isNeeded: namesTeams,
  },
  {
    name: "organization",
    why: "somebody came into the organisation or left it",
    without: "it is noticed within the hour",
    isNeeded: namesTeams,
  },
];

/** Whether a permission that was granted is as much as is wanted: admin over write over read. */
export function suffices(granted: string | undefined, wanted: PermissionGrant["level"]): boolean {
  const levels = ["read", "write", "admin"];
  return granted !== undefined && levels.indexOf(granted) >= levels.indexOf(wanted);
}
