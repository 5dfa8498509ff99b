import type { Account } from "../accounts.ts";
import type { Repository } from "../repositories.ts";
import type { Alert, Analysis } from "../security.ts";
import type { World } from "../world.ts";
import { firstOf } from "./create-accounts.ts";

/** What an alert is about; what is absent is something plausible. */
export type AlertFields = Partial<
  Pick<Alert, "what" | "severity" | "path" | "ref" | "advisory" | "secret">
>;

/** Raises an alert. */
export function raiseAlert(
  world: World,
  repository: Repository,
  kind: Alert["kind"],
  fields: AlertFields = {},
): Alert {
  const now = world.now();
  const { alerts } = repository.security;
  const alert: Alert = {
    kind,
    repository,
    number: alerts.filter((other) => other.kind === kind).length + 1,
    createdAt: now,
    updatedAt: now,
    state: "open",
    closed: null,
    what: WHAT[kind],
    severity: kind === "secret-scanning" ? null : "high",
    path: kind === "dependabot" ? "package-lock.json" : "src/order.ts",
    ref: `refs/heads/${repository.defaultBranch}`,
    advisory: { ghsa: "GHSA-35jh-r3h4-6jhm", cve: "CVE-2021-23337" },
    secret: "a-secret-that-nobody-may-see",
    ...fields,
  };
  alerts.push(alert);
  announce(world, alert, "created");
  return alert;
}

const WHAT: Readonly<Record<Alert["kind"], string>> = {
  "secret-scanning": "aws_access_key_id",
  "code-scanning": "js/sql-injection",
  dependabot: "lodash",
};

/** Closes an alert: mended, or dismissed by somebody with a reason. */
export function closeAlert(
  world: World,
  alert: Alert,
  how: { readonly dismissedBy?: Account; readonly reason?: string } = {},
): void {
  const now = world.now();
  const { dismissedBy = null, reason = null } = how;
  alert.state = dismissedBy === null ? "fixed" : "dismissed";
  alert.closed = { reason, by: dismissedBy, at: now };
  alert.updatedAt = now;
  announce(world, alert, actionOf(alert));
}

function actionOf({ kind, state }: Alert): string {
  if (kind === "secret-scanning") return "resolved";
  if (state === "fixed") return "fixed";
  return kind === "dependabot" ? "dismissed" : "closed_by_user";
}

/** Takes in an analysis of a commit. */
export function takeInAnalysis(
  world: World,
  repository: Repository,
  fields: Pick<Analysis, "ref" | "sha"> & Partial<Analysis>,
): Analysis {
  const { analyses } = repository.security;
  const analysis: Analysis = {
    id: 201 + analyses.length,
    category: ".github/workflows/codeql.yml:analyze",
    error: "",
    createdAt: world.now(),
    ...fields,
  };
  analyses.push(analysis);
  return analysis;
}

function announce(world: World, alert: Alert, action: string): void {
  const event = (
    {
      "secret-scanning": "secret_scanning_alert",
      "code-scanning": "code_scanning_alert",
      dependabot: "dependabot_alert",
    } as const
  )[alert.kind];
  const sender = alert.closed?.by ?? firstOf(alert.repository.owner);
  world.emit({ event, action, alert, sender });
}
