import { keyOf, type Job } from "../../src/application/index.ts";
import type { Database } from "../../src/store/database/database.ts";
import type { Delivery, Store } from "../../src/store/index.ts";
import { startStore } from "../../src/store/store.ts";
import { emptyEmbedded, emptyOnServer } from "../support/database.ts";

/** The databases on which the same must hold. */
export const DATABASES: readonly {
  readonly name: string;
  readonly open: () => Promise<Database>;
}[] = [
  { name: "the embedded database", open: emptyEmbedded },
  { name: "PostgreSQL", open: emptyOnServer },
];

/** Something to look at: a pull request. */
export function pullRequest(
  number: number,
  {
    repository = "acme/shop",
    installationId = 1,
    again = false,
  }: {
    readonly repository?: string;
    readonly installationId?: number;
    readonly again?: boolean;
  } = {},
): Job {
  return {
    kind: "pull-request",
    ref: { installationId, repository, number },
    head: null,
    again,
  };
}

/** One time that something was looked at. */
export interface Run {
  readonly key: string;
  readonly attempt: number;
  readonly again: boolean;
}

/** A process's store, and what it did. */
export interface Worker {
  readonly store: Store;
  readonly runs: readonly Run[];
  /** How many milliseconds after each failure it is tried again. */
  readonly failures: readonly number[];
  /** What could not be asked of the database. */
  readonly troubles: readonly unknown[];
}

/** Starts a process's store; `work` says what happens when something is looked at. */
export async function startWorker(
  database: Database,
  work: (job: Job, attempt: number) => Promise<unknown> = () => Promise.resolve(),
  delays: readonly number[] = [20, 40],
  patience?: number,
): Promise<Worker> {
  const runs: Run[] = [];
  const failures: number[] = [];
  const troubles: unknown[] = [];
  const store = await startStore(database, {
    handle: async (job, attempt) => {
      runs.push({ key: keyOf(job), attempt, again: "again" in job && job.again });
      await work(job, attempt);
    },
    onJobFailure: (_job, _error, _attempt, nextInMs) => failures.push(nextInMs),
    onTrouble: (error) => troubles.push(error),
    delays,
    ...(patience === undefined ? {} : { patience }),
    now: () => new Date(),
    jobsOf: (delivery) => hintsOf(delivery),
    onHandled: () => undefined,
    onDeliveryFailure: () => undefined,
  });
  return { store, runs, failures, troubles };
}

/** A delivery whose payload says which pull requests it hints at. */
export function delivery(id: string, ...hints: readonly number[]): Delivery {
  return { id, event: "pull_request", payload: { hints, text: "somebody's words" } };
}

/** What `delivery` hints at. @throws where it says nothing about it */
export function hintsOf({ payload }: Pick<Delivery, "payload">): readonly Job[] {
  const { hints } = payload as { readonly hints?: readonly number[] };
  if (!hints) throw new Error("The payload has no hints.");
  return hints.map((number) => pullRequest(number));
}

/** A gate before which work waits until it is opened. */
export function gate(): { readonly opened: Promise<undefined>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    opened: promise,
    open: () => {
      resolve(undefined);
    },
  };
}
