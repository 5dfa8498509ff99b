import { z } from "zod";
import type { OpenAlert, Reading } from "../domain/index.ts";
import { fromSource } from "./alert-refusals.ts";
import { severityOf } from "./alert-severity.ts";
import type { Api } from "./api.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { restList } from "./rest-pages.ts";

const MOST_PAGES = 10;

const alertSchema = z.object({
  number: z.number(),
  created_at: z.string(),
  dependency: z.object({
    package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
    manifest_path: z.string().optional(),
  }),
  security_advisory: z.object({
    ghsa_id: z.string(),
    cve_id: z.string().nullish(),
    severity: z.string(),
  }),
  security_vulnerability: z.object({ severity: z.string() }),
});

/** On the default branch. https://docs.github.com/en/rest/dependabot/alerts#list-dependabot-alerts-for-a-repository */
export function openDependabotAlerts(
  api: Api,
  repository: string,
): Promise<Reading<readonly OpenAlert[]>> {
  return fromSource("Dependabot alerts", "Dependabot alerts: read", async () => {
    const alerts = await restList(api, {
      route: "GET /repos/{owner}/{repo}/dependabot/alerts",
      parameters: { ...repositoryOf(repository), state: "open" },
      page: z.array(alertSchema),
      mostPages: MOST_PAGES,
    });
    return alerts === null
      ? unreadable("There are more Dependabot alerts than are read.")
      : read(alerts.map(alertOf));
  });
}

function alertOf(alert: z.infer<typeof alertSchema>): OpenAlert {
  const { number, dependency, security_advisory: advisory, security_vulnerability: own } = alert;
  const ids = [advisory.ghsa_id, advisory.cve_id].filter((id) => typeof id === "string");
  const name = dependency.package?.name ?? "a dependency";
  return {
    number,
    severity: severityOf(own.severity),
    what: `${name}: ${ids.join(", ")}`,
    ids,
    since: alert.created_at,
    place:
      dependency.manifest_path === undefined ? null : { path: dependency.manifest_path, line: 1 },
  };
}
