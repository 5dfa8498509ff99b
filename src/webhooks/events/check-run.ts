import { RECHECK, type Job } from "../../application/index.ts";
import { checkRunPayload, checkSuitePayload } from "../payload.ts";

/** "Re-run" and our "Recheck" button. Forks' pull requests are not in the payload: found by head. */
export function onCheckRun(payload: unknown): readonly Job[] {
  const { action, installation, repository, check_run, requested_action } =
    checkRunPayload.parse(payload);
  const pressed =
    action === "requested_action" && requested_action?.identifier === RECHECK.identifier;
  if (action === "completed" && check_run.app?.slug === CODE_SCANNING)
    return analysed(installation.id, repository.full_name, check_run);
  if (action !== "rerequested" && !pressed) return [];
  return [again(installation.id, repository.full_name, check_run.head_sha)];
}

/**
 * No event tells of an analysis; but when code scanning has taken one in, it completes a check.
 * https://docs.github.com/en/code-security/code-scanning/managing-code-scanning-alerts/triaging-code-scanning-alerts-in-pull-requests
 */
const CODE_SCANNING = "github-advanced-security";

function analysed(
  installationId: number,
  repository: string,
  run: {
    head_sha: string;
    check_suite?: { head_branch?: string | null | undefined } | null | undefined;
  },
): readonly Job[] {
  const branch = run.check_suite?.head_branch;
  const jobs: Job[] = [
    {
      kind: "commit",
      installationId,
      repository,
      head: run.head_sha,
      again: false,
      analysed: true,
    },
  ];
  if (branch) jobs.push({ kind: "branch", installationId, repository, branch, again: false });
  return jobs;
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
