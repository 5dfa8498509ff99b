import type { Quirks } from "../quirks.ts";
import { deploymentJson } from "../rest/resources/deployment-json.ts";
import { pullRequestJson } from "../rest/resources/pull-request-json.ts";
import { repositoryUrl } from "../rest/resources/repository-json.ts";
import type { Json, Site } from "../rest/resources/site.ts";
import type { WorldEvent } from "../world/events.ts";
import { pullRequestsOf } from "../world/repositories.ts";

/**
 * What is particular to `deployment_protection_rule`. The run's number stands in the callback URL
 * alone; `sha` and `ref` are sent, though the description lacks them.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_protection_rule
 */
export function deploymentPayload(
  site: Site,
  event: Extract<WorldEvent, { event: "deployment_protection_rule" }>,
  quirks: Quirks,
): Json {
  const { run, gate } = event;
  const { repository } = run;
  const pulls = pullRequestsOf(repository).filter(
    (pull) => pull.state === "OPEN" && pull.headOid === run.headSha,
  );
  const short = run.ref.replace(/^refs\/(heads|tags)\//, "");
  return {
    environment: gate.environment.name,
    event: run.event,
    sha: run.headSha,
    ref: quirks.deploymentEventRef === "full" ? run.ref : short,
    deployment_callback_url: `${repositoryUrl(site, repository)}/actions/runs/${run.id}/deployment_protection_rule`,
    deployment: quirks.deploymentInEvents ? deploymentJson(site, gate) : null,
    pull_requests: pulls.map((pull) => pullRequestJson(site, pull)),
  };
}
