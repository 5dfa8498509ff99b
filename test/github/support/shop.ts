import {
  createPlatform,
  nothingRemembered,
  type PlatformOptions,
} from "../../../src/github/index.ts";
import type { Platform } from "../../../src/application/index.ts";
import { startSimulator, type Simulator } from "../../simulator/index.ts";
import { client, PATIENT_MILLISECONDS } from "./client.ts";

export const POLICY = "version: 1\n";

/** The repository acme/shop on a local GitHub, with the App installed, and our adapter for it. */
export async function openShop(options: { permissions?: Record<string, "read" | "write"> } = {}) {
  const github = await startSimulator();
  const [mona, dora, alex] = ["mona", "dora", "alex"].map((login) => github.user(login));
  const acme = github.organization("acme", { admins: [mona!], members: [dora!, alex!] });
  const shop = acme.repository("shop");
  shop.commit({
    author: mona!,
    message: "Begin",
    files: {
      ".github/portcullis.yml": POLICY,
      "docs/plan.md": "# Plan, first\n",
      "docs/old.md": "To be renamed, and long enough to be found again.\n".repeat(5),
    },
  });
  for (const person of [dora!, alex!]) shop.collaborator(person, "write");
  const installation = github.install(
    acme,
    options.permissions === undefined ? {} : { permissions: options.permissions },
  );
  const remembered = nothingRemembered();
  const platform = (changes: Partial<PlatformOptions> = {}): Platform =>
    createPlatform({
      octokit: client({
        baseUrl: `${github.url}/api/v3`,
        token: github.installationToken(installation),
      }),
      appId: github.app.id,
      appSlug: github.app.slug,
      remembered,
      timeoutMilliseconds: PATIENT_MILLISECONDS,
      ...changes,
    });
  const ref = (number: number) => ({
    installationId: installation.id,
    repository: "acme/shop",
    number,
  });
  return { github, acme, shop, mona: mona!, dora: dora!, alex: alex!, platform, ref, remembered };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** What was asked of GitHub since the log was cleared: `graphql Snapshot`, `PATCH /repos/…`. */
export function requestsTo(github: Simulator): readonly string[] {
  return github.requests
    .list()
    .map(({ kind, method, path, operation }) =>
      kind === "graphql" ? `graphql ${operation?.name ?? ""}` : `${method} ${path}`,
    );
}
