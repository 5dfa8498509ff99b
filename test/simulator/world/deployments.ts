import type { Account, App } from "./accounts.ts";
import type { Repository } from "./repositories.ts";

/** An App that has a say in who deploys to an environment. */
export interface ProtectionRule {
  readonly id: number;
  readonly nodeId: string;
  readonly app: App;
}

/** An environment of a repository. */
export interface Environment {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly name: string;
  readonly rules: ProtectionRule[];
  readonly createdAt: Date;
  updatedAt: Date;
}

/** What is to be deployed where. */
export interface Deployment {
  readonly id: number;
  readonly nodeId: string;
  readonly sha: string;
  readonly ref: string;
  readonly creator: Account;
  readonly createdAt: Date;
}

/** What an App said of a job. */
export interface Verdict {
  readonly state: "approved" | "rejected";
  readonly comment: string;
}

/** A job of a run that waits before its environment. */
export interface Gate {
  readonly environment: Environment;
  /** A new one for each attempt. */
  deployment: Deployment;
  readonly verdicts: Map<App, Verdict>;
  /** Reports without a verdict, oldest first. */
  readonly reports: { readonly app: App; readonly comment: string }[];
}

/** The events of which a run can be that deploys. */
export type RunEvent = "push" | "release" | "workflow_dispatch" | "pull_request";

/** A run of a GitHub Actions workflow; running it again keeps its number. */
export interface WorkflowRun {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly runNumber: number;
  readonly event: RunEvent;
  readonly headSha: string;
  /** In full: "refs/heads/main". */
  readonly ref: string;
  readonly actor: Account;
  attempt: number;
  cancelled: boolean;
  readonly gates: Gate[];
  readonly createdAt: Date;
  updatedAt: Date;
}

/** Where a job stands before its environment. */
export type GateState = "waiting" | "approved" | "rejected" | "cancelled";

/** One App can reject for all; all have to approve. */
export function gateState(run: WorkflowRun, gate: Gate): GateState {
  const verdicts = gate.environment.rules.map(({ app }) => gate.verdicts.get(app)?.state);
  if (verdicts.includes("rejected")) return "rejected";
  if (verdicts.every((state) => state === "approved")) return "approved";
  return run.cancelled ? "cancelled" : "waiting";
}

/** A run's state, as REST words it. */
export function runState(run: WorkflowRun): { status: string; conclusion: string | null } {
  const states = run.gates.map((gate) => gateState(run, gate));
  if (run.cancelled) return { status: "completed", conclusion: "cancelled" };
  if (states.includes("waiting")) return { status: "waiting", conclusion: null };
  const conclusion = states.includes("rejected") ? "failure" : "success";
  return { status: "completed", conclusion };
}
