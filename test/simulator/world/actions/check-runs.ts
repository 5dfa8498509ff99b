import type { Account, App } from "../accounts.ts";
import type { Annotation, CheckAction, CheckConclusion, CheckRun, CheckSuite } from "../checks.ts";
import type { CheckStatus } from "../checks.ts";
import { suiteState } from "../checks.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";

/** What creating or changing a check run can set; annotations are added to those there are. */
export interface CheckRunFields {
  readonly name?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: CheckConclusion;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly Omit<Annotation, "id">[];
  };
  readonly actions?: readonly CheckAction[];
}

/** Creates a check run; never finds an existing one, whatever its name. */
export function createCheckRun(
  world: World,
  repository: Repository,
  app: App,
  fields: CheckRunFields & { readonly name: string; readonly headSha: string },
): CheckRun {
  const suite = suiteFor(world, repository, app, fields.headSha);
  const now = world.now();
  const run: CheckRun = {
    ...world.identify("CheckRun"),
    suite,
    name: fields.name,
    status: "queued",
    conclusion: null,
    externalId: "",
    detailsUrl: `https://github.com/apps/${app.slug}`,
    startedAt: now,
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
    createdAt: now,
  };
  suite.runs.push(world.register("CheckRun", run));
  apply(world, run, fields);
  world.emit({ event: "check_run", action: "created", checkRun: run, sender: app.bot });
  if (run.status === "completed") announceCompletion(world, run);
  return run;
}

/** Changes a check run. A conclusion completes it; leaving "completed" takes the conclusion away. */
export function updateCheckRun(world: World, run: CheckRun, fields: CheckRunFields): void {
  const before = run.status;
  apply(world, run, fields);
  if (run.status === "completed" && before !== "completed") announceCompletion(world, run);
}

/** Someone clicks "Re-run" on a check run. */
export function rerequestCheckRun(world: World, run: CheckRun, by: Account): void {
  world.emit({ event: "check_run", action: "rerequested", checkRun: run, sender: by });
}

/** Someone clicks "Re-run all checks". */
export function rerequestSuite(world: World, suite: CheckSuite, by: Account): void {
  suite.updatedAt = world.now();
  world.emit({ event: "check_suite", action: "rerequested", checkSuite: suite, sender: by });
}

/** Someone clicks one of a check run's action buttons. */
export function requestAction(world: World, run: CheckRun, identifier: string, by: Account): void {
  if (!run.actions.some((action) => action.identifier === identifier)) {
    throw new Error(`The check run ${run.name} has no button ${identifier}`);
  }
  const action = "requested_action";
  world.emit({ event: "check_run", action, checkRun: run, identifier, sender: by });
}

/** A push asks every App with `checks: write` for checks: it gets a suite for the new commit. */
export function requestSuites(
  world: World,
  repository: Repository,
  sha: string,
  branch: string,
  sender: Account,
): void {
  for (const app of world.apps.values()) {
    const installation = world.installationOn(app, repository);
    if (installation?.permissions["checks"] !== "write") continue;
    if (findSuite(repository, app, sha) !== undefined) continue;
    const checkSuite = suiteFor(world, repository, app, sha, branch);
    world.emit({ event: "check_suite", action: "requested", checkSuite, sender });
  }
}

function findSuite(repository: Repository, app: App, sha: string): CheckSuite | undefined {
  return repository.checkSuites.find((suite) => suite.app === app && suite.headSha === sha);
}

function suiteFor(
  world: World,
  repository: Repository,
  app: App,
  headSha: string,
  branch?: string,
): CheckSuite {
  const existing = findSuite(repository, app, headSha);
  if (existing !== undefined) return existing;
  const tips = [...repository.refs].filter(([, oid]) => oid === headSha);
  const ref = tips.find(([name]) => name.startsWith("refs/heads/"))?.[0];
  const now = world.now();
  const suite: CheckSuite = {
    ...world.identify("CheckSuite"),
    repository,
    app,
    headSha,
    headBranch: branch ?? ref?.replace("refs/heads/", "") ?? null,
    runs: [],
    createdAt: now,
    updatedAt: now,
  };
  repository.checkSuites.push(world.register("CheckSuite", suite));
  return suite;
}

function apply(world: World, run: CheckRun, fields: CheckRunFields): void {
  const now = world.now();
  if (fields.name !== undefined) run.name = fields.name;
  if (fields.externalId !== undefined) run.externalId = fields.externalId;
  if (fields.detailsUrl !== undefined) run.detailsUrl = fields.detailsUrl;
  if (fields.startedAt !== undefined) run.startedAt = fields.startedAt;
  if (fields.actions !== undefined) run.actions = fields.actions;
  const { output } = fields;
  if (output !== undefined) {
    run.title = output.title ?? run.title;
    run.summary = output.summary ?? run.summary;
    run.text = output.text ?? run.text;
    for (const annotation of output.annotations ?? []) {
      run.annotations.push({ id: world.identify("Annotation").id, ...annotation });
    }
  }
  if (fields.conclusion !== undefined) {
    run.status = "completed";
    run.conclusion = fields.conclusion;
    run.completedAt = fields.completedAt ?? now;
  } else if (fields.status !== undefined) {
    run.status = fields.status;
    if (fields.status !== "completed") {
      run.conclusion = null;
      run.completedAt = null;
    }
  }
  run.suite.updatedAt = now;
}

function announceCompletion(world: World, run: CheckRun): void {
  const { suite } = run;
  const sender = suite.app.bot;
  world.emit({ event: "check_run", action: "completed", checkRun: run, sender });
  if (suiteState(suite).status !== "completed") return;
  world.emit({ event: "check_suite", action: "completed", checkSuite: suite, sender });
}
