import { createSign } from "node:crypto";
import type { SimulatorOptions } from "../index.ts";
import { startSimulator } from "../index.ts";
import type { Simulator } from "../simulator.ts";
import type { OrganizationHandle } from "../handles/organization-handle.ts";
import type { PullRequestHandle } from "../handles/pull-request-handle.ts";
import type { RepositoryHandle } from "../handles/repository-handle.ts";
import type { Installation, Team, User } from "../world/accounts.ts";
import { Client } from "./client.ts";

/** A small organisation with one private repository and one open pull request. */
export interface Shop {
  readonly github: Simulator;
  readonly acme: OrganizationHandle;
  readonly shop: RepositoryHandle;
  readonly pull: PullRequestHandle;
  readonly ida: User;
  readonly dana: User;
  readonly reviewers: Team;
  readonly installation: Installation;
  /** The App in its installation. */
  readonly client: Client;
  /** The App as itself. */
  readonly appClient: Client;
}

/** Starts a simulator with the shop in it. */
export async function startShop(options: SimulatorOptions = {}): Promise<Shop> {
  const github = await startSimulator(options);
  const ida = github.user("ida", { name: "Ida", email: "ida@example.org" });
  const dana = github.user("dana");
  const acme = github.organization("acme", { admins: [ida], members: [dana] });
  const reviewers = acme.team("Reviewers", { members: [dana] });
  const shop = acme.repository("shop", { private: true });
  shop.teamAccess(reviewers, "write");
  const installation = github.install(acme);
  shop.commit({ author: ida, message: "Start", files: { "README.md": "Hello\n" } });
  shop.commit({ author: ida, branch: "release", files: { "docs/plan.md": "# Plan\n" } });
  const pull = shop.pullRequest({ by: ida, head: "release", title: "Release 1" });
  const client = new Client(github.url, `token ${github.installationToken(installation)}`);
  const appClient = new Client(github.url, `bearer ${appToken(github)}`);
  return { github, acme, shop, pull, ida, dana, reviewers, installation, client, appClient };
}

/** A JWT of the App; claims can be bent. */
export function appToken(github: Simulator, claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const payload = { iat: now - 30, exp: now + 540, iss: String(github.app.id), ...claims };
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(payload)}`;
  const signature = createSign("RSA-SHA256").update(signed).sign(github.app.privateKey);
  return `${signed}.${signature.toString("base64url")}`;
}
