import { setTimeout as sleep } from "node:timers/promises";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Decision } from "./domain/index.ts";
import type { Job } from "./application/index.ts";
import type { Depth } from "./store/index.ts";

/** What is counted and measured. No label names a person or a repository. */
export interface Metrics {
  delivered(result: "handled" | "failed" | "parked"): void;
  /** With which status a webhook was answered. */
  readonly answered: (status: number) => void;
  /** Measures how long a job takes, and hands on how it ends. */
  evaluating(kind: Job["kind"], work: Promise<void>): Promise<void>;
  decided(decision: Decision): void;
  asked(status: number, headers: Readonly<Record<string, unknown>>, installation: number): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
}

/** Who reads metrics gives up soon: what the database does not tell by then is left out. */
const DEPTH_WITHIN_MS = 2_000;

/** What the database counts is the same in every process that it serves. */
const OF_ALL = "of all replicas: take the maximum, not the sum";

/**
 * `depth` is asked whenever somebody reads the metrics. Where it cannot be told, the rest is served
 * all the same: it is needed most when the database is away, and old numbers would be wrong ones.
 */
export function createMetrics(depth: () => Promise<Depth>): Metrics {
  const registers = [new Registry()];
  const [registry] = registers;
  if (!registry) throw new Error("There is no registry.");
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: "portcullis_deliveries_total",
    help: "Deliveries of GitHub's, by what became of them.",
    labelNames: ["result"],
    registers,
  });
  const answers = new Counter({
    name: "portcullis_webhook_answers_total",
    help: "Answers to webhooks: 202 taken, 401 another secret, 503 the database did not answer.",
    labelNames: ["status"],
    registers,
  });
  const evaluations = new Histogram({
    name: "portcullis_evaluation_seconds",
    help: "How long a job took, reading and publishing included.",
    labelNames: ["kind", "result"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const decisions = new Counter({
    name: "portcullis_decisions_total",
    help: "Decisions that differ from the candidate's last one.",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const requests = new Counter({
    name: "portcullis_github_requests_total",
    help: "Answers of GitHub's API.",
    labelNames: ["status"],
    registers,
  });
  const remaining = new Gauge({
    name: "portcullis_github_rate_limit_remaining",
    help: "What is left of an installation's hourly limit.",
    labelNames: ["installation", "resource"],
    registers,
  });
  const waiting = new Gauge({
    name: "portcullis_queue_jobs",
    help: `Jobs due now, running, or waiting for a date, ${OF_ALL}.`,
    labelNames: ["state"],
    registers,
  });
  const inbox = new Gauge({
    name: "portcullis_inbox_deliveries",
    help: `Deliveries that wait, and those that were parked for an operator, ${OF_ALL}.`,
    labelNames: ["state"],
    registers,
  });
  const age = new Gauge({
    name: "portcullis_queue_oldest_seconds",
    help: `For how long the oldest job that is due has been due, ${OF_ALL}.`,
    registers,
  });
  return {
    answered: (status) => {
      answers.inc({ status });
    },
    delivered: (result) => {
      deliveries.inc({ result });
    },
    evaluating: (kind, work) => {
      const ended = evaluations.startTimer({ kind });
      return work.then(
        () => {
          ended({ result: "done" });
        },
        (error: unknown) => {
          ended({ result: "failed" });
          throw error;
        },
      );
    },
    decided: ({ candidate, outcome }) => {
      decisions.inc({ kind: candidate.kind, outcome });
    },
    asked: (status, headers, installation) => {
      requests.inc({ status });
      const left = Number(headers["x-ratelimit-remaining"]);
      const resource = headers["x-ratelimit-resource"];
      if (Number.isFinite(left) && typeof resource === "string")
        remaining.set({ installation, resource }, left);
    },
    text: async () => {
      const late = sleep(DEPTH_WITHIN_MS, null, { ref: false });
      const found = await Promise.race([depth().catch(() => null), late]);
      waiting.reset();
      inbox.reset();
      age.remove();
      if (found) {
        waiting.set({ state: "due" }, found.due);
        waiting.set({ state: "running" }, found.running);
        waiting.set({ state: "later" }, found.later);
        inbox.set({ state: "waiting" }, found.received);
        inbox.set({ state: "parked" }, found.parked);
        age.set(found.oldestSeconds);
      }
      return registry.metrics();
    },
  };
}
