import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Probot, ProbotOctokit, createNodeMiddleware } from "probot";
import {
  EvidenceUnavailable,
  handleJob,
  installationOf,
  laneOf,
  type Platform,
} from "./application/index.ts";
import { loadKnowledge } from "./configuration.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import {
  createApp,
  createPlatform,
  nothingRemembered,
  TEN_SECONDS,
  type Remembered,
} from "./github/index.ts";
import { createLogger } from "./logger.ts";
import { MemoryHeld, MemoryQueue } from "./store/index.ts";
import { webhookApp } from "./webhooks/index.ts";

const WEBHOOKS = "/api/github/webhooks";

/** GitHub sends no payload that is larger. */
const LARGEST_PAYLOAD = 25 * 1024 * 1024;

/**
 * Probot's Octokit would sleep inside a request until a limit resets, and send one a second at the
 * most. Our queue waits instead. As a function, because Probot's own settings go over an object's.
 */
const PatientOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

/** A running server. */
export interface Portcullis {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Resolves when nothing is being decided. */
  idle(): Promise<void>;
  /** Stops accepting, and finishes what runs. */
  close(): Promise<void>;
}

/** What tests and the demo put in place of the real thing. */
export interface Overrides {
  readonly now?: () => Date;
  readonly retryDelays?: readonly number[];
  readonly timeoutMilliseconds?: number;
  readonly log?: ReturnType<typeof createLogger>;
}

/** Wires everything, and serves. */
export async function start(
  environment: Environment,
  overrides: Overrides = {},
): Promise<Portcullis> {
  const log = overrides.log ?? createLogger(environment.logLevel);
  const clock = overrides.now ?? (() => new Date());
  const knowledge = loadKnowledge();
  const { timeoutMilliseconds = TEN_SECONDS } = overrides;
  const { appId, privateKey } = environment;
  const address = environment.apiUrl === null ? {} : { baseUrl: environment.apiUrl };
  const probot = new Probot({
    appId,
    privateKey,
    secret: environment.webhookSecret,
    ...address,
    log,
    Octokit: PatientOctokit,
  });

  const octokitFor = (identity: { readonly installationId?: number }) =>
    new PatientOctokit({ auth: { appId, privateKey, ...identity }, ...address, log });
  // The server has to start, and take events, while GitHub is down.
  const app = createApp(octokitFor({}), { clock, log, timeoutMilliseconds });
  const memories = new Map<number, Remembered>();
  const platforms = new Map<number, Platform>();
  const platform = async (installationId: number): Promise<Platform> => {
    const known = platforms.get(installationId);
    if (known) return known;
    const remembered = memories.get(installationId) ?? nothingRemembered();
    memories.set(installationId, remembered);
    const made = createPlatform({
      octokit: octokitFor({ installationId }),
      appId,
      appSlug: await app.slug(),
      clock,
      log,
      remembered,
      timeoutMilliseconds,
    });
    platforms.set(installationId, made);
    return made;
  };

  const held = new MemoryHeld();
  const queue: MemoryQueue = new MemoryQueue({
    handle: (job, attempt) =>
      handleJob(job, attempt, {
        knowledge,
        now: () => toTheSecond(clock()),
        webUrl: environment.webUrl,
        platform,
        installations: () => app.installations(),
        queue: () => queue,
        held,
        log,
      }),
    onFailure: (job, error, attempt, nextInMs) => {
      // The token may have become invalid, or be older than a permission: the next one is new.
      if (error instanceof EvidenceUnavailable && error.code === "forbidden")
        platforms.delete(installationOf(job) ?? 0);
      const details = { err: error, job: job.kind, lane: laneOf(job), attempt, nextInMs };
      log.warn(details, "will be tried again");
    },
    now: () => clock().getTime(),
    ...(overrides.retryDelays ? { delays: overrides.retryDelays } : {}),
  });

  const webhooks = await createNodeMiddleware(webhookApp(queue), {
    probot,
    webhooksPath: WEBHOOKS,
  });
  const server = createServer((request, response) => {
    if (request.url === "/healthz") answer(response, 200, "ok");
    else if (request.url?.startsWith(WEBHOOKS) && !isOfKnownSize(request)) {
      answer(response, 413, "Payloads have a Content-Length of 25 MB at the most.");
    } else void webhooks(request, response, () => answer(response, 404, "There is nothing here."));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(environment.port, environment.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.info({ port }, "Portcullis is listening");
  // What happened while nobody listened sent no event that we know of.
  queue.add({ kind: "app" });
  return {
    url: `http://127.0.0.1:${port}`,
    idle: () => queue.idle(),
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await queue.close();
    },
  };
}

/** Decisions carry no milliseconds: nobody decides that fast. */
function toTheSecond(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

function isOfKnownSize(request: IncomingMessage): boolean {
  if (request.method !== "POST") return true;
  const size = Number(request.headers["content-length"]);
  return Number.isInteger(size) && size <= LARGEST_PAYLOAD;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

async function main(): Promise<void> {
  const portcullis = await start(readEnvironment(process.env));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void portcullis.close().then(() => process.exit(0)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  });
}
