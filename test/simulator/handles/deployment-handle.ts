import type { App } from "../world/accounts.ts";
import { cancelRun, rerunRun } from "../world/actions/deployments.ts";
import type { Gate, GateState, WorkflowRun } from "../world/deployments.ts";
import { gateState } from "../world/deployments.ts";
import type { World } from "../world/world.ts";

/** A job of a workflow that waits before an environment, and what people do with its run. */
export class DeploymentHandle {
  readonly #world: World;
  readonly #app: App;
  /** The run itself, to look at. */
  readonly run: WorkflowRun;
  readonly #gate: Gate;

  constructor(world: World, app: App, run: WorkflowRun, gate: Gate) {
    this.#world = world;
    this.#app = app;
    this.run = run;
    this.#gate = gate;
  }

  /** The number of the run. */
  get runId(): number {
    return this.run.id;
  }

  /** How often it was started. */
  get attempt(): number {
    return this.run.attempt;
  }

  /** The commit to be deployed. */
  get sha(): string {
    return this.run.headSha;
  }

  /** Where the job stands. */
  get state(): GateState {
    return gateState(this.run, this.#gate);
  }

  /** What the App under test reported in this attempt without deciding, oldest first. */
  get reports(): string[] {
    return this.#gate.reports.filter(({ app }) => app === this.#app).map(({ comment }) => comment);
  }

  /** With what words the App under test decided. */
  get comment(): string | undefined {
    return this.#gate.verdicts.get(this.#app)?.comment;
  }

  /** Cancels the run. */
  cancel(): void {
    cancelRun(this.#world, this.run);
  }

  /** Runs it again: the same number and commit, a new attempt. */
  rerun(): void {
    rerunRun(this.#world, this.run);
  }
}
