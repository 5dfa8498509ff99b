import {
  keyOf,
  type Job,
  type JobQueue,
  type Surroundings,
  type Turns,
} from "../../src/application/index.ts";

/** A queue that only writes down what it is given; `waiting` is what waited before. */
export function recordingQueue(
  queued: (Job & { readonly notBefore?: string })[],
  waiting: readonly Job[] = [],
): JobQueue {
  return {
    add: (job, notBefore) => {
      queued.push(notBefore ? { ...job, notBefore } : job);
      return Promise.resolve();
    },
    waiting: (job) => Promise.resolve(waiting.find((each) => keyOf(each) === keyOf(job)) ?? null),
  };
}

/** Everybody's turn at once. */
export const ANY_TURN: Turns = {
  begin: () => Promise.resolve({ publishing: (_commit, publish) => publish() }),
};

/** Nothing is written down, and nobody is told. */
export const NO_LEDGER: Pick<Surroundings, "ledger" | "onDecision"> = {
  ledger: { record: () => Promise.resolve(null) },
  onDecision: () => undefined,
};

/** GitHub delivered everything, or was never asked to. */
export const NO_DELIVERIES: Surroundings["deliveries"] = {
  attemptsSince: () => Promise.resolve({ attempts: [], whole: true }),
  deliverAgain: () => Promise.resolve({ status: "gone" }),
};

/** Nothing is remembered, so there is nothing to forget. */
export const NOTHING_TO_FORGET: Surroundings["forgetting"] = { forget: () => Promise.resolve() };
