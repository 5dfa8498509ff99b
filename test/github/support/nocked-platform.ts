import { createPlatform, type PlatformOptions } from "../../../src/github/index.ts";
import type { Platform, PullRequestSnapshot, Wanted } from "../../../src/application/index.ts";
import { client, PATIENT_MILLISECONDS } from "./client.ts";
import { wanted } from "./wanted.ts";

/** acme/shop#7, which `world.ts` tells of. */
export const ref = { installationId: 1, repository: "acme/shop", number: 7 };

/** Our adapter in front of a GitHub of which every answer is written by the test. */
export function platform(changes: Partial<PlatformOptions> = {}): Platform {
  return createPlatform({
    octokit: client(),
    appId: 1,
    appSlug: "portcullis",
    timeoutMilliseconds: PATIENT_MILLISECONDS,
    ...changes,
  });
}

/** Reads the pull request with nothing remembered. */
export function read(changes: Partial<Wanted> = {}): Promise<PullRequestSnapshot | null> {
  return platform().pullRequest(ref).snapshot(wanted(changes));
}
