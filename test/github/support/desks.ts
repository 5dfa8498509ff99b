import { Api } from "../../../src/github/api.ts";
import { deploymentDesk } from "../../../src/github/deployment-desk.ts";
import { refs } from "../../../src/github/refs.ts";
import { releaseDesk } from "../../../src/github/release-desk.ts";
import { client, PATIENT_MILLISECONDS } from "./client.ts";
import type { Shop } from "./shop.ts";

/** Our adapters in front of the shop's local GitHub, as its installation sees it. */
export function desks({ github }: Shop) {
  const [installation] = github.world.installations;
  if (installation === undefined) throw new Error("the App is not installed");
  const octokit = client({
    baseUrl: `${github.url}/api/v3`,
    token: github.installationToken(installation),
  });
  const clock = () => github.clock.now();
  const api = new Api(octokit, { clock, log: null, timeoutMilliseconds: PATIENT_MILLISECONDS });
  return {
    releases: releaseDesk(api, { appId: github.app.id, appSlug: github.app.slug }),
    deployments: deploymentDesk(api),
    refs: refs(api),
  };
}
