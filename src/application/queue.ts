import type { Instant } from "../domain/index.ts";
import type { PullRequestRef } from "./ports.ts";

/** Something to look at again, because an event hinted at it. What is true is then read from GitHub. */
export type Job =
  | {
      readonly kind: "pull-request";
      readonly ref: PullRequestRef;
      /** The head as the event gave it; only used to say "could not tell" when nothing can be read. */
      readonly head: string | null;
      /** Publish everything anew although nothing changed: somebody pressed "Re-run". */
      readonly again: boolean;
    }
  /** Every open pull request with this head. */
  | (Repository & { readonly kind: "commit"; readonly head: string; readonly again: boolean })
  /** Every open pull request. */
  | (Repository & { readonly kind: "repository" })
  /** Every open pull request of every repository: the organisation's policy may have changed. */
  | { readonly kind: "installation"; readonly installationId: number }
  /** Everything, because nobody knows what happened while we did not run. */
  | { readonly kind: "app" }
  /** Somebody wrote `/portcullis recheck`; only those with write access may. */
  | {
      readonly kind: "recheck";
      readonly ref: PullRequestRef;
      readonly login: string;
    };

interface Repository {
  readonly installationId: number;
  readonly repository: string;
}

/** Takes jobs, and has each done until it succeeds: one at a time for what they concern. */
export interface JobQueue {
  /** With `notBefore`, the job waits until then, unless the same work is asked for earlier. */
  add(job: Job, notBefore?: Instant): void;
}

/** Jobs of one lane are done one after the other: those that concern the same repository. */
export function laneOf(job: Job): string {
  if ("ref" in job) return job.ref.repository;
  if ("repository" in job) return job.repository;
  return keyOf(job);
}

/** The installation that a job concerns; null where it concerns all. */
export function installationOf(job: Job): number | null {
  if ("ref" in job) return job.ref.installationId;
  return "installationId" in job ? job.installationId : null;
}

/** Jobs with the same key are the same work: one run serves them all. */
export function keyOf(job: Job): string {
  switch (job.kind) {
    case "pull-request":
      return `${job.ref.repository}#${job.ref.number}`;
    case "commit":
      return `${job.repository}@${job.head}`;
    case "repository":
      return `${job.repository}/*`;
    case "installation":
      return `installation ${job.installationId}`;
    case "app":
      return "app";
    case "recheck":
      return `${job.ref.repository}#${job.ref.number} for ${job.login}`;
  }
}
