import type { Policy } from "../../domain/index.ts";
import type { Delivery, InstallationFacts, Permissions } from "./administration.ts";
import type { AppSide, Facts } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { EVENTS, type Grant, PERMISSIONS, suffices } from "./required-grants.ts";

const { ok, bad } = findingsOf("app");

/** The App's standing: installed, granted what this policy needs, and reached by its webhooks. */
export function diagnoseApp(facts: Facts, policy: Policy | null): readonly Finding[] {
  const { app, name } = facts;
  if (app === null) return [NO_CREDENTIALS];
  const { installation } = app;
  if (installation === null) return [notInstalled(name), ...deliveryFindings(app, null)];
  if (installation.isSuspended) return [suspended(installation)];
  return [
    ok("installed", `The App ${app.facts.slug} (${app.facts.id}) is installed on ${name}.`),
    ...permissionFindings(app, installation, policy),
    ...eventFindings(app, installation, policy),
    ...deliveryFindings(app, installation),
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

const REDELIVER =
  'Look at "Advanced → Recent deliveries" on the App\'s settings page: the answer stands there, and "Redeliver" sends it again.';

function deliveryFindings(
  { deliveries }: AppSide,
  installation: InstallationFacts | null,
): readonly Finding[] {
  if (deliveries.status === "refused")
    return [
      bad("unknown", "deliveries", "Whether webhooks arrive cannot be told.", {
        why: deliveries.reason,
        remedy: deliveries.remedy,
      }),
    ];
  const isOurs = ({ installationId }: Delivery): boolean =>
    installation === null || installationId === null || installationId === installation.id;
  const [newest] = deliveries.value;
  if (newest === undefined) {
    return [
      bad("unknown", "deliveries", "GitHub sent no webhook in the last three days.", {
        why: "So nobody can tell whether they would arrive.",
        remedy: "Comment on any pull request, and run this again a minute later.",
      }),
    ];
  }
  if (hasFailed(newest)) {
    return [
      bad(
        "missing",
        "deliveries",
        `The newest webhook (${newest.event}, ${newest.at}) did not arrive: ${answerOf(newest)}.`,
        {
          why: "What is not told to the server is not decided, and GitHub does not send it again by itself.",
          remedy: `See that the server runs and can be reached at the App's webhook URL. ${REDELIVER}`,
        },
      ),
    ];
  }
  const arrived = new Set(
    deliveries.value.filter((one) => !hasFailed(one)).map(({ guid }) => guid),
  );
  const isLost = (one: Delivery): boolean => hasFailed(one) && !arrived.has(one.guid);
  const failed = deliveries.value.filter((one) => isOurs(one) && isLost(one));
  const lost = new Set(failed.map(({ guid }) => guid));
  const [last] = failed;
  if (last === undefined)
    return [ok("deliveries", "Its webhooks arrive; none failed in the last three days.")];
  const count = lost.size === 1 ? "One webhook" : `${lost.size} webhooks`;
  return [
    bad(
      "warning",
      "deliveries",
      `${count} failed in the last three days, the last at ${last.at} (${last.event}): ${answerOf(last)}.`,
      {
        why: "Portcullis asks GitHub every five minutes to send again what failed: where the server runs, this is what did not arrive even so.",
        remedy: REDELIVER,
      },
    ),
  ];
}

function hasFailed({ statusCode }: Delivery): boolean {
  return statusCode < 200 || statusCode >= 300;
}

function answerOf({ statusCode, status }: Delivery): string {
  return statusCode === 0 ? status : `${statusCode} ${status}`.trim();
}
