import type { Decision, Instant } from "../domain/index.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Ledger } from "./ledger/index.ts";
import type { Deliveries, Platform } from "./ports.ts";
import type { Forgetting } from "./forgetting.ts";
import type { HeldJobs, JobQueue } from "./queue.ts";
import type { Turns } from "./turns.ts";

/** What the use cases are given by whoever wires them. */
export interface Surroundings {
  readonly knowledge: Knowledge;
  readonly now: () => Instant;
  /** `https://github.com`, or the address of the Enterprise Server. */
  readonly webUrl: string;
  readonly platform: (installationId: number) => Promise<Platform>;
  /** Every installation of the App. */
  readonly installations: () => Promise<readonly number[]>;
  readonly deliveries: Deliveries;
  readonly queue: JobQueue;
  readonly turns: Turns;
  readonly ledger: Pick<Ledger, "record">;
  /** Told of every decision that differs from the candidate's last one. */
  readonly onDecision: (decision: Decision) => void;
  readonly forgetting: Forgetting;
  readonly held: HeldJobs;
  readonly log: Log;
}

/** Whoever wires it says with each line which installation and candidate it is about. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** A passing hiccup is not shown: only from the second failure on the checks say so. */
export const FIRST_ATTEMPT_SHOWN = 2;
