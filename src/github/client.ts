/**
 * What we need of an Octokit, by shape: Probot's and `@octokit/rest`'s both fit. It must be
 * authenticated as one installation, with its retry and throttling plugins switched off, because
 * failures are mapped, and retried, by us.
 */
export interface GitHubClient {
  graphql(query: string, parameters?: Record<string, unknown>): Promise<unknown>;
  request(
    route: string,
    parameters?: Record<string, unknown>,
  ): Promise<{
    readonly status: number;
    readonly data: unknown;
    readonly headers?: Readonly<Record<string, unknown>>;
  }>;
}

/** Where measurements and oddities are told; a pino logger fits. */
export interface Log {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** The present moment. */
export type Clock = () => Date;
