import type { OpenAlert } from "./alerts.ts";
import type { Case } from "./case.ts";
import type { Location } from "./decision.ts";
import type { Reading } from "./evidence.ts";
import { SEVERITIES, type AlertSource, type Severity } from "./policy.ts";
import { whenRead } from "./reading.ts";
import { notApplicable, unsatisfied, type Result } from "./requirement.ts";

/** So many are named one by one; the rest are counted. */
const NAMED = 20;

/** What people call a source of alerts. */
export const SOURCE_NAMES: Readonly<Record<AlertSource, string>> = {
  "secret-scanning": "secret-scanning",
  "code-scanning": "code-scanning",
  dependabot: "Dependabot",
};

/**
 * Hands what a source of alerts says to `use`, if the policy asks for it and it could be read. What is
 * switched off on GitHub, or kept from us, is unknown: never "no alerts".
 */
export function fromSource<T>(
  c: Case,
  source: AlertSource,
  reading: Reading<T>,
  use: (value: T) => Result | readonly Result[],
): Result | readonly Result[] {
  if (c.policy.alerts[source] === "off") {
    const reason = c.policy.alertsOff.find((each) => each.source === source)?.reason ?? "";
    return notApplicable(`The policy switches ${SOURCE_NAMES[source]} alerts off: ${reason}`);
  }
  const result = whenRead(reading, `the ${SOURCE_NAMES[source]} alerts`, use);
  if (reading.status !== "unreadable" || !("outcome" in result)) return result;
  return { ...result, actsNext: "administrator", remedy: toRead(source) };
}

function toRead(source: AlertSource): string {
  return `Do what GitHub's answer asks for: switch it on in the repository's settings, or grant the App to read it. Or switch \`alerts.${source}\` off in the policy, with a reason that every decision shows.`;
}

/** Whether something of this severity blocks. Without a severity, it does: nobody says that it is mild. */
export function isAtOrAbove(c: Case, source: AlertSource, severity: Severity | null): boolean {
  const threshold = c.policy.alerts[source];
  if (threshold === "off") return false;
  if (threshold === "any" || severity === null) return true;
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}

/** What blocks, in words: "high or critical". */
export function thresholdWords(c: Case, source: AlertSource): string {
  const threshold = c.policy.alerts[source];
  if (threshold === "any" || threshold === "off") return "";
  const blocking = SEVERITIES.slice(SEVERITIES.indexOf(threshold));
  return ` of severity ${blocking.join(", ")}`;
}

/** One finding for each alert, and one for those that are too many to be named. */
export function openResults(source: AlertSource, alerts: readonly OpenAlert[]): readonly Result[] {
  return bounded(
    alerts.map((alert) => unsatisfied(wordsOf(source, alert), { locations: placeOf(alert) })),
    (more) => unsatisfied(`${more} more ${SOURCE_NAMES[source]} alerts are open.`),
  );
}

/** The first of many results, and one that counts the rest. */
export function bounded(
  results: readonly Result[],
  rest: (more: number) => Result,
): readonly Result[] {
  const more = results.length - NAMED;
  return more > 0 ? [...results.slice(0, NAMED), rest(more)] : results;
}

function wordsOf(source: AlertSource, { number, severity, what, since }: OpenAlert): string {
  const kind = severity === null ? "" : `, ${severity}`;
  return `The ${SOURCE_NAMES[source]} alert ${number} (${what}${kind}) is open since ${since.slice(0, 10)}.`;
}

function placeOf({ place }: OpenAlert): readonly Location[] {
  return place === null ? [] : [place];
}
