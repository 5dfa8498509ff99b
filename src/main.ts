import type { AddressInfo } from "node:net";
import { createNodeMiddleware } from "probot";
import {
  candidateOf,
  EvidenceUnavailable,
  handleJob,
  installationOf,
  type Job,
  type Surroundings,
} from "./application/index.ts";
import { loadKnowledge } from "./configuration.ts";
import { connect } from "./connection.ts";
import { endWhenTold } from "./ending.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import { TEN_SECONDS } from "./github/index.ts";
import { serve } from "./http.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { restWhenQuiet } from "./rest.ts";
import {
  Broadcast,
  DatabaseLedger,
  measureDepth,
  openDatabase,
  startStore,
  UnhandledDeliveries,
  type Database,
  type Store,
} from "./store/index.ts";
import { VERSION } from "./version.ts";
import { jobsOf, webhookApp } from "./webhooks/index.ts";

const WEBHOOKS = "/api/github/webhooks";

/** What is kept for days is looked through so often. */
const TIDY_EVERY_MS = 60 * 60_000;

/** So long what runs may be finished: whoever runs us kills what has not ended after ten seconds. */
const STOP_WITHIN_MS = 8_000;

/** A running server. */
export interface Portcullis {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Resolves when nothing is being decided. */
  idle(): Promise<void>;
  /** Stops accepting, and finishes what runs, or leaves it for the next process. */
  close(): Promise<void>;
}

/** What tests and the demo put in place of the real thing. */
export interface Overrides {
  readonly now?: () => Date;
  readonly retryDelays?: readonly number[];
  readonly timeoutMilliseconds?: number;
  /** How long what comes together is waited for. */
  readonly patience?: number;
  readonly log?: ReturnType<typeof createLogger>;
  /** Somebody else's database, which stays open. */
  readonly database?: Database;
}

/** Wires everything, and serves. */
export async function start(
  environment: Environment,
  overrides: Overrides = {},
): Promise<Portcullis> {
  const log = overrides.log ?? createLogger(environment.logLevel);
  const clock = overrides.now ?? (() => new Date());
  const onTrouble = (err: unknown) => {
    log.error({ err }, "the database could not be asked");
  };
  const noteWork = restWhenQuiet();
  const knowledge = loadKnowledge();
  const { timeoutMilliseconds = TEN_SECONDS } = overrides;
  const database = overrides.database ?? (await openDatabase(environment, onTrouble));
  const metrics = createMetrics(() => measureDepth(database));
  const { app, installations, probot } = connect(environment, {
    clock,
    log,
    metrics,
    timeoutMilliseconds,
  });

  const forgetting = new Broadcast(database, (outdated) => {
    installations.forget(outdated);
  });
  await forgetting.start();
  const ledger = new DatabaseLedger(database.sql, {
    knowledge,
    version: VERSION,
    clock,
  });
  const surroundings: Omit<Surroundings, "queue" | "held" | "turns" | "log"> = {
    knowledge,
    now: () => toTheSecond(clock()),
    webUrl: environment.webUrl,
    platform: (installationId) => installations.platform(installationId),
    installations: () => app.installations(),
    deliveries: app.deliveries,
    forgetting,
    ledger,
    onDecision: (decision) => {
      metrics.decided(decision);
    },
  };
  const logOf = (job: Job) =>
    log.child({ installation: installationOf(job), candidate: candidateOf(job) });
  const store: Store = await startStore(database, {
    handle: (job, attempt, kept) => {
      const work = handleJob(job, attempt, { ...surroundings, ...kept, log: logOf(job) });
      return metrics.evaluating(job.kind, work).finally(noteWork);
    },
    onJobFailure: (job, error, attempt, nextInMs) => {
      const installationId = installationOf(job);
      // The token may have become invalid, or be older than a permission: the next one is new.
      if (error instanceof EvidenceUnavailable && error.code === "forbidden")
        installations.renew(installationId ?? 0);
      logOf(job).warn({ err: error, job: job.kind, attempt, nextInMs }, "will be tried again");
    },
    jobsOf: ({ event, payload }) => jobsOf(event, payload),
    onHandled: ({ id, event }, jobs) => {
      metrics.delivered("handled");
      const installation = jobs.map(installationOf).find((each) => each !== null) ?? null;
      const details = { delivery: id, event, installation, jobs: jobs.map(candidateOf) };
      log.info(details, "event received");
    },
    onDeliveryFailure: ({ id, event }, err, parked) => {
      metrics.delivered(parked ? "parked" : "failed");
      const what = parked ? "parked: see `portcullis inbox`" : "will be tried again";
      log.error({ delivery: id, event, err }, `the event could not be handled; ${what}`);
    },
    onTrouble,
    now: clock,
    ...(overrides.retryDelays ? { delays: overrides.retryDelays } : {}),
    ...(overrides.patience === undefined ? {} : { patience: overrides.patience }),
  });

  const tidy = () => {
    Promise.all([store.tidy(), ledger.purge(toTheSecond(clock()), environment.evidenceDays)]).catch(
      onTrouble,
    );
  };
  const tidying = setInterval(tidy, TIDY_EVERY_MS).unref();

  const accept = (received: Parameters<Store["inbox"]["accept"]>[0]) =>
    store.inbox.accept(received);
  const door = webhookApp({
    path: WEBHOOKS,
    accept,
    onTrouble,
    onAnswer: metrics.answered,
    onRefused: (why, times) => {
      log.warn({ times, why }, "webhooks are refused");
    },
  });
  const webhooks = await createNodeMiddleware(door, { probot, webhooksPath: WEBHOOKS });
  let isStopping = false;
  const { server, close: shut } = serve({
    webhooks,
    isReady: async () => !isStopping && (await store.isReachable()),
    metrics: () => metrics.text(),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(environment.port, environment.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.info({ port, database: database.kind }, "Portcullis is listening");
  const desk = {
    ledger,
    deliveries: new UnhandledDeliveries(database.sql),
    knowledge,
    version: VERSION,
  };
  // Nobody else can open an embedded database while it is open here.
  const isAlone = database.kind === "embedded" && !overrides.database;
  const { openDoor } = isAlone ? await import("./cli/door/open-door.ts") : {};
  const commands = await openDoor?.(environment.dataDirectory, desk);
  // What happened while nobody listened sent no event that we know of.
  await store.queue.add({ kind: "app" });
  await store.queue.add({ kind: "deliveries", since: null });
  return {
    url: `http://127.0.0.1:${port}`,
    idle: () => store.idle(),
    close: async () => {
      isStopping = true;
      await shut();
      clearInterval(tidying);
      await store.close(STOP_WITHIN_MS);
      await forgetting.close();
      await commands?.close();
      if (!overrides.database) await database.close();
    },
  };
}

/** Decisions carry no milliseconds: nobody decides that fast. */
function toTheSecond(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** The server as a program: it stops when it is told to, and says why when it cannot start. */
export async function main(): Promise<void> {
  try {
    const environment = readEnvironment(process.env);
    const log = createLogger(environment.logLevel);
    endWhenTold(await start(environment, { log }), (err) => {
      log.error({ err }, "stopping had to be cut short; what was not finished is done again");
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}
