import type { Account, App, Bot, Installation, Organization, User } from "./accounts.ts";
import type { WorldEvent } from "./events.ts";
import type { Repository } from "./repositories.ts";
import { fullName } from "./repositories.ts";

/** Kinds of things with numbers of their own. */
export type EntityKind =
  | "User"
  | "Bot"
  | "Organization"
  | "Team"
  | "App"
  | "Installation"
  | "Repository"
  | "Label"
  | "Issue"
  | "PullRequest"
  | "PullRequestReview"
  | "IssueComment"
  | "Reaction"
  | "TimelineEvent"
  | "CheckSuite"
  | "CheckRun"
  | "Annotation"
  | "Release"
  | "ReleaseAsset"
  | "Environment"
  | "ProtectionRule"
  | "Deployment"
  | "WorkflowRun"
  | "Ruleset"
  | "MergeQueueEntry";

/**
 * Where the numbers start. Those of check runs, reviews and comments do not fit 32 bits, as on
 * github.com, so that a reader that cannot take them is found out here.
 */
const firstIds: Partial<Record<EntityKind, number>> = {
  CheckRun: 46_000_000_001,
  CheckSuite: 41_000_000_001,
  PullRequestReview: 3_100_000_001,
  IssueComment: 3_200_000_001,
  PullRequest: 2_600_000_001,
  Issue: 3_300_000_001,
  Deployment: 2_900_000_001,
  WorkflowRun: 19_600_000_001,
};

/**
 * No two installations have one id, in several simulators of a process neither: whoever asks for the
 * token of an installation's id while another asks for it gets the other's.
 * https://github.com/octokit/auth-app.js/blob/main/src/get-installation-authentication.ts
 */
let installationsBefore = 1000;

/** The whole state of the simulated GitHub, and the place where its events are announced. */
export class World {
  readonly #now: () => Date;
  readonly #lastIds = new Map<EntityKind, number>();
  readonly #listeners: ((event: WorldEvent) => void)[] = [];
  readonly accounts = new Map<string, Account>();
  readonly apps = new Map<number, App>();
  readonly installations: Installation[] = [];
  readonly repositories: Repository[] = [];
  /** Whether a release that loses its tag is announced as unpublished. */
  tagDeletionUnpublishes: () => boolean = () => true;
  /** Everything that has a node id. */
  readonly nodes = new Map<string, { readonly kind: EntityKind; readonly value: object }>();

  constructor(now: () => Date) {
    this.#now = now;
    this.#lastIds.set("Installation", installationsBefore);
    installationsBefore += 1000;
  }

  /** The time on the simulator's clock, in whole seconds like GitHub's timestamps. */
  now(): Date {
    return new Date(Math.floor(this.#now().getTime() / 1000) * 1000);
  }

  /** A new number and node id. */
  identify(kind: EntityKind): { id: number; nodeId: string } {
    const id = (this.#lastIds.get(kind) ?? (firstIds[kind] ?? 1001) - 1) + 1;
    this.#lastIds.set(kind, id);
    return { id, nodeId: nodeId(kind, id) };
  }

  /** Makes a thing findable by its node id; returns it. */
  register<T extends { readonly nodeId: string }>(kind: EntityKind, value: T): T {
    this.nodes.set(value.nodeId, { kind, value });
    return value;
  }

  /** Calls back on every event, while the state is as the event left it. */
  onEvent(listener: (event: WorldEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Announces that something happened. */
  emit(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** The account with this login, letter case aside. */
  account(login: string): Account | undefined {
    return this.accounts.get(login.toLowerCase());
  }

  /** The person or bot to whom commits with this address belong, if anyone. */
  accountByEmail(email: string): User | Bot | undefined {
    for (const account of this.accounts.values()) {
      if (account.email.toLowerCase() !== email.toLowerCase()) continue;
      if (account.type !== "Organization") return account as User | Bot;
    }
    return undefined;
  }

  /** The organisation with this login. */
  organization(login: string): Organization | undefined {
    const account = this.account(login);
    return account?.type === "Organization" ? (account as Organization) : undefined;
  }

  /** The repository with this owner and name, letter case aside. */
  repository(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.repositories.find((repository) => fullName(repository).toLowerCase() === wanted);
  }

  /** The App's installation on a repository, if it has one there. */
  installationOn(app: App, repository: Repository): Installation | undefined {
    return this.installations.find(
      (candidate) => candidate.app === app && covers(candidate, repository),
    );
  }
}

/** Whether an installation includes a repository. */
export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account !== repository.owner) return false;
  return installation.repositories === "all" || installation.repositories.has(repository.name);
}

/** An opaque id in the style of GitHub's. */
function nodeId(kind: EntityKind, id: number): string {
  const prefix = kind.replace(/[^A-Z]/g, "");
  return `${prefix}_${Buffer.from(`${kind}:${id}`).toString("base64url")}`;
}
