import type { App } from "../../world/accounts.ts";
import { environmentNamed, protectEnvironment } from "../../world/actions/deployments.ts";
import type { Environment, Gate, WorkflowRun } from "../../world/deployments.ts";
import { gateState, runState } from "../../world/deployments.ts";
import { appOf } from "../../access/viewer.ts";
import { paginated } from "../pagination.ts";
import type { RestError } from "../reply.ts";
import { created, noContent, notFound, ok, unprocessable } from "../reply.ts";
import {
  environmentJson,
  pendingDeploymentJson,
  protectionRuleJson,
  ruleApp,
  workflowRunJson,
} from "../resources/deployment-json.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const root = "/repos/{owner}/{repo}";
const runs = `${root}/actions/runs`;
const environments = `${root}/environments`;
const rules = `${environments}/{environment_name}/deployment_protection_rules`;
const read = [["actions", "read"]] as const;
const administer = [["administration", "write"]] as const;

/**
 * How often an App may report without deciding, and how much it may say.
 * https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/create-custom-protection-rules
 */
const [mostReports, longestComment] = [10, 1024];

/** Runs that deploy, the environments they wait for, and the Apps that let them pass. */
export const deploymentRoutes: readonly Route[] = [
  repositoryRoute("GET", runs, read, listRuns),
  repositoryRoute("GET", `${runs}/{run_id}`, read, (call) =>
    ok(workflowRunJson(call.site, runOf(call))),
  ),
  repositoryRoute("GET", `${runs}/{run_id}/pending_deployments`, read, (call) => {
    const run = runOf(call);
    const waiting = run.gates.filter((gate) => gateState(run, gate) === "waiting");
    return ok(waiting.map((gate) => pendingDeploymentJson(call.site, gate)));
  }),
  repositoryRoute(
    "POST",
    `${runs}/{run_id}/deployment_protection_rule`,
    [["deployments", "write"]],
    review,
  ),
  repositoryRoute("GET", environments, read, (call) =>
    paginated(
      call,
      call.repository.environments,
      (one) => environmentJson(call.site, one),
      (page, total) => ({ total_count: total, environments: page }),
    ),
  ),
  repositoryRoute("GET", `${environments}/{environment_name}`, read, (call) =>
    ok(environmentJson(call.site, environmentOf(call))),
  ),
  repositoryRoute("PUT", `${environments}/{environment_name}`, administer, (call) => {
    const name = call.params["environment_name"] ?? "";
    return ok(environmentJson(call.site, environmentNamed(call.site.world, call.repository, name)));
  }),
  repositoryRoute("GET", rules, read, (call) => {
    const found = environmentOf(call).rules.map((rule) => protectionRuleJson(call.site, rule));
    return ok({ total_count: found.length, custom_deployment_protection_rules: found });
  }),
  repositoryRoute("POST", rules, administer, (call) => {
    const app = availableApps(call).find(({ id }) => id === call.body["integration_id"]);
    if (app === undefined) throw unprocessable("The integration is not available here");
    const rule = protectEnvironment(call.site.world, environmentOf(call), app);
    return created(protectionRuleJson(call.site, rule));
  }),
  repositoryRoute("DELETE", `${rules}/{protection_rule_id}`, administer, (call) => {
    const { rules: list } = environmentOf(call);
    const id = Number(call.params["protection_rule_id"]);
    const index = list.findIndex((rule) => rule.id === id);
    if (index === -1) throw notFound();
    list.splice(index, 1);
    return noContent();
  }),
  repositoryRoute("GET", `${rules}/apps`, [["administration", "read"]], (call) => {
    environmentOf(call);
    return paginated(
      call,
      availableApps(call),
      (app) => ruleApp(call.site, app),
      (page, total) => ({
        total_count: total,
        available_custom_deployment_protection_rule_integrations: page,
      }),
    );
  }),
];

function listRuns(call: RepositoryCall): ReturnType<typeof ok> {
  const { query } = call;
  const is = (name: string, ...values: (string | null)[]): boolean =>
    !query.has(name) || values.includes(query.get(name));
  const found = call.repository.runs
    .filter((run) => is("status", ...Object.values(runState(run))))
    .filter((run) => is("event", run.event) && is("head_sha", run.headSha))
    .filter((run) => is("actor", run.actor.login))
    .filter((run) => is("branch", run.ref.replace("refs/heads/", "")));
  return paginated(
    call,
    found.reverse(),
    (run) => workflowRunJson(call.site, run),
    (page, total) => ({ total_count: total, workflow_runs: page }),
  );
}

function review(call: RepositoryCall): ReturnType<typeof noContent> {
  const run = runOf(call);
  const app = appOf(call.viewer);
  const { environment_name: name, state, comment } = call.body;
  const text = typeof comment === "string" ? comment : "";
  const gate = run.gates.find(({ environment }) => environment.name === name);
  // An App answers for itself alone.
  if (app === undefined || gate?.environment.rules.every((rule) => rule.app !== app) !== false) {
    throw notFound();
  }
  if (text.length > longestComment) {
    throw unprocessable(`comment is too long (maximum is ${longestComment} characters)`);
  }
  if (gateState(run, gate) !== "waiting" || gate.verdicts.has(app)) throw answered(call);
  if (state === "approved" || state === "rejected") {
    gate.verdicts.set(app, { state, comment: text });
    run.updatedAt = call.site.world.now();
  } else {
    report(gate, app, text);
  }
  return noContent();
}

function report(gate: Gate, app: App, comment: string): void {
  if (gate.reports.filter((one) => one.app === app).length >= mostReports) {
    throw unprocessable(`Only ${mostReports} status reports are allowed for a deployment`);
  }
  gate.reports.push({ app, comment });
}

/** What nobody documents: an answer that comes too late. */
function answered(call: RepositoryCall): RestError {
  return call.quirks.answeredDeployments === 404
    ? notFound()
    : unprocessable("No pending deployment requests to approve or reject");
}

/** The Apps that are installed here, write deployments and want to be asked. */
function availableApps(call: RepositoryCall): App[] {
  const { world } = call.site;
  return [...world.apps.values()].filter((app) => {
    const installation = world.installationOn(app, call.repository);
    return (
      installation?.permissions["deployments"] === "write" &&
      installation.events.includes("deployment_protection_rule")
    );
  });
}

function runOf(call: RepositoryCall): WorkflowRun {
  const id = Number(call.params["run_id"]);
  const run = call.repository.runs.find((one) => one.id === id);
  if (run === undefined) throw notFound();
  return run;
}

function environmentOf(call: RepositoryCall): Environment {
  const name = call.params["environment_name"];
  const environment = call.repository.environments.find((one) => one.name === name);
  if (environment === undefined) throw notFound();
  return environment;
}
