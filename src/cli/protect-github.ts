import { Octokit } from "@octokit/rest";
import type { GitHubClient } from "../github/index.ts";
import { given } from "./protect-variables.ts";

/** How a person's, or the App's, requests reach GitHub. */
export interface Server {
  /** REST's base; the GraphQL address follows from it. */
  readonly apiUrl: string;
}

/** Why nothing can be asked without a token, and what to do. */
export const NO_TOKEN =
  "GitHub asks who you are. Put a token of somebody who administers the repository into the variable GH_TOKEN.";

/** Why nothing can be asked with nothing at all, and what to do. */
export const NO_TOKEN_NOR_KEY =
  "GitHub asks who you are. Put a token of somebody who administers the repository into the variable GH_TOKEN, or give APP_ID and PRIVATE_KEY, or both.";

/** github.com, or the server that the environment names. */
export function serverOf(environment: NodeJS.ProcessEnv): Server {
  const host = given(environment, "GHE_HOST");
  if (host === null) return { apiUrl: "https://api.github.com" };
  return { apiUrl: `${given(environment, "GHE_PROTOCOL") ?? "https"}://${host}/api/v3` };
}

/** The token of whoever calls; null: there is none. */
export function personsToken(environment: NodeJS.ProcessEnv): string | null {
  return given(environment, "GH_TOKEN") ?? given(environment, "GITHUB_TOKEN");
}

/** A client that neither waits nor tries again, and writes no log: what fails is said by us. */
export function clientFor({ apiUrl }: Server, token: string): GitHubClient {
  return new Octokit({ auth: token, baseUrl: apiUrl, log: SILENT });
}

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };
