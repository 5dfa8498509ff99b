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
  | BranchJob
  | MergeGroupJob
  | ReleaseJob
  | TagJob
  | DeploymentJob
  /** Everything that is up for release with this commit: pull requests, branches, releases. */
  | (InRepository & {
      readonly kind: "commit";
      readonly head: string;
      readonly again: boolean;
      /** Code scanning has analysed it: what was read about it before does not hold any more. */
      readonly analysed?: boolean;
    })
  /** Everything that is up for release. */
  | (InRepository & { readonly kind: "repository" })
  /**
   * Everything in the repositories whose policies are known to extend that of this one, which may have
   * changed. Known is what was read since the start, by this installation; all others see the change
   * when they are looked at the next time, for no decision rests on a policy that is only remembered.
   */
  | (InRepository & { readonly kind: "extending" })
  /** Every release that may be up for one, drafts among them: they can come without an event. */
  | (InRepository & {
      readonly kind: "releases";
      readonly commit: string | null;
      readonly again: boolean;
    })
  /** Who is in which team, or in the organisation, has changed. */
  | { readonly kind: "people"; readonly installationId: number }
  /** Everything was looked at with new memberships a moment ago; `changed`: they changed again since. */
  | { readonly kind: "people-pause"; readonly installationId: number; readonly changed: boolean }
  /** Everything in every repository: the organisation's policy may have changed. */
  | { readonly kind: "installation"; readonly installationId: number }
  /** Everything, because nobody knows what happened while we did not run. */
  | { readonly kind: "app" }
  /** What GitHub could not deliver; `since` (null: unknown) is what everything before is settled of. */
  | {
      readonly kind: "deliveries";
      readonly since: Instant | null;
      /** Ids of the attempts that GitHub does not repeat; it is not asked for them again. */
      readonly refused?: readonly string[];
      /** Ids of those that were asked for in vain, longest ago first: the others come before. */
      readonly failed?: readonly string[];
    }
  /** Somebody wrote `/portcullis recheck`; only those with write access may. */
  | {
      readonly kind: "recheck";
      readonly ref: PullRequestRef;
      readonly login: string;
    };

/** The job of one kind. */
export type JobOf<K extends Job["kind"]> = Extract<Job, { readonly kind: K }>;

/** A job that somebody can press "Re-run" for. */
export type RenewableJob = Extract<Job, { readonly again: boolean }>;

/** The head of a branch from which releases may be made. */
export interface BranchJob extends InRepository {
  readonly kind: "branch";
  readonly branch: string;
  readonly again: boolean;
}

/** What the merge queue of a branch wants to merge. */
export interface MergeGroupJob extends InRepository {
  readonly kind: "merge-group";
  readonly branch: string;
  readonly head: string;
}

export interface ReleaseJob extends InRepository {
  readonly kind: "release";
  readonly id: number;
  readonly again: boolean;
  /** Where its tag pointed before somebody moved it. */
  readonly movedFrom: string | null;
}

/** A tag that was made, moved or taken away; the releases that have it, or the tag by itself. */
export interface TagJob extends InRepository {
  readonly kind: "tag";
  readonly tag: string;
  readonly again: boolean;
  readonly movedFrom: string | null;
}

export interface DeploymentJob extends InRepository {
  readonly kind: "deployment";
  readonly runId: number;
  readonly environment: string;
}

interface InRepository {
  readonly installationId: number;
  readonly repository: string;
}

/** Takes jobs, and has each done until it succeeds: one at a time for what they concern. */
export interface JobQueue {
  /** With `notBefore`, the job waits until then, unless the same work is asked for earlier. */
  add(job: Job, notBefore?: Instant): Promise<void>;
  /** What waits to be done for the same as this job, while it runs; null: nothing. */
  waiting(job: Job): Promise<Job | null>;
}

/** A job that waits for people: it is done again whenever something changes in its repository. */
export type HeldJob = MergeGroupJob | DeploymentJob | TagJob;

/** What is held. */
export interface Held {
  readonly job: HeldJob;
  /** What was said about a deployment; null for what is no deployment. */
  readonly told: Told | null;
}

/** What was said in one attempt of a run about one of its deployments. */
export interface Told {
  readonly attempt: number;
  /** How often it was said how it stands: GitHub takes ten reports at the most. */
  readonly reports: number;
  /** What was said last. */
  readonly said: string | null;
  /** Whether it was approved or rejected: then there is nothing more to say. */
  readonly answered: boolean;
}

