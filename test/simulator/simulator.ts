import type { KeyObject } from "node:crypto";
import type { Tokens } from "./access/tokens.ts";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults/faults.ts";
import { OrganizationHandle } from "./handles/organization-handle.ts";
import { RepositoryHandle } from "./handles/repository-handle.ts";
import type { RateLimits } from "./http/rate-limits.ts";
import type { RequestLog } from "./http/request-log.ts";
import type { RunningServer } from "./http/server.ts";
import type { Violation } from "./official/violations.ts";
import type { Quirks } from "./quirks.ts";
import type { Account, App, Bot, Installation, Permissions, Team, User } from "./world/accounts.ts";
import { rerequestCheckRun, rerequestSuite, requestAction } from "./world/actions/check-runs.ts";
import {
  createApp,
  createBot,
  createOrganization,
  createUser,
  installApp,
} from "./world/actions/create-accounts.ts";
import { createRepository } from "./world/actions/create-repositories.ts";
import type { CheckRun, CheckSuite } from "./world/checks.ts";
import type { World } from "./world/world.ts";
import type { Deliveries } from "./webhooks/deliveries.ts";
import { defaultEvents, defaultPermissions } from "./default-grants.ts";

/** The App under test, as its settings page on GitHub knows it. */
export interface SimulatedApp {
  readonly id: number;
  readonly slug: string;
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  readonly webhookSecret: string;
  readonly record: App;
}

/** The parts a simulator is put together from. */
export interface Parts {
  readonly url: string;
  readonly app: SimulatedApp;
  readonly world: World;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly deliveries: Deliveries;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  readonly quirks: Quirks;
  readonly violations: readonly Violation[];
  readonly server: RunningServer;
}

/** A local GitHub: an API over HTTP for the App, and this for whoever plays the world around it. */
export class Simulator {
  readonly #parts: Parts;
  /** Origin, e.g. "http://127.0.0.1:4000"; REST is below "/api/v3", GraphQL at "/api/graphql". */
  readonly url: string;
  readonly app: SimulatedApp;
  readonly world: World;
  readonly clock: Clock;
  /** The webhooks sent so far, and control over those to come. */
  readonly deliveries: Deliveries;
  /** The requests received so far. */
  readonly requests: RequestLog;
  /** What is to go wrong. */
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  readonly quirks: Quirks;
  /** What did not fit the official schemas, or is not modelled: empty in a good run. */
  readonly violations: readonly Violation[];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.url = parts.url;
    this.app = parts.app;
    this.world = parts.world;
    this.clock = parts.clock;
    this.deliveries = parts.deliveries;
    this.requests = parts.requests;
    this.faults = parts.faults;
    this.rateLimits = parts.rateLimits;
    this.quirks = parts.quirks;
    this.violations = parts.violations;
  }

  /** Environment variables that point Probot at this GitHub as this App. */
  environment(): Record<string, string> {
    const { host, protocol } = new URL(this.url);
    return {
      APP_ID: String(this.app.id),
      PRIVATE_KEY: this.app.privateKey,
      WEBHOOK_SECRET: this.app.webhookSecret,
      GHE_HOST: host,
      GHE_PROTOCOL: protocol.replace(":", ""),
    };
  }

  /** Sets where the App receives its webhooks. */
  connect(webhookUrl: string | undefined): void {
    this.deliveries.connect(webhookUrl);
  }

  /** Signs a person up. */
  user(login: string, options: { name?: string; email?: string } = {}): User {
    return createUser(this.world, login, options);
  }

  /** Creates a bot, e.g. "renovate[bot]". */
  bot(login: string): Bot {
    return createBot(this.world, login);
  }

  /** Creates an organisation. */
  organization(
    login: string,
    options: { admins?: readonly Account[]; members?: readonly Account[] } = {},
  ): OrganizationHandle {
    const record = createOrganization(this.world, login, options);
    return new OrganizationHandle(this.world, this.app.record, record);
  }

  /** Creates a repository that belongs to a person. */
  repositoryOf(
    owner: User,
    name: string,
    options: { private?: boolean; defaultBranch?: string } = {},
  ): RepositoryHandle {
    const record = createRepository(this.world, owner, name, options);
    return new RepositoryHandle(this.world, this.app.record, record);
  }

  /** Registers another App, e.g. one that writes check runs of its own. */
  otherApp(slug: string): App {
    return createApp(this.world, { slug });
  }

  /** Installs the App under test; without options on all repositories with what its manifest asks. */
  install(
    account: OrganizationHandle | Account,
    options: {
      permissions?: Permissions;
      events?: readonly string[];
      repositories?: readonly RepositoryHandle[];
    } = {},
  ): Installation {
    const target = account instanceof OrganizationHandle ? account.record : account;
    return installApp(this.world, this.app.record, target, {
      permissions: options.permissions ?? defaultPermissions,
      events: options.events ?? defaultEvents,
      ...(options.repositories === undefined
        ? {}
        : { repositories: options.repositories.map((handle) => handle.record) }),
    });
  }

  /** Takes the App away from an account; its tokens end with it. */
  uninstall(installation: Installation): void {
    this.world.installations.splice(this.world.installations.indexOf(installation), 1);
    this.expireInstallationTokens();
  }

  /** A classic personal access token: it may do whatever its owner may. */
  tokenOf(user: Account): string {
    return this.tokenFor(user);
  }

  /** A personal access token. */
  tokenFor(user: Account): string {
    return this.#parts.tokens.forUser(user);
  }

  /** An installation token, as if the App had asked for one. */
  installationToken(installation: Installation): string {
    return this.#parts.tokens.forInstallation(installation).token;
  }

  /** Makes every installation token invalid at once. */
  expireInstallationTokens(): void {
    this.#parts.tokens.expireInstallationTokens();
  }

  /** Someone clicks "Re-run" on a check run. */
  rerun(run: CheckRun, by: Account): void {
    rerequestCheckRun(this.world, run, by);
  }

  /** Someone clicks "Re-run all checks". */
  rerunSuite(suite: CheckSuite, by: Account): void {
    rerequestSuite(this.world, suite, by);
  }

  /** Someone clicks a button of a check run. */
  clickAction(run: CheckRun, identifier: string, by: Account): void {
    requestAction(this.world, run, identifier, by);
  }

  /** A team of an organisation, by slug. */
  team(organization: string, slug: string): Team {
    const found = this.world
      .organization(organization)
      ?.teams.find((candidate) => candidate.slug === slug);
    if (found === undefined) throw new Error(`There is no team ${organization}/${slug}`);
    return found;
  }

  /**
   * Waits until the App answered every webhook, and asked nothing of the API for `quietFor`
   * milliseconds: time for work that it does after answering.
   */
  async settled(options: { quietFor?: number } = {}): Promise<void> {
    const quietFor = options.quietFor ?? 0;
    let quietSince = performance.now();
    let seen = this.#activity();
    for (;;) {
      await this.deliveries.settled();
      const activity = this.#activity();
      if (activity !== seen || this.requests.isBusy()) {
        seen = activity;
        quietSince = performance.now();
      }
      const isQuiet = performance.now() - quietSince >= quietFor;
      if (isQuiet && !this.requests.isBusy() && !this.deliveries.isBusy()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Closes the server and all connections. */
  async stop(): Promise<void> {
    this.deliveries.stop();
    await this.#parts.server.stop();
  }

  #activity(): number {
    return this.requests.received + this.deliveries.count;
  }
}
