import type { App } from "./accounts.ts";
import type { Repository } from "./repositories.ts";

/** Where a check run stands. */
export type CheckStatus = "queued" | "in_progress" | "completed" | "waiting" | "pending";

/** How a check run ended. */
export type CheckConclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required"
  | "stale";

/** A remark on lines of a file. */
export interface Annotation {
  readonly id: number;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title: string | null;
  readonly rawDetails: string | null;
}

/** A button on a check run. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** A check run of an App on a commit. */
export interface CheckRun {
  readonly id: number;
  readonly nodeId: string;
  readonly suite: CheckSuite;
  name: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  externalId: string;
  detailsUrl: string;
  startedAt: Date;
  completedAt: Date | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
  actions: readonly CheckAction[];
  readonly createdAt: Date;
}

/** All check runs of one App on one commit. */
export interface CheckSuite {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly runs: CheckRun[];
  readonly createdAt: Date;
  updatedAt: Date;
}

/** The newest run of each name: what GitHub shows and what required checks look at. */
export function latestRuns(suite: CheckSuite): CheckRun[] {
  const byName = new Map<string, CheckRun>();
  for (const run of suite.runs) byName.set(run.name, run);
  return [...byName.values()];
}

/** A suite's state follows from its newest runs. */
export function suiteState(suite: CheckSuite): {
  status: CheckStatus;
  conclusion: CheckConclusion | null;
} {
  const runs = latestRuns(suite);
  if (runs.length === 0) return { status: "queued", conclusion: null };
  if (runs.some((run) => run.status !== "completed")) {
    return { status: "in_progress", conclusion: null };
  }
  const worst = worstFirst.find((conclusion) => runs.some((run) => run.conclusion === conclusion));
  return { status: "completed", conclusion: worst ?? "success" };
}

const worstFirst: readonly CheckConclusion[] = [
  "failure",
  "timed_out",
  "action_required",
  "cancelled",
  "stale",
  "success",
  "skipped",
  "neutral",
];
