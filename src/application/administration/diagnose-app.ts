import type { Policy } from "../../domain/index.ts";
import type { InstallationFacts, Permissions } from "./administration.ts";
import { deliveryFindings } from "./diagnose-deliveries.ts";
import type { AppSide, Facts } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { EVENTS, type Grant, PERMISSIONS, suffices } from "./required-grants.ts";

const { ok, bad } = findingsOf("app");

/** The App's standing: installed, granted what this policy needs, and reached by its webhooks. */
export function diagnoseApp(facts: Facts, policy: Policy | null): readonly Finding[] {
  const { app, name } = facts;
  if (app === null) return [NO_CREDENTIALS];
  const { installation } = app;
  if (installation === null) return [notInstalled(name), ...deliveryFindings(app.deliveries, null)];
  if (installation.isSuspended) return [suspended(installation)];
  return [
    ok("installed", `The App ${app.facts.slug} (${app.facts.id}) is installed on ${name}.`),
    ...permissionFindings(app, installation, policy),
    ...eventFindings(app, installation, policy),
    ...deliveryFindings(app.deliveries, installation),
  ];
}

const NO_CREDENTIALS = bad(
  "unknown",
  "installed",
  "Whether the App is installed, what it is granted and whether its webhooks arrive cannot be told.",
  {
    why: "Only the App itself may ask for that.",
    remedy: "Give APP_ID, and PRIVATE_KEY or PRIVATE_KEY_PATH, as the server has them.",
  },
);

function notInstalled(repository: string): Finding {
  return bad("missing", "installed", `The App is not installed on ${repository}.`, {
    why: "It sees nothing there and publishes no check; where a ruleset requires the check, nothing can be merged.",
    remedy: 'Install it on the repository: "Install App" on the App\'s page.',
  });
}

function suspended({ url }: InstallationFacts): Finding {
  return bad("missing", "installed", "The App's installation is suspended.", {
    why: "GitHub neither tells it anything nor lets it read or write.",
    remedy: `An owner lifts the suspension at ${url}.`,
  });
}

function permissionFindings(
  { facts }: AppSide,
  installation: InstallationFacts,
  policy: Policy | null,
): readonly Finding[] {
  const needed = neededBy(PERMISSIONS, policy);
  const lacking = needed.filter(
    ({ name, level }) => !suffices(installation.permissions[name], level),
  );
  if (lacking.length === 0)
    return [ok("permissions", "It has every permission that this policy needs.")];
  return lacking.map((grant) => {
    const { name, level, why, without } = grant;
    const has = describeLevel(installation.permissions, name);
    return bad(
      "missing",
      `permissions.${name}`,
      `It lacks the permission ${name}: ${level} (${has}).`,
      {
        why: `It is for ${why}. Without it ${without}.`,
        remedy: suffices(facts.permissions[name], level)
          ? `The App asks for it already: an owner accepts it at ${installation.url}.`
          : `Set it on the App's settings page, under "Permissions & events"; then an owner accepts it at ${installation.url}.`,
      },
    );
  });
}

function describeLevel(permissions: Permissions, name: string): string {
  const level = permissions[name];
  return level === undefined ? "not granted at all" : `it has ${level}`;
}

function eventFindings(
  { facts }: AppSide,
  installation: InstallationFacts,
  policy: Policy | null,
): readonly Finding[] {
  const lacking = neededBy(EVENTS, policy).filter(
    ({ name }) => !installation.events.includes(name),
  );
  if (lacking.length === 0)
    return [ok("events", "It is told of every event that this policy needs.")];
  return lacking.map(({ name, why, without }) =>
    bad("missing", `events.${name}`, `It is not told of the event ${name}.`, {
      why: `It says: ${why}. Without it ${without}.`,
      remedy: facts.events.includes(name)
        ? `The App subscribes to it already: an owner accepts the new permissions at ${installation.url}.`
        : 'Subscribe to it on the App\'s settings page, under "Permissions & events".',
    }),
  );
}

function neededBy<T extends Grant>(grants: readonly T[], policy: Policy | null): readonly T[] {
  // Without a policy nobody knows, so that all of them are asked for.
  return grants.filter(({ isNeeded }) => policy === null || (isNeeded?.(policy) ?? true));
}
