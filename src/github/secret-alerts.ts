import { z } from "zod";
import type { OpenAlert, Reading } from "../domain/index.ts";
import { fromSource } from "./alert-refusals.ts";
import type { Api } from "./api.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { restList } from "./rest-pages.ts";

const MOST_PAGES = 10;

/** The secret itself is not asked for (`hide_secret`), and would not be taken if it came. */
const alertSchema = z.object({
  number: z.number(),
  created_at: z.string(),
  secret_type: z.string().nullish(),
  secret_type_display_name: z.string().nullish(),
  first_location_detected: z
    .object({ path: z.string(), start_line: z.number().min(1) })
    .nullish()
    .catch(null),
});

/** https://docs.github.com/en/rest/secret-scanning/secret-scanning#list-secret-scanning-alerts-for-a-repository */
export function openSecretAlerts(
  api: Api,
  repository: string,
): Promise<Reading<readonly OpenAlert[]>> {
  return fromSource("secret-scanning alerts", "Secret scanning alerts: read", async () => {
    const alerts = await restList(api, {
      route: "GET /repos/{owner}/{repo}/secret-scanning/alerts",
      parameters: { ...repositoryOf(repository), state: "open", hide_secret: true },
      page: z.array(alertSchema),
      mostPages: MOST_PAGES,
    });
    return alerts === null
      ? unreadable("There are more secret-scanning alerts than are read.")
      : read(alerts.map(alertOf));
  });
}

function alertOf(alert: z.infer<typeof alertSchema>): OpenAlert {
  const place = alert.first_location_detected;
  return {
    number: alert.number,
    severity: null,
    what: alert.secret_type_display_name ?? alert.secret_type ?? "a secret",
    ids: [],
    since: alert.created_at,
    place: place ? { path: place.path, line: place.start_line } : null,
  };
}
