import { Octokit } from "@octokit/rest";
import type { GitHubClient } from "../github/index.ts";
import { given } from "./protect-variables.ts";

/** How a person's, or the App's, requests reach GitHub. */
export interface Server {
  /** REST's base; the GraphQL address follows from it. */
  readonly apiUrl: string;
}

/** github.com, or the server that the environment names. */
export function serverOf(environment: NodeJS.ProcessEnv): Server {
  const host = given(environment, "GHE_HOST");
  if (host === null) return { apiUrl: "https://api.github.com" };
  return { apiUrl: `${given(environment, "GHE_PROTOCOL") ?? "https"}://${host}/api/v3` };
}

/** A client that neither waits nor tries again, and writes no log: what fails is said by us. */
export function clientFor({ apiUrl }: Server, token: string): GitHubClient {
  return new Octokit({ auth: token, baseUrl: apiUrl, log: SILENT });
}

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };
