import type { DeploymentHandle, RepositoryHandle } from "../simulator/index.ts";
import { mergeRelease, release, type Merged } from "./shipping.ts";
import type { Stage } from "./stage.ts";

/** How a deployment stands, and what was said about it. */
export function seen({ state, comment, reports }: DeploymentHandle) {
  return { state, comment, reports };
}

/** A release that was merged, where Portcullis has a say in what is deployed. */
export interface Shipped extends Merged {
  /** A job that wants to deploy, by default the head of `main` to production, looked at. */
  readonly deploy: (
    options?: Partial<Parameters<RepositoryHandle["deploy"]>[0]>,
  ) => Promise<DeploymentHandle>;
}

/** Merges a release, as `mergeRelease`, and tags nothing. */
export async function merged(
  stage: Stage,
  options: Parameters<typeof mergeRelease>[1] = {},
): Promise<Shipped> {
  const { repository, pullRequest, commit } = mergeRelease(stage, options);
  for (const name of ["production", "staging"])
    repository.environment(name, { protectedBy: stage.github.app.record });
  await stage.settled();
  const deploy: Shipped["deploy"] = async (what) => {
    const by = stage.people.manager;
    const deployment = repository.deploy({ environment: "production", by, ...what });
    await stage.settled();
    return deployment;
  };
  return { repository, pullRequest, commit, deploy };
}

/** The same, and released as v1.4.0 with everything that was promised. */
export async function released(
  stage: Stage,
  options: Parameters<typeof merged>[1] = {},
): Promise<Shipped> {
  const shipped = await merged(stage, options);
  release(stage, shipped.repository);
  await stage.settled();
  return shipped;
}
