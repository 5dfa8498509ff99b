import type {
  AlertSource,
  GateSettings,
  Pattern,
  Place,
  Policy,
  RecordKind,
  Role,
  RoleHolders,
} from "../domain/index.ts";
import { ALERT_SOURCES, RECORD_KINDS, ROLES } from "../domain/index.ts";
import type { PolicyDefaults } from "./defaults.ts";
import type { Key, Statement, Statements } from "./key.ts";
import { alerts } from "./settings/alerts.ts";
import type { AlertSettings } from "./settings/alerts.ts";
import * as candidates from "./settings/candidates.ts";
import { checklists } from "./settings/checklists.ts";
import * as documents from "./settings/documents.ts";
import { archiveCategories, archiveRetainFor, experts, gates } from "./settings/gates.ts";
import * as general from "./settings/general.ts";
import { roles } from "./settings/roles.ts";
import { waivers } from "./settings/waivers.ts";

/** The policy that holds: what was said, and the defaults for everything else. */
export function toPolicy(
  said: Statements,
  defaults: PolicyDefaults,
  defaultBranch: string,
): Policy {
  const value = <T>(key: Key<T>): T => said.get(key)?.value ?? defaults.get(key);
  const criticality = value(general.criticality);
  const alertSettings = forEach(ALERT_SOURCES, (source) => value(alerts[source]));
  return {
    extends: said.get(general.extended)?.value ?? null,
    mode: value(general.mode),
    criticality,
    promises: defaults.promises[criticality],
    candidates: {
      pullRequests: pullRequestsOf(said, defaultBranch),
      tags: value(candidates.tags),
      environments: value(candidates.environments),
    },
    roles: forEach(ROLES, (role) => holdersOf(said, role)),
    documents: {
      incidentPlan: value(documents.incidentPlan),
      securityReview: value(documents.securityReview),
      dataMap: value(documents.dataMap),
      privacyEngineering: value(documents.privacyEngineering),
      archive: value(documents.archive),
      threatModel: value(documents.threatModel),
      sbom: said.get(documents.sbom)?.value ?? [],
      vex: said.get(documents.vex)?.value ?? [],
      securityTxt: value(documents.securityTxt),
      developmentRecord: forEach(RECORD_KINDS, (kind: RecordKind) =>
        value(documents.developmentRecord[kind]),
      ),
    },
    headings: said.get(general.headings)?.value ?? {},
    gates: Object.fromEntries(Object.keys(gates).map((gate) => [gate, gateOf(said, gate)])),
    experts: value(experts),
    archive: { categories: value(archiveCategories), retainFor: value(archiveRetainFor) },
    alerts: forEach(ALERT_SOURCES, (source) => alertSettings[source].threshold),
    alertsOff: alertsOff(alertSettings, said),
    regimes: said.get(general.regimes)?.value ?? [],
    checklists: Object.fromEntries(
      Object.entries(checklists).map(([gate, key]) => [gate, said.get(key)?.value ?? []]),
    ),
    releases: { whenUnready: value(general.whenUnready), annotate: value(general.annotate) },
    deployments: {
      of: value(general.deploymentsOf),
      whenBlocked: value(general.whenBlocked),
      giveUpAfter: value(general.giveUpAfter),
    },
    comment: value(general.comment),
    requestReviews: value(general.requestReviews),
    unlinkedAuthors: value(general.unlinkedAuthors),
    waivers: said.get(waivers)?.value ?? [],
  };
}

function pullRequestsOf(
  said: Statements,
  defaultBranch: string,
): Policy["candidates"]["pullRequests"] {
  const lists = said.get(candidates.pullRequests)?.value ?? { base: [exactly(defaultBranch)] };
  return { base: lists.base ?? null, head: lists.head ?? null, labels: lists.labels ?? null };
}

/** A branch's name may have braces and the like, which mean nothing special in it. */
function exactly(name: string): Pattern {
  return { text: name, matches: (candidate) => candidate === name };
}

function holdersOf(said: Statements, role: Role): RoleHolders {
  const statement = said.get(roles[role]);
  return {
    users: statement?.value.users ?? [],
    teams: statement?.value.teams ?? [],
    repository: statement?.origin.repository ?? "",
    path: statement?.origin.path ?? "",
    line: statement?.line ?? 1,
  };
}

function gateOf(said: Statements, gate: string): GateSettings {
  const keys = gates[gate];
  const enabled = keys && said.get(keys.enabled);
  const reason = keys?.reason && said.get(keys.reason);
  const isOff = enabled?.value === false;
  const from = keys?.enforceFrom && said.get(keys.enforceFrom);
  const placed = isOff ? enabled : from?.value ? from : null;
  return {
    enabled: !isOff,
    reason: isOff ? (reason?.value ?? null) : null,
    place: placed ? placeOf(placed) : null,
    staleOn: (keys?.staleOn && said.get(keys.staleOn)?.value) ?? "push",
    enforceFrom: from?.value ?? null,
  };
}

function alertsOff(
  settings: Readonly<Record<AlertSource, AlertSettings>>,
  statements: Statements,
): Policy["alertsOff"] {
  return ALERT_SOURCES.flatMap((source) => {
    const { threshold, reason } = settings[source];
    const said = statements.get(alerts[source]);
    // Our own defaults switch nothing off.
    if (threshold !== "off" || said === undefined) return [];
    return [{ source, reason: reason ?? "", place: placeOf(said) }];
  });
}

function placeOf({ origin, line }: Statement<unknown>): Place {
  return { repository: origin.repository, path: origin.path, line };
}

function forEach<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Readonly<Record<Name, Value>> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
}
