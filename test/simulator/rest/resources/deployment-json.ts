import type { App } from "../../world/accounts.ts";
import type { Environment, Gate, ProtectionRule, WorkflowRun } from "../../world/deployments.ts";
import { runState } from "../../world/deployments.ts";
import { simpleUser } from "./account-json.ts";
import { simpleCommit } from "./commit-json.ts";
import {
  pullRequestReferences,
  repositoryJson,
  repositoryPage,
  repositoryUrl,
} from "./repository-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate } from "./site.ts";

/** A run of a workflow. */
export function workflowRunJson(site: Site, run: WorkflowRun): Json {
  const { repository } = run;
  const root = repositoryUrl(site, repository);
  const url = `${root}/actions/runs/${run.id}`;
  const { status, conclusion } = runState(run);
  const started = isoDate(run.updatedAt);
  return {
    id: run.id,
    name: "Deploy",
    node_id: run.nodeId,
    head_branch: run.ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    head_sha: run.headSha,
    path: ".github/workflows/deploy.yml",
    display_title: "Deploy",
    run_number: run.runNumber,
    run_attempt: run.attempt,
    event: run.event,
    status,
    conclusion,
    workflow_id: 1,
    check_suite_id: run.id,
    check_suite_node_id: run.nodeId,
    url,
    html_url: `${repositoryPage(site, repository)}/actions/runs/${run.id}`,
    pull_requests: pullRequestReferences(site, repository, run.headSha),
    created_at: isoDate(run.createdAt),
    updated_at: started,
    run_started_at: started,
    actor: simpleUser(site, run.actor),
    triggering_actor: simpleUser(site, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${root}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt === 1 ? null : `${url}/attempts/${run.attempt - 1}`,
    workflow_url: `${root}/actions/workflows/1`,
    head_commit: simpleCommit(repository.objects.read("commit", run.headSha)),
    repository: repositoryJson(site, repository),
    head_repository: repositoryJson(site, repository),
  };
}

/** An environment. Rules of Apps are listed elsewhere. */
export function environmentJson(site: Site, environment: Environment): Json {
  return {
    ...environmentName(site, environment),
    created_at: isoDate(environment.createdAt),
    updated_at: isoDate(environment.updatedAt),
    protection_rules: [],
    deployment_branch_policy: null,
  };
}

/** An environment that a run waits for. */
export function pendingDeploymentJson(site: Site, gate: Gate): Json {
  return {
    environment: environmentName(site, gate.environment),
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: false,
    reviewers: [],
  };
}

/** An App's say in an environment. */
export function protectionRuleJson(site: Site, rule: ProtectionRule): Json {
  return { id: rule.id, node_id: rule.nodeId, enabled: true, app: ruleApp(site, rule.app) };
}

/** An App as environments name it. */
export function ruleApp(site: Site, app: App): Json {
  return {
    id: app.id,
    slug: app.slug,
    integration_url: `${site.api}/apps/${app.slug}`,
    node_id: app.nodeId,
  };
}

/** A deployment, as webhooks carry it. */
export function deploymentJson(site: Site, gate: Gate): Json {
  const { deployment, environment } = gate;
  const root = repositoryUrl(site, environment.repository);
  const url = `${root}/deployments/${deployment.id}`;
  const created = isoDate(deployment.createdAt);
  return {
    url,
    id: deployment.id,
    node_id: deployment.nodeId,
    sha: deployment.sha,
    ref: deployment.ref,
    task: "deploy",
    payload: {},
    original_environment: environment.name,
    environment: environment.name,
    description: null,
    creator: simpleUser(site, deployment.creator),
    created_at: created,
    updated_at: created,
    statuses_url: `${url}/statuses`,
    repository_url: root,
    transient_environment: false,
    production_environment: environment.name === "production",
    performed_via_github_app: null,
  };
}

function environmentName(site: Site, environment: Environment): Json {
  const { repository, id, nodeId, name } = environment;
  return {
    id,
    node_id: nodeId,
    name,
    url: `${repositoryUrl(site, repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${repositoryPage(site, repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
  };
}
