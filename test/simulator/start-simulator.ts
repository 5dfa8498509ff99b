import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { Tokens } from "./access/tokens.ts";
import { Clock } from "./clock.ts";
import { Faults } from "./faults/faults.ts";
import { GraphQLApi } from "./graphql/graphql-api.ts";
import { receive } from "./http/front-door.ts";
import { RateLimits } from "./http/rate-limits.ts";
import { RequestLog } from "./http/request-log.ts";
import { listen } from "./http/server.ts";
import type { Violation } from "./official/violations.ts";
import { webhookProblems } from "./official/webhook-description.ts";
import { pageAt } from "./pages/page-at.ts";
import { defaultQuirks } from "./quirks.ts";
import { RestApi } from "./rest/rest-api.ts";
import type { RestServices } from "./rest/route.ts";
import { routes } from "./rest/routes/index.ts";
import type { SimulatedApp } from "./simulator.ts";
import { Simulator } from "./simulator.ts";
import { announceEvents } from "./webhooks/announce.ts";
import { Deliveries } from "./webhooks/deliveries.ts";
import type { App } from "./world/accounts.ts";
import { createApp, createUser } from "./world/actions/create-accounts.ts";
import { World } from "./world/world.ts";

/** How a simulator is to be. Everything has a default. */
export interface SimulatorOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly app?: {
    readonly id?: number;
    readonly slug?: string;
    /** PEM; a key pair is generated without it. */
    readonly privateKey?: string;
    readonly webhookSecret?: string;
  };
  /** The time of commits, reviews and events. Tokens and rate limits keep real time. */
  readonly now?: () => Date;
  /** Points an hour for each installation and resource. */
  readonly rateLimit?: number;
  /** Milliseconds that the App has to answer a webhook; GitHub gives it ten seconds. */
  readonly answerWithin?: number;
  /** Whether requests, answers and webhooks are checked against the official schemas. */
  readonly validate?: boolean;
}

/** Starts a local GitHub with one App and nobody in it. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = new Clock(options.now);
  const world = new World(() => clock.now());
  // The account behind commits that github.com makes itself.
  createUser(world, "web-flow", { name: "GitHub", email: "noreply@github.com" });
  const { id, slug = "portcullis" } = options.app ?? {};
  const record = createApp(world, { slug, ...(id === undefined ? {} : { id }) });
  const app = settingsOf(record, options);
  const violations: Violation[] = [];
  const report = (violation: Violation): void => void violations.push(violation);
  const checked = options.validate === false ? undefined : report;

  const tokens = new Tokens(() => new Date());
  tokens.trust(record, app.publicKey);
  const deliveries = new Deliveries({
    secret: app.webhookSecret,
    appId: app.id,
    now: () => clock.now(),
    answerWithin: options.answerWithin,
    check: (outgoing, action) => {
      if (checked === undefined) return;
      const problems = webhookProblems(outgoing.event, action, outgoing.payload);
      const what = action === null ? outgoing.event : `${outgoing.event}.${action}`;
      if (problems.length > 0) checked({ where: "webhook", what, problems });
    },
  });
  const rateLimits = new RateLimits(options.rateLimit ?? 5000);
  const quirks = defaultQuirks();
  world.tagDeletionUnpublishes = () => quirks.tagDeletionUnpublishes;
  const log = new RequestLog();
  const faults = new Faults();
  const site = { world, html: "", api: "" };
  const services: RestServices = { site, tokens, deliveries, rateLimits, quirks };
  const house = {
    rest: new RestApi(services, routes, checked),
    graphql: new GraphQLApi(services, report),
    pages: (path: string) => pageAt(world, path),
    tokens,
    rateLimits,
    faults,
    log,
    report,
  };
  const server = await listen(options.port ?? 0, (connection) => receive(house, connection));
  // Only now is it known where the links in answers lead.
  site.html = `http://127.0.0.1:${server.port}`;
  site.api = `${site.html}/api/v3`;
  announceEvents(site, record, deliveries, quirks);
  return new Simulator({
    url: site.html,
    app,
    world,
    clock,
    tokens,
    deliveries,
    requests: log,
    faults,
    rateLimits,
    quirks,
    violations,
    server,
  });
}

function settingsOf(record: App, options: SimulatorOptions): SimulatedApp {
  const { privateKey, publicKey } = keysOf(options.app?.privateKey);
  return {
    id: record.id,
    slug: record.slug,
    privateKey,
    publicKey,
    webhookSecret: options.app?.webhookSecret ?? randomBytes(16).toString("hex"),
    record,
  };
}

function keysOf(pem: string | undefined): { privateKey: string; publicKey: KeyObject } {
  if (pem !== undefined) {
    return { privateKey: pem, publicKey: createPublicKey(createPrivateKey(pem)) };
  }
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { privateKey, publicKey: pair.publicKey };
}
