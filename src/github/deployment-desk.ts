import { z } from "zod";
import type { DeploymentDesk, Done, WaitingDeployment } from "../application/index.ts";
import type { Api } from "./api.ts";
import { refusalIn, refused } from "./refusals.ts";
import { repositoryOf } from "./repository.ts";

const runSchema = z.object({
  id: z.number(),
  event: z.string(),
  status: z.string().nullable(),
  head_sha: z.string(),
  created_at: z.string(),
  run_started_at: z.string().optional(),
  run_attempt: z.number().optional(),
});

type Run = z.infer<typeof runSchema>;

const RUNS_A_PAGE = 100;
const MOST_PAGES = 5;

/** Deployments that wait for the App's own protection rule. */
export function deploymentDesk(api: Api): DeploymentDesk {
  return {
    waitingDeployment: (repository, runId, environment) =>
      waitingDeployment(api, repository, runId, environment),
    waitingDeployments: (repository) => waitingDeployments(api, repository),
    answerDeployment: (repository, deployment, answer) =>
      answerDeployment(api, repository, deployment, answer),
  };
}

type Answer = Parameters<DeploymentDesk["answerDeployment"]>[2];
type Deployment = Parameters<DeploymentDesk["answerDeployment"]>[1];

/** https://docs.github.com/en/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run */
async function answerDeployment(
  api: Api,
  repository: string,
  { runId, environment }: Deployment,
  { state, comment }: Answer,
): Promise<Done> {
  try {
    await api.rest(
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
      {
        ...repositoryOf(repository),
        run_id: runId,
        environment_name: environment,
        comment,
        ...(state === undefined ? {} : { state }),
      },
      z.unknown(),
    );
    return { status: "done" };
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    if (refusal === null) throw thrown;
    const mayBeGone = refusal.status === 404 || refusal.status === 422;
    if (mayBeGone && (await waitingDeployment(api, repository, runId, environment)) === null)
      return { status: "gone" };
    return refused(refusal.words);
  }
}

async function waitingDeployment(
  api: Api,
  repository: string,
  runId: number,
  environment: string,
): Promise<WaitingDeployment | null> {
  const run = await unlessRefused([404], () =>
    api.rest(
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}",
      { ...repositoryOf(repository), run_id: runId },
      runSchema,
    ),
  );
  if (run === null) return null;
  const waiting = await deploymentsOf(api, repository, run);
  return waiting.find((deployment) => isSameName(deployment.environment, environment)) ?? null;
}

/** https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository */
async function waitingDeployments(
  api: Api,
  repository: string,
): Promise<readonly WaitingDeployment[]> {
  const all = await unlessRefused([403, 404], async () => {
    const found: WaitingDeployment[] = [];
    for (const run of await waitingRuns(api, repository))
      found.push(...(await deploymentsOf(api, repository, run)));
    return found;
  });
  return all ?? [];
}

async function waitingRuns(api: Api, repository: string): Promise<readonly Run[]> {
  const runs = new Map<number, Run>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await api.rest(
      "GET /repos/{owner}/{repo}/actions/runs",
      { ...repositoryOf(repository), status: "waiting", per_page: RUNS_A_PAGE, page },
      z.object({ workflow_runs: z.array(runSchema) }),
    );
    for (const run of answer.workflow_runs) runs.set(run.id, run);
    if (answer.workflow_runs.length < RUNS_A_PAGE) break;
  }
  return [...runs.values()];
}

/**
 * What still waits of a run. While another of its jobs runs, the run need not be called waiting: only
 * one that is over surely has nothing left.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run
 */
async function deploymentsOf(
  api: Api,
  repository: string,
  run: Run,
): Promise<readonly WaitingDeployment[]> {
  if (run.status === "completed") return [];
  const pending = await unlessRefused([404], () =>
    api.rest(
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments",
      { ...repositoryOf(repository), run_id: run.id },
      z.array(z.object({ environment: z.object({ name: z.string() }) })),
    ),
  );
  const names = new Set((pending ?? []).map(({ environment }) => environment.name));
  return [...names].map((environment) => ({
    runId: run.id,
    environment,
    commit: commitOf(run),
    since: run.run_started_at ?? run.created_at,
    attempt: run.run_attempt ?? 1,
  }));
}

/**
 * Runs of pull requests check out a test merge, or the base, while `head_sha` is the head's:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
 */
function commitOf(run: Run): string | null {
  return run.event.startsWith("pull_request") ? null : run.head_sha;
}

/** https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments */
function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

async function unlessRefused<T>(
  statuses: readonly number[],
  ask: () => Promise<T>,
): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    if (refusal && statuses.includes(refusal.status)) return null;
    throw thrown;
  }
}
