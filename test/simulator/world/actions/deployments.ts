import type { Account, App } from "../accounts.ts";
import type { Deployment, Environment, Gate, RunEvent, WorkflowRun } from "../deployments.ts";
import type { ProtectionRule } from "../deployments.ts";
import { gateState } from "../deployments.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";

/** The environment of this name, made where there is none, as a workflow that names it does. */
export function environmentNamed(world: World, repository: Repository, name: string): Environment {
  const existing = repository.environments.find((one) => one.name === name);
  if (existing !== undefined) return existing;
  const now = world.now();
  const environment: Environment = {
    ...world.identify("Environment"),
    repository,
    name,
    rules: [],
    createdAt: now,
    updatedAt: now,
  };
  repository.environments.push(world.register("Environment", environment));
  return environment;
}

/** Gives an App a say in an environment. */
export function protectEnvironment(
  world: World,
  environment: Environment,
  app: App,
): ProtectionRule {
  const existing = environment.rules.find((rule) => rule.app === app);
  if (existing !== undefined) return existing;
  const rule = { ...world.identify("ProtectionRule"), app };
  environment.rules.push(rule);
  environment.updatedAt = world.now();
  return rule;
}

/** What a run is started with. */
export interface RunOptions {
  readonly by: Account;
  readonly event: RunEvent;
  readonly sha: string;
  /** In full. */
  readonly ref: string;
}

/** Starts a run of a workflow; its jobs come with `deployTo`. */
export function startRun(world: World, repository: Repository, options: RunOptions): WorkflowRun {
  const now = world.now();
  const run: WorkflowRun = {
    ...world.identify("WorkflowRun"),
    repository,
    runNumber: repository.runs.length + 1,
    event: options.event,
    headSha: options.sha,
    ref: options.ref,
    actor: options.by,
    attempt: 1,
    cancelled: false,
    gates: [],
    createdAt: now,
    updatedAt: now,
  };
  repository.runs.push(world.register("WorkflowRun", run));
  return run;
}

/** A job of a run reaches an environment: each App that protects it is asked. */
export function deployTo(world: World, run: WorkflowRun, environment: Environment): Gate {
  const deployment = newDeployment(world, run);
  const gate: Gate = { environment, deployment, verdicts: new Map(), reports: [] };
  run.gates.push(gate);
  ask(world, run, gate);
  return gate;
}

/** Cancels a run; what was decided before stays decided. */
export function cancelRun(world: World, run: WorkflowRun): void {
  run.cancelled = true;
  run.updatedAt = world.now();
}

/** Runs it again on the same commit: a new attempt, for which every App is asked anew. */
export function rerunRun(world: World, run: WorkflowRun): void {
  run.attempt += 1;
  run.cancelled = false;
  run.updatedAt = world.now();
  for (const gate of run.gates) {
    gate.verdicts.clear();
    gate.reports.length = 0;
    gate.deployment = newDeployment(world, run);
    ask(world, run, gate);
  }
}

function newDeployment(world: World, run: WorkflowRun): Deployment {
  return {
    ...world.identify("Deployment"),
    sha: run.headSha,
    ref: run.ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    creator: run.actor,
    createdAt: world.now(),
  };
}

function ask(world: World, run: WorkflowRun, gate: Gate): void {
  if (gateState(run, gate) !== "waiting") return;
  for (const { app } of gate.environment.rules) {
    const event = "deployment_protection_rule";
    world.emit({ event, action: "requested", run, gate, app, sender: run.actor });
  }
}
