import type { Job, JobQueue, Surroundings, Turns } from "../../src/application/index.ts";

/** A queue that only writes down what it is given. */
export function recordingQueue(queued: (Job & { readonly notBefore?: string })[]): JobQueue {
  return {
    add: (job, notBefore) => {
      queued.push(notBefore ? { ...job, notBefore } : job);
      return Promise.resolve();
    },
    waiting: () => Promise.resolve(null),
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
