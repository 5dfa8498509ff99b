import { RECHECK, type Job } from "../../application/index.ts";
import { checkRunPayload, checkSuitePayload } from "../payload.ts";

/** "Re-run" and our "Recheck" button. Forks' pull requests are not in the payload: found by head. */
export function onCheckRun(payload: unknown): readonly Job[] {
  const { action, installation, repository, check_run, requested_action } =
    checkRunPayload.parse(payload);
  const pressed =
    action === "requested_action" && requested_action?.identifier === RECHECK.identifier;
  if (action !== "rerequested" && !pressed) return [];
  return [again(installation.id, repository.full_name, check_run.head_sha)];
}

/** "Re-run all checks". */
export function onCheckSuite(payload: unknown): readonly Job[] {
  const { action, installation, repository, check_suite } = checkSuitePayload.parse(payload);
  if (action !== "rerequested") return [];
  return [again(installation.id, repository.full_name, check_suite.head_sha)];
}

function again(installationId: number, repository: string, head: string): Job {
  return { kind: "commit", installationId, repository, head, again: true };
}
