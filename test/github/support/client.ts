import { ProbotOctokit } from "probot";
import type { GitHubClient } from "../../../src/github/index.ts";

/** A busy machine answers late; what is tested is not how long we wait, but for where it says so. */
export const PATIENT_MILLISECONDS = 100_000;

const silence = () => undefined;

const Octokit = ProbotOctokit.defaults({
  retry: { enabled: false },
  throttle: { enabled: false },
  log: { debug: silence, info: silence, warn: silence, error: silence },
});

/** An Octokit as the App uses it: Probot's, without retries and throttling. */
export function client(options: { baseUrl?: string; token?: string } = {}): GitHubClient {
  return new Octokit({
    auth: { token: options.token ?? "token" },
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
  });
}
