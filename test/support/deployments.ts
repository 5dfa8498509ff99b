import type { DeploymentHandle, PullRequestHandle, RepositoryHandle } from "../simulator/index.ts";
import { approveAll, openRepository, type Approver } from "./releases.ts";
import { SHOP_POLICY } from "./shop.ts";
import type { Stage } from "./stage.ts";

/** What the example's archive promises among the release's files. */
export const SBOM = { "shop.cdx.json": '{"bomFormat":"CycloneDX"}' };

/** The example's policy, with what is said about deployments. */
export function policyWith(deployments: string, ...more: readonly string[]): string {
  return [SHOP_POLICY, `deployments: { ${deployments} }\n`, ...more].join("");
}

/** How a deployment stands, and what was said about it. */
export function seen({ state, comment, reports }: DeploymentHandle) {
  return { state, comment, reports };
}

/** A repository whose release was merged, and is protected where it is deployed. */
export interface Shipped {
  readonly repository: RepositoryHandle;
  readonly pullRequest: PullRequestHandle;
  /** On the default branch. */
  readonly commit: string;
  /** A job that wants to deploy, by default that commit to production, looked at. */
  readonly deploy: (
    options?: Partial<Parameters<RepositoryHandle["deploy"]>[0]>,
  ) => Promise<DeploymentHandle>;
}

/** Merges a release that everyone approved, apart from those who are left out. Tags nothing. */
export async function merged(
  stage: Stage,
  options: {
    readonly policy?: string;
    readonly without?: readonly Approver[];
    readonly labels?: readonly string[];
  } = {},
): Promise<Shipped> {
  const { policy = SHOP_POLICY, without = [], labels = ["release"] } = options;
  const repository = openRepository(stage, policy);
  for (const name of ["production", "staging"])
    repository.environment(name, { protectedBy: stage.github.app.record });
  const pullRequest = stage.releasePullRequest({ in: repository, labels });
  approveAll(stage, pullRequest, ...without);
  const commit = pullRequest.merge({ by: stage.people.manager, method: "squash" });
  await stage.settled();
  const deploy: Shipped["deploy"] = async (what) => {
    const deployment = repository.deploy({
      environment: "production",
      by: stage.people.manager,
      ...what,
    });
    await stage.settled();
    return deployment;
  };
  return { repository, pullRequest, commit, deploy };
}

/** The same, and released with everything that was promised. */
export async function released(
  stage: Stage,
  options: Parameters<typeof merged>[1] = {},
): Promise<Shipped> {
  const shipped = await merged(stage, options);
  shipped.repository.release({ tag: "v1.4.0", by: stage.people.manager, assets: SBOM });
  await stage.settled();
  return shipped;
}
