import { Probot, ProbotOctokit } from "probot";
import type { Environment } from "./environment.ts";
import {
  type App,
  createApp,
  createInstallations,
  type Installations,
  Limits,
  watchAnswers,
} from "./github/index.ts";
import type { createLogger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";

/** GitHub, as this process reaches it. */
export interface Connection {
  /** As the App itself. */
  readonly app: App;
  /** As each of its installations. */
  readonly installations: Installations;
  /** What checks the signatures of webhooks. */
  readonly probot: Probot;
}

/**
 * Probot's Octokit would sleep inside a request until a limit resets, and send one a second at the
 * most. Our queue waits instead. As a function, because Probot's own settings go over an object's.
 */
const PatientOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

/** Asks GitHub nothing yet: the server has to start, and take events, while GitHub is down. */
export function connect(
  { appId, privateKey, webhookSecret: secret, apiUrl }: Environment,
  around: {
    readonly clock: () => Date;
    readonly log: ReturnType<typeof createLogger>;
    readonly metrics: Metrics;
    readonly timeoutMilliseconds: number;
  },
): Connection {
  const { clock, log, metrics, timeoutMilliseconds } = around;
  const address = apiUrl === null ? {} : { baseUrl: apiUrl };
  const limits = new Limits(clock);
  // Probot's plugin would write at `debug` what each request says: people's names and words.
  const level = log.isLevelEnabled("warn") ? "warn" : log.level;
  const quiet = log.child({}, { level });
  const octokitFor = (identity: { readonly installationId?: number }) => {
    const octokit = new PatientOctokit({
      auth: { appId, privateKey, ...identity },
      ...address,
      log: quiet,
    });
    const { installationId = 0 } = identity;
    watchAnswers(octokit, (status, headers) => {
      metrics.asked(status, headers, installationId);
      limits.of(installationId).note(headers);
    });
    return octokit;
  };
  const app = createApp(octokitFor({}), { clock, log, timeoutMilliseconds });
  const installations = createInstallations({
    app,
    octokitFor: (installationId) => octokitFor({ installationId }),
    appId,
    limits,
    clock,
    log,
    timeoutMilliseconds,
  });
  const probot = new Probot({
    appId,
    privateKey,
    secret,
    ...address,
    log: quiet,
    Octokit: PatientOctokit,
  });
  return { app, installations, probot };
}
