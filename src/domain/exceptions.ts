import type { Case } from "./case.ts";
import { EXCEPTION_KINDS, type Exception, type Location, type Place } from "./decision.ts";
import type { Deviation } from "./documents.ts";
import { afterLast } from "./freshness.ts";
import type { GateSettings, Waiver } from "./policy.ts";
import { addDays, startOf, type Day, type Instant } from "./time.ts";

/** For so many days before an exception ends, everybody is told. */
const WARNED_DAYS = 14;

/** Whether an exception's end is near: there is still time, but not much. */
export function endsSoon({ until }: Pick<Exception, "until">, today: Day): boolean {
  return until !== null && today >= addDays(until, -WARNED_DAYS);
}

/** Exceptions that a policy makes by itself, whatever the documents say. */
export function exceptionsOfPolicy(c: Case, waivers: readonly Waiver[]): readonly Exception[] {
  const { gates, alertsOff } = c.policy;
  return [
    ...waivers.map(({ requirement, grantedBy, reason, expires, place }): Exception => ({
      kind: "waiver",
      what: requirement,
      who: grantedBy,
      reason,
      until: expires,
      source: place,
    })),
    ...Object.entries(gates).flatMap(([gate, settings]) =>
      exceptionOfGate(gate, settings, c.today),
    ),
    ...alertsOff.map(({ source, reason, place }): Exception => ({
      kind: "alerts-off",
      what: source,
      who: null,
      reason,
      until: null,
      source: place,
    })),
  ];
}

function exceptionOfGate(
  gate: string,
  { enabled, reason, enforceFrom, place }: GateSettings,
  today: Day,
): readonly Exception[] {
  if (place === null) return [];
  const of = { what: gate, who: null, source: place };
  if (!enabled) return [{ ...of, kind: "gate-off", reason: reason ?? "", until: null }];
  if (enforceFrom === null || enforceFrom <= today) return [];
  return [{ ...of, kind: "gate-announced", reason: ANNOUNCED, until: addDays(enforceFrom, -1) }];
}

const ANNOUNCED = "It is announced, so that there is time to get ready, and does not count yet.";

/** A deviation that the security review accepts. */
export function acceptedDeviation(
  { id, summary, owner, reason, expires }: Deviation,
  at: Location,
  c: Case,
): Exception {
  return {
    kind: "accepted-deviation",
    what: `${id}: ${summary}`,
    who: owner ?? null,
    reason: reason ?? "",
    until: expires ?? null,
    source: inCandidate(at, c),
  };
}

/** A place in a document, which lies in the candidate's own repository. */
export function inCandidate({ path, line }: Location, c: Case): Place {
  return { repository: c.evidence.candidate.repository, path, line };
}

/** By kind, each once: two gates may rest on the same one. */
export function inOrder(exceptions: readonly Exception[]): readonly Exception[] {
  const seen = new Set<string>();
  const each = exceptions.filter((exception) => {
    const key = JSON.stringify(exception);
    return !seen.has(key) && seen.add(key);
  });
  return EXCEPTION_KINDS.flatMap((kind) => each.filter((exception) => exception.kind === kind));
}

/** When time alone changes what is said of an exception: its end draws near, and is there. */
export function changesOf({ kind, until }: Exception, today: Day): readonly Instant[] {
  if (until === null) return [];
  // The days that are left are shown.
  const tomorrow = kind === "gate-announced" ? [startOf(addDays(today, 1))] : [];
  return [...tomorrow, startOf(addDays(until, -WARNED_DAYS)), afterLast(until)];
}
