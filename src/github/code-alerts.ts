import { z } from "zod";
import type {
  Candidate,
  CodeScanning,
  DismissedAlert,
  OpenAlert,
  Reading,
} from "../domain/index.ts";
import { fromSource, isNoAnalysis } from "./alert-refusals.ts";
import { severityOfRule } from "./alert-severity.ts";
import { analysesOf, type AnalysesAsked } from "./analyses.ts";
import type { Api } from "./api.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { restList } from "./rest-pages.ts";

const MOST_PAGES = 10;

const alertSchema = z.object({
  number: z.number(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  fixed_at: z.string().nullish(),
  dismissed_at: z.string().nullish(),
  dismissed_reason: z.string().nullish(),
  rule: z.object({
    id: z.string().nullish(),
    severity: z.string().nullish(),
    security_severity_level: z.string().nullish(),
  }),
  tool: z.object({ name: z.string().optional() }),
  most_recent_instance: z
    .object({
      location: z
        .object({ path: z.string(), start_line: z.number().min(1) })
        .optional()
        .catch(undefined),
    })
    .optional(),
});

type Alert = z.infer<typeof alertSchema>;

/**
 * What code scanning says of a commit: whether it was analysed, which alerts are open in it, and what
 * was dismissed since a moment (null: ever). The alerts are those of the ref that was analysed; where
 * a newer commit of it was analysed since, what that mended is open here still.
 * https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
 */
export function codeScanningOf(
  api: Api,
  candidate: Candidate,
  since: string | null,
  known: AnalysesAsked,
): Promise<Reading<CodeScanning>> {
  return fromSource("code-scanning alerts", "Code scanning alerts: read", async () => {
    const analysed = await analysesOf(api, candidate, known);
    if (analysed === null)
      return unreadable("The code-scanning analyses could not be read to their end.");
    const { ref, succeeded, overtakenSince } = analysed;
    const list = (state: string, endsAt?: (alert: Alert) => boolean) =>
      alertsIn(api, candidate.repository, { state, ...(ref === null ? {} : { ref }) }, endsAt);
    const open = await list("open");
    const mended =
      overtakenSince === null
        ? []
        : await list("fixed", ({ updated_at }) => isBefore(updated_at, overtakenSince));
    const dismissed = await list("dismissed", ({ updated_at }) => isBefore(updated_at, since));
    if (open === null || mended === null || dismissed === null)
      return unreadable("There are more code-scanning alerts than are read.");
    const still = mended.filter(
      ({ fixed_at, created_at }) =>
        overtakenSince !== null &&
        !isBefore(fixed_at, overtakenSince) &&
        created_at <= overtakenSince,
    );
    return read({
      analysed: succeeded,
      open: [...open, ...still].map(openOf),
      dismissed: dismissed
        .filter(({ dismissed_at }) => !isBefore(dismissed_at, since))
        .map(dismissedOf),
    });
  });
}

async function alertsIn(
  api: Api,
  repository: string,
  asked: Readonly<Record<string, string>>,
  endsAt?: (alert: Alert) => boolean,
): Promise<readonly Alert[] | null> {
  try {
    return await restList(api, {
      route: "GET /repos/{owner}/{repo}/code-scanning/alerts",
      parameters: { ...repositoryOf(repository), ...asked, sort: "updated", direction: "desc" },
      page: z.array(alertSchema),
      mostPages: MOST_PAGES,
      ...(endsAt === undefined ? {} : { endsAt }),
    });
  } catch (thrown) {
    if (isNoAnalysis(thrown)) return [];
    throw thrown;
  }
}

/** Without a time nobody knows, and it is taken in. */
function isBefore(time: string | null | undefined, since: string | null): boolean {
  if (since === null || typeof time !== "string") return false;
  return Date.parse(time) < Date.parse(since);
}

function whatOf({ rule, tool }: Alert): string {
  const id = rule.id ?? "a rule without a name";
  return tool.name === undefined ? id : `${tool.name}: ${id}`;
}

function openOf(alert: Alert): OpenAlert {
  const location = alert.most_recent_instance?.location;
  return {
    number: alert.number,
    severity: severityOfRule(alert.rule),
    what: whatOf(alert),
    ids: [],
    since: alert.created_at,
    place: location ? { path: location.path, line: location.start_line } : null,
  };
}

function dismissedOf(alert: Alert): DismissedAlert {
  return {
    number: alert.number,
    severity: severityOfRule(alert.rule),
    what: whatOf(alert),
    reason: alert.dismissed_reason ?? null,
    at: alert.dismissed_at ?? alert.created_at,
  };
}
