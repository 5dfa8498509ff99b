import type { Policy } from "../../domain/index.ts";

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
    level: "read",
    why: "the policy, the documents, and which files changed",
    without: 'every decision is "could not tell"',
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
    level: "read",
    why: "comments, for /portcullis recheck",
    without: 'only the button and "Re-run" look again',
  },
  {
    name: "members",
    level: "read",
    why: "who is in the teams that the policy names",
    without: 'approvals through teams are "could not tell"',
    isNeeded: namesTeams,
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
    why: "the policy changed on the default branch",
    without: "a changed policy is not noticed",
  },
  {
    name: "check_run",
    why: '"Re-run" and the button "Recheck"',
    without: "they do nothing",
  },
  { name: "check_suite", why: '"Re-run all checks"', without: "it does nothing" },
  { name: "issue_comment", why: "/portcullis recheck", without: "the command does nothing" },
];

/** Whether a permission that was granted is as much as is wanted: admin over write over read. */
export function suffices(granted: string | undefined, wanted: PermissionGrant["level"]): boolean {
  const levels = ["read", "write", "admin"];
  return granted !== undefined && levels.indexOf(granted) >= levels.indexOf(wanted);
}
