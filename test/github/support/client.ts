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

/** How somebody says who they are: with a token, or as the App, which fetches one. */
type Credentials =
  | { readonly token?: string }
  | {
      readonly appId: number;
      readonly privateKey: string;
      readonly installationId: number;
    };

/** An Octokit as the App uses it: Probot's, without retries and throttling. */
export function client({
  baseUrl,
  ...credentials
}: { readonly baseUrl?: string } & Credentials = {}): GitHubClient {
  return new Octokit({
    auth: "appId" in credentials ? credentials : { token: credentials.token ?? "token" },
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
}
