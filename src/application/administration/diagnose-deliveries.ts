import type { Delivery, InstallationFacts, LateDeliveries, Seen } from "./administration.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, bad } = findingsOf("app");

const REDELIVER =
  'Look at "Advanced → Recent deliveries" on the App\'s settings page: the answer stands there, and "Redeliver" sends it again.';

/** Whether webhooks arrive at the server: of this installation, or of all where there is none. */
export function deliveryFindings(
  deliveries: Seen<LateDeliveries>,
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
  const { newestFirst, whole } = deliveries.value;
  const [newest] = newestFirst;
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
  const arrived = new Set(newestFirst.filter((one) => !hasFailed(one)).map(({ guid }) => guid));
  const isLost = (one: Delivery): boolean => hasFailed(one) && !arrived.has(one.guid);
  const failed = newestFirst.filter((one) => isOurs(one) && isLost(one));
  const lost = new Set(failed.map(({ guid }) => guid));
  const [last] = failed;
  const oldest = newestFirst.at(-1) ?? newest;
  const span = whole ? "in the last three days" : `since ${oldest.at}, as far back as was looked`;
  if (last === undefined) return [ok("deliveries", `Its webhooks arrive; none failed ${span}.`)];
  const count = lost.size === 1 ? "One webhook" : `${lost.size} webhooks`;
  return [
    bad(
      "warning",
      "deliveries",
      `${count} failed ${span}, the last at ${last.at} (${last.event}): ${answerOf(last)}.`,
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