export interface HeldJobs {
  get(job: HeldJob): Promise<Held | null>;
  keep(held: Held): Promise<void>;
  release(job: HeldJob): Promise<void>;
  /**
   * Those of one repository, as jobs of the installation that has it now: the App may have been
   * installed anew since they were held.
   */
  of(where: Pick<HeldJob, "installationId" | "repository">): Promise<readonly HeldJob[]>;
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
    case "branch":
      return `${job.repository} branch ${job.branch}`;
    case "merge-group":
      return `${job.repository} merge group ${job.head}`;
    case "release":
      return `${job.repository} release ${job.id}`;
    case "tag":
      return `${job.repository} tag ${job.tag}`;
    case "deployment":
      // Letter case does not count in the names of environments.
      return `${job.repository} run ${job.runId} to ${job.environment.toLowerCase()}`;
    case "commit":
      return `${job.repository}@${job.head}`;
    case "repository":
      return `${job.repository}/*`;
    case "extending":
      return `${job.repository} extending`;
    case "releases":
      return `${job.repository} releases ${job.commit ?? ""}`;
    case "people":
      return `people of ${job.installationId}`;
    case "people-pause":
      return `pause for people of ${job.installationId}`;
    case "installation":
      return `installation ${job.installationId}`;
    case "app":
      return "app";
    case "deliveries":
      return "deliveries";
    case "recheck":
      return `${job.ref.repository}#${job.ref.number} for ${job.login}`;
    default:
      // A later version's, while processes are replaced one after the other.
      return JSON.stringify(job);
  }
}

/** A job must not grow without end; whoever is forgotten is asked for as if it were new. */
const MOST_REMEMBERED = 1_000;

/** A job for deliveries that remembers these attempts, the latest of them. */
export function deliveriesJob(
  since: Instant | null,
  refused: ReadonlySet<string>,
  failed: ReadonlySet<string>,
): JobOf<"deliveries"> {
  const latest = (ids: ReadonlySet<string>) => [...ids].slice(-MOST_REMEMBERED);
  return {
    kind: "deliveries",
    since,
    ...(refused.size === 0 ? {} : { refused: latest(refused) }),
    ...(failed.size === 0 ? {} : { failed: latest(failed) }),
  };
}

/** What a job is about, as the log names it: like its key, but without the person who asked. */
export function candidateOf(job: Job): string {
  return job.kind === "recheck" ? `${job.ref.repository}#${job.ref.number}` : keyOf(job);
}

/** The same work asked for twice: all that either asks. */
export function mergeJobs(before: Job, after: Job): Job {
  const merged = asking(before, after);
  const [old, own] = [installationOf(before), installationOf(merged)];
  // An App that is installed anew gets a higher number; the installation before that is gone.
  return old !== null && own !== null && old > own ? installedAs(merged, old) : merged;
}

function installedAs(job: Job, installationId: number): Job {
  if ("ref" in job) return { ...job, ref: { ...job.ref, installationId } };
  return "installationId" in job ? { ...job, installationId } : job;
}

function asking(before: Job, after: Job): Job {
  if (before.kind === "pull-request" && after.kind === "pull-request") {
    return { ...after, head: after.head ?? before.head, again: before.again || after.again };
  }
  // Who starts anew does not know how far it was looked before.
  if (before.kind === "deliveries" && after.kind === "deliveries") {
    const [since = null] = [before.since, after.since].filter((each) => each !== null).sort();
    const refused = new Set([...(before.refused ?? []), ...(after.refused ?? [])]);
    const failed = new Set([...(before.failed ?? []), ...(after.failed ?? [])]);
    return deliveriesJob(since, refused, failed);
  }
  // The first of several moves says where it stood when it was looked at the last time.
  if (isOfTag(before) && isOfTag(after)) {
    return {
      ...after,
      movedFrom: before.movedFrom ?? after.movedFrom,
      again: before.again || after.again,
    };
  }
  if (before.kind === "commit" && after.kind === "commit") {
    const analysed = before.analysed === true || after.analysed === true;
    return { ...after, again: before.again || after.again, ...(analysed ? { analysed } : {}) };
  }
  if (before.kind === "people-pause" && after.kind === "people-pause")
    return { ...after, changed: before.changed || after.changed };
  return "again" in before && "again" in after
    ? { ...after, again: before.again || after.again }
    : after;
}

function isOfTag(job: Job): job is ReleaseJob | TagJob {
  return job.kind === "release" || job.kind === "tag";
}
