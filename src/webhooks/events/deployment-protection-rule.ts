import type { Job } from "../../application/index.ts";
import { deploymentPayload } from "../payload.ts";

/** The run's number stands nowhere else in the payload. */
const RUN = /\/actions\/runs\/(\d+)\/deployment_protection_rule$/;

/** A job that waits for our answer before it may deploy. */
export function onDeploymentProtectionRule(payload: unknown): readonly Job[] {
  const { installation, repository, environment, deployment_callback_url } =
    deploymentPayload.parse(payload);
  const runId = Number(RUN.exec(deployment_callback_url)?.[1]);
  return [
    {
      kind: "deployment",
      installationId: installation.id,
      repository: repository.full_name,
      runId,
      environment,
    },
  ];
}
